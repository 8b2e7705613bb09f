import { beforeEach, expect, test } from 'vitest'
import { CardPost } from '#entities/cards/card-post.ts'
import { Move } from '#entities/cards/move.ts'
import { Alert } from '#entities/operations/alert.ts'
import type { Role } from '#entities/people/person.ts'
import { closeAlert, openAlert, type Trouble } from '#src/alerts/alerts.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { writeToken } from '#src/cards/token.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { addPerson } from '#src/desk/people/people.ts'
import { press } from '#src/desk/press/press.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { tellStatus } from '#src/desk/told/status.ts'
import { testApp } from '#test/app.ts'

const app = await testApp()
const ann = await member('1', 'Ann', 'admin')
const bo = await member('2', 'Bo', 'booker')

async function member(userId: string, name: string, role: Role): Promise<Visitor> {
  const visitor = { via: 'telegram' as const, userId, name }
  await inTransaction(app, (tx) => addPerson(tx, { state: 'member', name, role, zone: 'UTC', identities: [visitor] }))
  return visitor
}

let trouble: Trouble
let count = 0
beforeEach(() => {
  count += 1
  app.now = new Date('2026-03-02T14:02:00Z')
  app.bells.length = 0
  const title = 'Gmail refused our token. 3 mails wait.'
  trouble = { key: `vendor:${count}`, pipeline: 'orders', title, detail: 'invalid_grant', step: 'outbox.send' }
})

const open = (words: Partial<Trouble> = {}) => inTransaction(app, (tx) => openAlert(tx, { ...trouble, ...words }))
const close = () => inTransaction(app, (tx) => closeAlert(tx, trouble.key))
const later = (seconds: number) => {
  app.now = new Date(app.now.getTime() + seconds * 1000)
}
const load = () => app.em.fork().findOneOrFail(Alert, { key: trouble.key })
const rings = async () => {
  const { id } = await load()
  const posts = await app.em.fork().find(CardPost, { subjectId: id }, { orderBy: { platform: 'asc' } })
  return posts.map(({ wanted, ring }) => `${wanted}/${ring}`)
}
const face = async () => {
  const subject = subjectNamed('alert')
  const [view] = await subject.load(app.em.fork(), [(await load()).id])
  if (!view) throw new Error('no alert')
  return cardOf(subject, view, app)
}
const token = async (verb: string) => {
  const { id, moves } = await load()
  return writeToken({ subject: 'alert', verb, id, moves })
}

test('a time of day in its title goes by the one clock of the card', async () => {
  await open({ title: "6 mails wait until 2026-03-03T12:01:00.000Z: Gmail's daily limit." })
  const { title, facts } = await face()
  expect(title).toMatch(/^A-\d+ 6 mails wait until Tue 3 Mar, 12:01: Gmail's daily limit\.$/)
  expect(facts).toContainEqual({ label: 'Since', value: '14:02' })
  const alert = await load()
  expect(await tellStatus(app, 'America/New_York')).toContain(
    `A-${alert.number} 6 mails wait until Tue 3 Mar, 07:01: Gmail's daily limit. Since 09:02.`,
  )
  await close()
  expect((await face()).facts[0]?.value).toContain('until Tue 3 Mar, 12:01:')
})

test('trouble hangs a card that says what happens next', async () => {
  await open()
  const { number } = await load()
  expect(await face()).toMatchObject({
    title: `A-${number} Gmail refused our token. 3 mails wait.`,
    tone: 'bad',
    facts: [
      { label: 'What happened', value: 'invalid_grant' },
      { label: 'Since', value: '14:02' },
    ],
    footer: 'I try again every minute and close this card when it works.',
    buttons: [{ label: 'Retry' }, { label: 'Close' }],
  })
  expect(await rings()).toEqual(['1/1', '1/1'])
})

test('the same trouble again only changes the words, at most once a minute', async () => {
  await open()
  later(30)
  await open({ title: 'Gmail refused our token. 4 mails wait.' })
  expect(await rings()).toEqual(['1/1', '1/1'])
  later(30)
  await open({ title: 'Gmail refused our token. 5 mails wait.' })
  expect(await rings()).toEqual(['2/1', '2/1'])
  expect((await face()).title).toContain('5 mails wait')
  later(60)
  await open({ title: 'Gmail refused our token. 5 mails wait.' })
  expect(await rings()).toEqual(['2/1', '2/1'])
})

test('when it works the card says so, and the next time it rings again', async () => {
  await open()
  app.now = new Date('2026-03-02T14:10:00Z')
  await close()
  const { number } = await load()
  expect(await face()).toMatchObject({ title: `A-${number} Works again since 14:10`, tone: 'good', buttons: [] })
  expect((await face()).footer).toBe('What waited for it leaves now. Nothing to do.')
  expect(await rings()).toEqual(['2/1', '2/1'])
  later(60)
  await open({ detail: 'quota' })
  expect(await load()).toMatchObject({ state: 'open', detail: 'quota', openedAt: app.now, closedAt: null, number })
  expect(await rings()).toEqual(['3/2', '3/2'])
})

test('closing what is closed, or was never open, moves nothing', async () => {
  await close()
  await open()
  await close()
  await close()
  const moves = await app.em.fork().find(Move, { recordId: (await load()).id })
  expect(moves.map(({ verb, by }) => `${by.name} ${verb}`)).toEqual(['outbox.send close'])
})

test('what opens, closes and opens again in one transaction is open', async () => {
  await inTransaction(app, async (tx) => {
    await openAlert(tx, trouble)
    await closeAlert(tx, trouble.key)
    await openAlert(tx, trouble)
  })
  expect(await load()).toMatchObject({ state: 'open', moves: 2 })
})

test('ten processes that see the same trouble at once hang one card', async () => {
  await Promise.all(Array.from({ length: 10 }, () => open()))
  expect(await rings()).toEqual(['1/1', '1/1'])
})

test('Retry runs the step at once, although it was to wait', async () => {
  await sql(app.em.fork(), `insert into step_runs (step, failures, next_try_at) values ('outbox.send', 3, $1)`, [
    new Date('2026-03-02T14:15:00Z'),
  ])
  await open()
  expect(await press(app, await token('retry'), ann)).toBe('I am trying again now. This card closes when it works.')
  const [run] = await sql(app.em.fork(), `select next_try_at, failures from step_runs where step = 'outbox.send'`)
  expect(run).toEqual({ next_try_at: null, failures: 3 })
  expect(app.bells).toContainEqual({ step: 'outbox.send', at: undefined })
  expect((await face()).footer).toMatch(/^Ann had it tried again, 14:02\. I try again/)
})

test('a card closed by a person says who closed it', async () => {
  await open()
  await press(app, await token('close'), ann)
  expect(await face()).toMatchObject({ title: expect.stringMatching(/ Closed by Ann, 14:02$/), tone: 'done' })
  later(60)
  await open()
  expect(await rings()).toEqual(['3/2', '3/2'])
})

test('a booker decides about the bookings only', async () => {
  await open()
  await expect(press(app, await token('close'), bo)).rejects.toThrow('That one is not yours to decide.')
  await close()
  await open({ pipeline: 'bookings' })
  expect(await press(app, await token('close'), bo)).toMatch(/^Closed\./)
})

test('trouble without a step offers no Retry', async () => {
  await open({ step: null })
  expect(await face()).toMatchObject({
    buttons: [{ label: 'Close' }],
    footer: 'I close this card when it works again.',
  })
})
