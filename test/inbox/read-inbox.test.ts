import { beforeEach, expect, test } from 'vitest'
import { CardPost } from '#entities/cards/card-post.ts'
import { Alert } from '#entities/operations/alert.ts'
import { InboxItem } from '#entities/operations/inbox-item.ts'
import { InboxReading } from '#entities/operations/inbox-reading.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { press } from '#src/desk/press/press.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { createInlet } from '#src/inbox/inlet.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import type { Reader, Verdict } from '#src/inbox/reader.ts'
import { testApp } from '#test/app.ts'
import { makeMember } from '#test/make.ts'

const app = await testApp()
const ann = await makeMember(app, 'Ann')
const words = async ({ body }: { body: string }) => `Somebody wrote:\n${body}`
const shouts = (body: string) => body.startsWith('!')

/** What each reader has done, in its order. */
let done: string[]

/** Keeps what it takes in a note of the database, so that a rolled-back take leaves nothing. */
function reader(name: string, verdict: (body: string) => Verdict, more: Partial<Reader> = {}): Reader {
  return {
    source: 'pigeon',
    step: `${name}.read`,
    what: 'A letter',
    words,
    read: async (_, { body, take }) => {
      if (shouts(body)) throw new Error(`cannot read ${body}`)
      if (verdict(body) === 'not mine') return 'not mine'
      return take(async (tx) => {
        await sql(tx.em, 'insert into notes (name, value, at) values ($1, $2, $3)', [
          `${name} ${body}`,
          JSON.stringify(body),
          tx.at,
        ])
        done.push(`${name} ${body}`)
      })
    },
    ...more,
  }
}

const mine = () => 'mine' as const
const none = () => 'not mine' as const
const open = (...readers: Reader[]) => createInlet(app, readers)
const alerts = () => app.em.fork().find(Alert, {}, { orderBy: { number: 'asc' } })
const readings = () => app.em.fork().find(InboxReading, {}, { orderBy: { step: 'asc', receivedAt: 'asc', id: 'asc' } })
const later = (minutes: number) => {
  app.now = new Date(app.now.getTime() + minutes * 60_000)
}
const notes = async () =>
  (await sql<{ name: string }>(app.em.fork(), 'select name from notes order by name')).map((n) => n.name)

async function face({ id }: Alert) {
  const [view] = await subjectNamed('alert').load(app.em.fork(), [id])
  if (!view) throw new Error('no alert')
  return cardOf(subjectNamed('alert'), view, app)
}
const pressOn = ({ id, moves }: Alert, verb: string) =>
  press(app, writeToken({ subject: 'alert', verb, id, moves }), ann, {})

beforeEach(async () => {
  done = []
  app.now = new Date('2026-03-02T14:02:00Z')
  for (const table of ['inbox', 'notes', 'alerts', 'card_posts', 'moves'])
    await sql(app.em.fork(), `delete from ${table}`)
  app.bells.length = 0
})

test('every reader of a source has each item to itself, and is rung for it', async () => {
  const [a, b] = [reader('a', mine), reader('b', (body) => (body === 'two' ? 'mine' : 'not mine'))]
  const store = open(a, b, reader('c', mine, { source: 'raven' }))
  await store('pigeon', '1', 'one')
  expect(app.bells.map(({ step }) => step)).toEqual(['a.read', 'b.read'])
  await store('pigeon', '2', 'two')
  expect(await readInbox(app, a)).toBe(2)
  expect(await readInbox(app, b)).toBe(2)
  expect(done).toEqual(['a one', 'a two', 'b two'])
  expect((await readings()).map(({ step, mine: said }) => [step, said])).toEqual([
    ['a.read', true],
    ['a.read', true],
    ['b.read', false],
    ['b.read', true],
  ])
  expect(await alerts()).toEqual([])
})

test('an item that cannot be read holds up no other, is tried three times, and then shown with its words', async () => {
  const one = reader('a', mine)
  const store = open(one)
  for (const body of ['first', '!broken', 'last']) await store('pigeon', body, body)
  expect(await readInbox(app, one)).toBe(3)
  expect(done).toEqual(['a first', 'a last'])
  expect(await readInbox(app, one)).toBe(0)
  later(1)
  await readInbox(app, one)
  expect(await alerts()).toEqual([])
  later(2)
  await readInbox(app, one)
  const [alert, ...more] = await alerts()
  if (!alert) throw new Error('nobody was told')
  expect(more).toEqual([])
  const card = await face(alert)
  expect(card.title).toContain('A letter could not be read.')
  expect(card.quote).toContain('Somebody wrote:\n!broken')
  expect(card.quote).toContain('cannot read !broken')
  expect(card.buttons.map(({ label }) => label)).toEqual(['Retry', 'Dismiss'])
})

