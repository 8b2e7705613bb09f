import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { Platform } from '../people/identity.ts'

export const digestFlow = { told: {} } as const

/** What one pipeline did on that day, and what waits. */
export type DigestLine = { pipeline: string; text: string }

const DigestSchema = defineEntity({
  name: 'Digest',
  tableName: 'digests',
  uniques: [{ properties: ['platform', 'place', 'day'] }],
  properties: {
    ...recordColumns('digests_number'),
    state: p.enum(['told'] as const),
    platform: p.string().$type<Platform>(),
    place: p.string(),
    /** The day it is told on, in the place's zone: `2026-03-02`; the moment, of what is told between. */
    day: p.string(),
    lines: p.json<DigestLine[]>(),
  },
})

/** The word of the morning in one place, or a notice there. Its row makes it one, however many processes tell it. */
export class Digest extends DigestSchema.class {}

DigestSchema.setClass(Digest)
