import { expect, test } from 'vitest'
import { uuid } from '#entities/uuid.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { press } from '#src/desk/press/press.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { openFlood } from './flood.ts'

const { app, slack, ann, run, empty, arrive, deliver, button } = await openFlood()

test('what leaves after Gmail’s daily limit says so: on the press, and on the card while it waits', async () => {
  await arrive(8)
  await deliver()
  const until = '2026-03-02T14:40:00Z'
  await run(
    `insert into notes (name, value, at) values ('gmail:day', '"orders"', $1), ('pause:outbox:gmail', 'true', $1)`,
    [until],
  )
  expect(await press(app, await button('approve'), ann)).toBe(
    "Approved 8. Their mails wait until 14:40: Gmail's daily limit.",
  )
  await deliver()
  expect(JSON.stringify(slack.cards().at(-1))).toContain("mails wait until 14:40: Gmail's daily limit")
})

test('of more mails than are left of Gmail’s day the press says how many go now', async () => {
  await arrive(8)
  await deliver()
  const spent = `insert into calls (id, budget, at) select gen_random_uuid(), 'gmail/day', $1 from generate_series(1, 497)`
  await run(spent, [app.now])
  expect(await press(app, await button('approve'), ann)).toBe(
    "Approved 8. 3 of their mails go 14:02:15, the others after Gmail's daily limit.",
  )
})

test('mails that wait until another day say which, by the clock of the rest of the card', async () => {
  await arrive(8)
  await deliver()
  await run(
    `insert into notes (name, value, at) values ('gmail:day', '"orders"', $1), ('pause:outbox:gmail', 'true', $1)`,
    ['2026-03-03T12:00:00Z'],
  )
  expect(await press(app, await button('approve'), ann)).toBe(
    "Approved 8. Their mails wait until Tue 3 Mar, 12:00: Gmail's daily limit.",
  )
  await deliver()
  expect(JSON.stringify(slack.cards().at(-1))).toContain(
    "Ann approved 8 at 14:02 · mails wait until Tue 3 Mar, 12:00: Gmail's daily limit",
  )
})

test('price mails that wait to leave through Gmail are of the same day; through a mail server they are not', async () => {
  const spent = `insert into calls (id, budget, at) select gen_random_uuid(), 'gmail/day', $1 from generate_series(1, 490)`
  const waiting = {
    ...{ kind: 'prices.alert', channel: 'price-mail', recipient: 'nia@example.com', zone: 'UTC', payload: {} },
    ...{ subject: 'watch', subjectId: uuid() },
  }
  const approve = async (mailUrl: string | undefined) => {
    await empty()
    await arrive(8)
    await deliver()
    await run(spent, [app.now])
    await inTransaction(app, (tx) =>
      enqueue(
        tx,
        ['1', '2', '3', '4'].map((key) => ({ ...waiting, key })),
      ),
    )
    Object.assign(app.settings, { MAIL_URL: mailUrl })
    const said = await press(app, await button('approve'), ann)
    Object.assign(app.settings, { MAIL_URL: undefined })
    return said
  }
  expect(await approve(undefined)).toContain("6 of their mails go 14:02:15, the others after Gmail's daily limit.")
  expect(await approve('smtp://mail.example')).toContain('Their mails go 14:02:15.')
})
