import { Ground } from './0001-ground.ts'
import { Prices } from './0005-prices.ts'

/** Every migration, oldest first. A landed one is never changed. */
export const migrations = [
  { name: '0001-ground', class: Ground },
  { name: '0005-prices', class: Prices },
]