test('a failed item is rung for again when its wait is over, and no sooner', async () => {
  const one = reader('a', mine)
  await open(one)('pigeon', '1', '!x')
  app.bells.length = 0
  await readInbox(app, one)
  expect(new Set(app.bells.map(({ step, at }) => `${step} ${at?.toISOString()}`))).toEqual(
    new Set([`a.read ${new Date(app.now.getTime() + 30_000).toISOString()}`]),
  )
})

async function tellUnreadable(one: Reader): Promise<Alert> {
  await open(one)('pigeon', '1', '!x')
  for (const minutes of [0, 1, 2]) {
    later(minutes)
    await readInbox(app, one)
  }
  const [alert] = await alerts()
  if (!alert) throw new Error('nobody was told')
  return alert
}

test('Retry reads it at once, and the card closes when that works', async () => {
  const alert = await tellUnreadable(reader('a', mine))
  const mended = reader('a', mine, { read: async (_, { take }) => take(async () => undefined) })
  expect(await readInbox(app, mended)).toBe(0)
  app.bells.length = 0
  await pressOn(alert, 'retry')
  expect(app.bells.map(({ step }) => step)).toContain('a.read')
  expect(await readInbox(app, mended)).toBe(1)
  expect(await alerts()).toMatchObject([{ state: 'closed' }])
  expect((await face(alert)).title).toContain('It was read after all')
})

test('Dismiss puts it away: it is not tried again', async () => {
  const alert = await tellUnreadable(reader('a', mine))
  await pressOn(alert, 'dismiss')
  later(600)
  expect(await readInbox(app, reader('a', mine))).toBe(0)
  expect(await alerts()).toMatchObject([{ state: 'closed' }])
})

test('what no reader claims is shown with its words, once the last of them has seen it', async () => {
  const [a, b] = [reader('a', none), reader('b', none)]
  await open(a, b)('pigeon', '1', 'hello?')
  await readInbox(app, a)
  expect(await alerts()).toEqual([])
  await readInbox(app, b)
  const [alert] = await alerts()
  if (!alert) throw new Error('nobody was told')
  const card = await face(alert)
  expect(card.quote).toBe('Somebody wrote:\nhello?')
  expect(card.title).toContain('belongs to nothing I know')
  expect(await app.em.fork().count(CardPost, { subjectId: alert.id })).toBe(2)
})

test('of two readers that end at the same instant one tells', async () => {
  const [a, b] = [reader('a', none), reader('b', none)]
  const store = open(a, b)
  for (let count = 0; count < 20; count += 1) await store('pigeon', String(count), `hello ${count}`)
  await Promise.all([readInbox(app, a), readInbox(app, b)])
  expect(await alerts()).toHaveLength(20)
})

test('what nobody claimed is read once more by Retry, and the card closes when somebody does', async () => {
  await open(reader('a', none))('pigeon', '1', 'hello?')
  await readInbox(app, reader('a', none))
  const [alert] = await alerts()
  if (!alert) throw new Error('nobody was told')
  await pressOn(alert, 'retry')
  await readInbox(app, reader('a', mine))
  expect(done).toEqual(['a hello?'])
  expect(await alerts()).toMatchObject([{ state: 'closed' }])
})

test('a source whose readers have no words for a person is let go silently', async () => {
  const { words: _, ...quiet } = reader('a', none)
  await open(quiet)('pigeon', '1', 'noise')
  await readInbox(app, quiet)
  expect(await alerts()).toEqual([])
})

test('a take that throws leaves nothing of it behind, and the item is tried again', async () => {
  const failing = reader('a', mine, {
    read: async (_, { take }) =>
      take(async (tx) => {
        await sql(tx.em, `insert into notes (name, value, at) values ('half', '1', $1)`, [tx.at])
        throw new Error('in the middle')
      }),
  })
  await open(failing)('pigeon', '1', 'x')
  await readInbox(app, failing)
  expect(await notes()).toEqual([])
  later(1)
  await readInbox(app, reader('a', mine))
  expect(await notes()).toEqual(['a x'])
})

test('a worker whose lease ran out while it read writes nothing: the other has done it', async () => {
  const slow = reader('a', mine, {
    read: async (_, item) => {
      later(5)
      await readInbox(app, reader('a', mine))
      return item.take(async () => void done.push('twice'))
    },
  })
  await open(slow)('pigeon', '1', 'x')
  await readInbox(app, slow)
  expect(done).toEqual(['a x'])
})

test('an item that kills its worker is not tried for ever at full speed: the claim counts', async () => {
  const one = reader('a', mine)
  await open(one)('pigeon', '1', 'x')
  await readInbox(app, reader('a', mine, { read: () => Promise.reject(new Error('Connection terminated')) })).catch(
    () => 0,
  )
  expect(await readings()).toMatchObject([{ attempts: 1, readAt: null }])
})

