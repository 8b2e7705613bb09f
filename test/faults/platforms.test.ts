import { expect, test } from 'vitest'
import { Person } from '#entities/people/person.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { blockedQueries } from '#test/app.ts'
import { askIn, openDesk, slackHand, telegramHand } from '#test/bots/desk.ts'
import { times } from './processes.ts'

const desk = await openDesk('webhooks')
const { app } = desk
const slack = slackHand(desk)
const telegram = telegramHand(desk)

const ask = () => askIn(app)
const cardOn = (hand: typeof slack, { number }: Person) =>
  hand.cards().findLast(({ text, labels }) => text.includes(`P-${number} `) && labels.length > 0)?.id

test.each(Array.from({ length: times(3, 50) }, (_, i) => i + 1))(
  'two people press at once on Slack and Telegram (%i): one decides, the other is told who',
  async () => {
    const person = await ask()
    await desk.deliver()
    const holder = app.em.fork()
    await holder.begin()
    await sql(holder, 'select 1 from people where id = $1 for update', [person.id])
    const both = Promise.all([
      slack.press('ann', 'Refuse', cardOn(slack, person)),
      telegram.press('bo', 'As seller', cardOn(telegram, person)),
    ])
    await blockedQueries(app, 2)
    await holder.rollback()
    const [onSlack, onTelegram] = await both
    const decided = await app.em.fork().findOneOrFail(Person, { id: person.id })
    const told = { Ann: 'Ann refused it at', Bo: 'Bo admitted it at' }
    if (decided.state === 'refused') expect(onTelegram).toContain(told.Ann)
    else expect(onSlack).toContain(told.Bo)
    expect(decided.moves).toBe(1)
    await desk.deliver()
    expect([cardOn(slack, person), cardOn(telegram, person)].filter(Boolean).length).not.toBe(1)
  },
)

test('Slack is down for an hour: each card catches up with one redraw', async () => {
  const people = [await ask(), await ask()]
  await desk.deliver()
  await slack.setDown(true)
  for (let minute = 0; minute < 60; minute += 10) {
    for (const { number } of people) {
      await runCommand(app, `${minute % 20 ? 'refuse' : 'admit'} P-${number}${minute % 20 ? '' : ' as seller'}`, {
        via: 'telegram',
        userId: '610000002',
        name: 'Bo',
      }).catch(() => undefined)
    }
    await desk.deliver()
    app.now = new Date(app.now.getTime() + 600_000)
  }
  await slack.setDown(false)
  let changes = 0
  const change = desk.bots.slack.change
  desk.bots.slack.change = (...args) => {
    changes += 1
    return change(...args)
  }
  await desk.deliver()
  await desk.deliver()
  desk.bots.slack.change = change
  expect(changes).toBe(people.length)
  const behind = await sql(app.em.fork(), 'select 1 from card_posts where shown < wanted or rung < ring')
  expect(behind).toEqual([])
})
