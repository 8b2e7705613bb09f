import { z } from 'zod'
import { Musician } from '#entities/bookings/musician.ts'
import type { App, Needs } from '#src/app.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { offsetOf, paginate, pagingShape } from '#src/web/paging.ts'
import { notFound, Problem } from '#src/web/problem.ts'
import { defineRoute } from '#src/web/route.ts'
import { paginationShape } from '#src/web/shapes.ts'
import { readMusicianList } from './musicians/read-musician-list.ts'
import { type MusicianEntry, readMusicianEntry, saveMusician } from './musicians/save-musician.ts'
import { musicianShape } from './shapes.ts'
import { writeMusician } from './write-booking.ts'

const params = { id: 'A musician, by their id' }
const one = z.strictObject({ musician: musicianShape })
const instruments = z
  .union([
    z.string().max(500),
    z
      .array(z.string().max(100))
      .max(20)
      .transform((list) => list.join(', ')),
  ])
  .describe('Such as violin, viola')
const entryShape = z.strictObject({
  name: z.string().max(200),
  phone: z.string().max(60).describe('In any form; kept as E.164'),
  instruments,
  calendarId: z.string().max(300).nullish().describe('Their Google calendar, shared with us'),
  zone: z.string().max(60).optional().describe('IANA; none: the zone of the studio'),
  active: z.boolean().optional(),
})

/** Whom the studio asks. */
export const musicianRoutes = [
  defineRoute({
    method: 'get',
    path: '/musicians',
    summary: 'Musicians, by number',
    query: pagingShape.extend({ instrument: z.string().max(100).optional() }),
    answer: z.strictObject({ musicians: z.array(musicianShape), pagination: paginationShape }),
    async run({ app, query: { instrument, ...paging } }) {
      const where = instrument ? { instruments: { $contains: [instrument.toLowerCase()] } } : {}
      const order = { orderBy: { number: 'asc' as const }, ...offsetOf(paging) }
      const [musicians, total] = await app.em.fork().findAndCount(Musician, where, order)
      return { musicians: musicians.map(writeMusician), pagination: paginate(total, paging) }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/musicians',
    summary: 'Adds a musician, or changes the one who has that number',
    body: entryShape,
    answer: one,
    status: 201,
    async run({ app, body }) {
      const fields = readMusicianEntry(entryOf(body), app.settings.BOOKING_TIMEZONE)
      const { musician } = await inTransaction(app, (tx) => saveMusician(tx, fields))
      return { musician: writeMusician(musician) }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/musicians/import',
    summary: 'Adds or changes musicians from a CSV; what cannot be read is named by line, the rest is taken',
    body: z.strictObject({
      csv: z.string().max(900_000).describe('First row: name, phone, instruments, calendar, zone, active'),
    }),
    answer: z.strictObject({
      added: z.int(),
      changed: z.int(),
      refused: z.array(z.strictObject({ line: z.int(), fields: z.record(z.string(), z.string()) })),
    }),
    async run({ app, body: { csv } }) {
      const listed = readMusicianList(csv)
      if (!listed) {
        throw new Problem(400, 'invalid', 'The first row must name the columns.', {
          csv: 'name, phone and instruments are needed',
        })
      }
      return inTransaction(app, (tx) => takeList(tx, app, listed))
    },
  }),
  defineRoute({
    method: 'get',
    path: '/musicians/:id',
    summary: 'One musician',
    params,
    answer: one,
    async run({ app, params: { id = '' } }) {
      return { musician: writeMusician(await find(app.em.fork(), id)) }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/musicians/:id',
    summary: 'Changes what is sent of a musician; active: false is asked no more',
    params,
    body: entryShape.partial(),
    answer: one,
    async run({ app, params: { id = '' }, body }) {
      return inTransaction(app, async ({ em }) => {
        const known = await find(em, id)
        const { name, phone, calendarId, zone, active } = known
        const kept = { name, phone, calendarId, zone, active, instruments: known.instruments.join(', ') }
        const fields = readMusicianEntry({ ...kept, ...entryOf(body) }, app.settings.BOOKING_TIMEZONE)
        const holder = await em.findOne(Musician, { phone: fields.phone })
        if (holder && holder.id !== known.id) throw new Refusal('Someone else has that number.', { phone: 'taken' })
        await em.nativeUpdate(Musician, { id: known.id }, fields)
        return { musician: writeMusician(Object.assign(known, fields)) }
      })
    },
  }),
]

/** What was not sent is no part of it. */
function entryOf<Sent extends object>(sent: Sent): { [Name in keyof Sent]: Exclude<Sent[Name], undefined> } {
  return Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) as never
}

async function find(em: App['em'], id: string): Promise<Musician> {
  const musician = z.uuid().safeParse(id).success ? await em.findOne(Musician, { id }) : null
  if (!musician) throw notFound('There is no such musician.')
  return musician
}

type Listed = { line: number; entry: MusicianEntry }

async function takeList(tx: Tx, { settings }: Needs<'settings'>, listed: Listed[]) {
  const refused: { line: number; fields: Record<string, string> }[] = []
  let [added, changed] = [0, 0]
  for (const { line, entry } of listed) {
    try {
      const { isNew } = await saveMusician(tx, readMusicianEntry(entry, settings.BOOKING_TIMEZONE))
      if (isNew) added += 1
      else changed += 1
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused.push({ line, fields: error.fields ?? {} })
    }
  }
  return { added, changed, refused }
}
