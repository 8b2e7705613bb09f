import { LockMode } from '@mikro-orm/core'
import { expect, test } from 'vitest'
import { CardPost } from '#entities/cards/card-post.ts'
import { Move } from '#entities/cards/move.ts'
import { Person } from '#entities/people/person.ts'
import { RefusedPress } from '#entities/people/refused-press.ts'
import { writeToken } from '#src/cards/token.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { addPerson } from '#src/desk/people/people.ts'
import { press } from '#src/desk/press/press.ts'
import { blockedQueries, testApp } from '#test/app.ts'

const app = await testApp()
const ann: Visitor = { via: 'slack', userId: 'T1:UANN', name: 'ann' }
const bo: Visitor = { via: 'telegram', userId: '22', name: 'Bo' }
for (const [visitor, name] of [
  [ann, 'Ann'],
  [bo, 'Bo'],
] as const) {
  await inTransaction(app, (tx) =>
    addPerson(tx, { state: 'member', name, role: 'admin', zone: 'UTC', identities: [visitor as never] }),
  )
}

async function ask(userId: string, name: string): Promise<Person> {
  await runCommand(app, '/start', { via: 'telegram', userId, name })
  return app.em.fork().findOneOrFail(Person, { name })
}

const admit = (person: Person, moves = person.moves) =>
  writeToken({ subject: 'person', verb: 'admit', id: person.id, moves, arg: 'seller' })

test('a stranger who writes gets a card in every place, and an admin lets them in', async () => {
  const person = await ask('31', 'Cleo')
  const posts = await app.em.fork().find(CardPost, { subjectId: person.id })
  expect(posts.map(({ platform, place }) => `${platform} ${place}`).toSorted()).toEqual([
    'slack C0ORDERS',
    'telegram -100',
  ])

  expect(await press(app, admit(person), ann)).toBe('Cleo is in as seller.')
  const after = await app.em.fork().findOneOrFail(Person, person.id)
  expect(after).toMatchObject({ state: 'member', role: 'seller', moves: 1 })
  const [move] = await app.em.fork().find(Move, { recordId: person.id })
  expect(move).toMatchObject({ verb: 'admit', from: 'asking', to: 'member', by: { name: 'Ann', via: 'slack' } })
  const redrawn = await app.em.fork().find(CardPost, { subjectId: person.id })
  expect(redrawn.map(({ wanted, ring }) => [wanted, ring])).toEqual([
    [2, 1],
    [2, 1],
  ])
})

test('when two people press at once, the second is told who was first', async () => {
  const person = await ask('32', 'Dora')
  const pressBoth = () => Promise.allSettled([press(app, admit(person), ann), press(app, admit(person), bo)])
  const held = await app.em.fork().transactional(async (em) => {
    await em.findOneOrFail(Person, person.id, { lockMode: LockMode.PESSIMISTIC_WRITE })
    const both = pressBoth()
    await blockedQueries(app, 2)
    return { both }
  })
  const sentences = (await held.both).map((done) => (done.status === 'fulfilled' ? done.value : done.reason.message))
  expect(sentences.toSorted()).toEqual([
    expect.stringMatching(/^(Ann|Bo) admitted it at 14:02\.$/),
    'Dora is in as seller.',
  ])
})

test('the same person pressing again reads that it is done', async () => {
  const person = await ask('33', 'Ed')
  await press(app, admit(person), ann)
  await expect(press(app, admit(person), ann)).rejects.toThrow('Already done.')
})

test('a stranger, a copied button and a lesser role change nothing, and each leaves one line', async () => {
  const person = await ask('34', 'Fay')
  const before = await app.em.fork().count(RefusedPress)
  const stranger: Visitor = { via: 'slack', userId: 'T9:UANN', name: 'ann of another workspace' }
  await expect(press(app, admit(person), stranger)).rejects.toThrow('I do not know you yet')
  const seller: Visitor = { via: 'telegram', userId: '31', name: 'Cleo' }
  await expect(press(app, admit(person), seller)).rejects.toThrow('not yours')
  expect(await app.em.fork().count(RefusedPress)).toBe(before + 2)
  expect((await app.em.fork().findOneOrFail(Person, person.id)).state).toBe('asking')
})

test('a verb can be typed, and a wrong command names the nearest', async () => {
  const person = await ask('35', 'Gus')
  expect(await runCommand(app, `admit P-${person.number} as rep`, bo)).toEqual({ text: 'Gus is in as rep.' })
  await expect(runCommand(app, 'pendng', bo)).rejects.toThrow('Did you mean: pending')
  const { text } = await runCommand(app, `why P-${person.number}`, bo)
  expect(text).toContain('14:02 Bo admitted it.')
})

test('a button of an earlier round is refused, though the record waits for the same decision again', async () => {
  const person = await ask('36', 'Hal')
  const first = admit(person)
  await press(app, first, ann)
  await runCommand(app, `remove P-${person.number}`, ann)
  const again = await ask('36', 'Hal')
  expect(again).toMatchObject({ state: 'asking', id: person.id })
  await expect(press(app, first, bo)).rejects.toThrow(/moved on|already|Ann/i)
  expect((await app.em.fork().findOneOrFail(Person, person.id)).state).toBe('asking')
  expect(await press(app, admit(again), bo)).toBe('Hal is in as seller.')
})