const fast = (name: string, bad: string[] = []) => {
  const single = reader(name, mine)
  const readMany: NonNullable<Reader['readMany']> = async (tx, items) => {
    for (const { body } of items) {
      if (bad.includes(body)) throw new Error(`cannot read ${body}`)
      await sql(tx.em, 'insert into notes (name, value, at) values ($1, $2, $3)', [`${name} ${body}`, '1', tx.at])
    }
    return items.map(mine)
  }
  return { ...single, readMany }
}

test('a batch with a bad item in it is read one by one: all others are read, each once', async () => {
  const one = fast('a', ['!7'])
  const store = open(one)
  await Promise.all(Array.from({ length: 10 }, (_, n) => store('pigeon', String(n), n === 7 ? '!7' : `b${n}`)))
  await readInbox(app, one)
  expect(await notes()).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 9].map((n) => `a b${n}`))
  expect((await readings()).filter(({ readAt }) => readAt === null)).toMatchObject([{ attempts: 1 }])
})

test('what comes in while a failed item is tried again is left to the batches', async () => {
  const one = fast('a', ['!x'])
  const store = open(one)
  const single = one.read
  const read: string[] = []
  one.read = async (inApp, item) => {
    read.push(item.body)
    if (read.length === 2) for (const body of ['b1', 'b2', 'b3']) await store('pigeon', body, body)
    return single(inApp, item)
  }
  await store('pigeon', '1', '!x')
  await readInbox(app, one)
  later(1)
  await readInbox(app, one)
  expect(await notes()).toEqual([])
  expect(await readInbox(app, one)).toBe(3)
  expect(await notes()).toEqual(['a b1', 'a b2', 'a b3'])
  expect(read).toEqual(['!x', '!x'])
})

test('two workers share a backlog of batches and read nothing twice', async () => {
  const one = fast('a')
  const store = open(one)
  await Promise.all(Array.from({ length: 1_200 }, (_, n) => store('pigeon', String(n), `b${n}`)))
  const counts = await Promise.all([readInbox(app, one), readInbox(app, one)])
  expect(counts[0] + counts[1]).toBe(1_200)
  expect(await notes()).toHaveLength(1_200)
})

test('a table that is gone is no item to blame: the step fails, and the items wait untouched', async () => {
  const one = fast('a')
  await open(one)('pigeon', '1', 'x')
  await sql(app.em.fork(), 'alter table notes rename to notes_away')
  await expect(readInbox(app, one)).rejects.toThrow('notes')
  await sql(app.em.fork(), 'alter table notes_away rename to notes')
  expect(await readings()).toMatchObject([{ attempts: 0, readAt: null }])
  expect(await readInbox(app, one)).toBe(1)
})

test('what no table holds is kept well-formed, with the bytes as they came beside it', async () => {
  const store = open(reader('a', mine))
  const bodies: [string, string | Buffer][] = [
    ['nul', 'a\0b'],
    ['half', 'a\ud83d b'],
    ['escaped', '{"text":"a\\u0000 \\ud83d b \\ud83d\\ude00"}'],
    ['latin', Buffer.from([0x61, 0xe9, 0x62])],
    ['good', '{"text":"\\ud83d\\ude00 \\u00e9"}'],
  ]
  for (const [id, body] of bodies) await store('pigeon', id, body)
  const items = await app.em.fork().find(InboxItem, {}, { orderBy: { receivedAt: 'asc', id: 'asc' } })
  const kept = Object.fromEntries(items.map(({ externalId, body, bytes }) => [externalId, [body, bytes]]))
  expect(kept.nul).toEqual(['a\ufffdb', Buffer.from('a\0b')])
  expect(kept.half?.[0]).toBe('a\ufffd b')
  expect(JSON.parse(String(kept.escaped?.[0]))).toEqual({ text: 'a\ufffd \ufffd b \u{1f600}' })
  expect(kept.escaped?.[1]?.toString()).toBe(bodies[2]?.[1])
  expect(kept.latin).toEqual(['a\ufffdb', Buffer.from([0x61, 0xe9, 0x62])])
  expect(kept.good).toEqual([bodies[4]?.[1], null])
})

test('the same again is the item that is there already', async () => {
  const store = open(reader('a', mine))
  const [first, second] = await Promise.all([store('pigeon', '1', 'x'), store('pigeon', '1', 'x')])
  const third = await store('pigeon', '1', 'y')
  expect([second.id, third.id]).toEqual([first.id, first.id])
  expect([first.isNew, second.isNew, third.isNew].filter(Boolean)).toHaveLength(1)
  expect(await readings()).toHaveLength(1)
})
