import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Needs } from '#src/app.ts'
import type { Looked } from './read-page.ts'

export type LookingApp = Needs<'em' | 'clock' | 'ring' | 'settings' | 'log' | 'web' | 'openai' | 'publicUrl'>
export type Look = { product: TrackedProduct; looked: Looked; at: Date }

/** The states in which a product is looked at, for SQL. */
export const ACTIVE = "('new', 'watched', 'doubtful', 'unreachable')"
