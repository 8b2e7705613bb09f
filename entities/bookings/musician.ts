import { defineEntity, p } from '@mikro-orm/core'

const MusicianSchema = defineEntity({
  name: 'Musician',
  tableName: 'musicians',
  properties: {
    id: p.uuid().primary(),
    number: p.integer().defaultRaw(`nextval('musicians_number')`),
    name: p.string(),
    /** E.164 */
    phone: p.string().unique(),
    instruments: p.array(),
    /** Their Google calendar, shared with us; without one they are asked anyway. */
    calendarId: p.string().strictNullable(),
    zone: p.string(),
    /** When the last session was that they were booked for. */
    lastBookingAt: p.datetime().strictNullable(),
    active: p.boolean().default(true),
    createdAt: p.datetime(),
  },
})

/** Someone who plays at sessions and is asked by SMS. */
export class Musician extends MusicianSchema.class {}

MusicianSchema.setClass(Musician)
