import { Ground } from './0001-ground.ts'
import { Reps } from './0007-reps.ts'

/** Every migration, oldest first. A landed one is never changed. */
export const migrations = [
  { name: '0001-ground', class: Ground },
  { name: '0007-reps', class: Reps },
]
