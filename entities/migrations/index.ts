import { Ground } from './0001-ground.ts'
import { Mended } from './0002-ground.ts'
import { Catalog } from './0006-catalog.ts'

/** Every migration, oldest first. A landed one is never changed. */
export const migrations = [
  { name: '0001-ground', class: Ground },
  { name: '0002-ground', class: Mended },
  { name: '0006-catalog', class: Catalog },
]
