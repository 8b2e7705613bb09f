import type { Role } from './labels.ts'

/** One answer of a form; `role` null: a label nobody taught us. */
export type Field = { role: Role | null; label: string; value: string }
