import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { CardPost } from '#entities/cards/card-post.ts'
import { Person } from '#entities/people/person.ts'
import { RefusedPress } from '#entities/people/refused-press.ts'
import { openAlert } from '#src/alerts/alerts.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { commands, runCommand } from '#src/desk/commands/commands.ts'
import { setMenus } from '#src/desk/commands/menus.ts'
import { addPerson } from '#src/desk/people/people.ts'
import { tellDigests } from '#src/desk/told/digest.ts'
import { commandsFor } from '#src/world/telegram/commands.ts'
import { studioDesk, telegramPeople } from '#src/world/telegram/state.ts'
import { openDesk, slackHand, telegramHand } from './desk.ts'

const desk = await openDesk('webhooks')
const { app, slack, telegram, bots } = desk
const onSlack = slackHand(desk)
const onTelegram = telegramHand(desk)
const { ann, bo, dane, stranger } = telegramPeople
app.findPlace = { slack: bots.slack.findPlace, telegram: bots.telegram.findPlace }

let count = 0
/** A card both platforms show: somebody asks to be let in. */
async function ask(name = `Asker ${++count}`): Promise<Person> {
  await runCommand(app, '/start', { via: 'telegram', userId: `asker-${name}`, name })
  await desk.deliver()
  return app.em.fork().findOneOrFail(Person, { name })
}
const refusals = () => app.em.fork().find(RefusedPress, { id: { $ne: null } }, { orderBy: { id: 'asc' } })
const cardOf = (person: Person) => onSlack.cards().find(({ text }) => text.includes(`P-${person.number} `))

async function makeRep(): Promise<void> {
  await inTransaction(app, async (tx) => {
    const identities = [{ via: 'telegram' as const, userId: String(dane.id), name: 'Dane' }]
    await addPerson(tx, { state: 'member', name: 'Dane', role: 'rep', zone: 'America/New_York', identities })
  })
}
await makeRep()

describe('who is at the door', () => {
  test('an unknown person and a guest who press change nothing, are told, and each leaves a line', async () => {
    const person = await ask()
    const before = (await refusals()).length
    for (const user of ['U0STRANGER', 'U0GUEST']) {
      const { ephemeral } = await slack.act.press({
        user,
        channel: 'C0ORDERS',
        ts: cardOf(person)?.id ?? '',
        label: 'As admin',
      })
      await slack.until(() => slack.ephemerals(user).length > 0)
      expect([...ephemeral, ...slack.ephemerals(user).map(({ text }) => text)].join()).toContain(
        'I do not know you yet',
      )
    }
    const lines = (await refusals()).slice(before)
    expect(lines.map(({ userId }) => userId)).toEqual(['T0DESK:U0STRANGER', 'T0DESK:U0GUEST'])
    expect((await app.em.fork().findOneOrFail(Person, person.id)).state).toBe('asking')
  })

  test('a guest who writes asks to be let in by their full name, and the admin sees that they are a guest', async () => {
    await slack.act.say({ user: 'U0GUEST', text: 'hello' })
    await slack.until(() => slack.messages('U0GUEST').length > 1)
    expect(slack.messages('U0GUEST').at(-1)?.text).toContain('I have asked an admin to let you in')
    await desk.deliver()
    expect(onSlack.cards().at(-1)?.text).toContain('Gil Guest (guest) asks to be let in')
  })

  test('a removed member may nothing from the next press on', async () => {
    const person = await ask()
    const bo = await app.em.fork().findOneOrFail(Person, { name: 'Bo' })
    expect(await onSlack.say('ann', `remove P-${bo.number}`)).toBe('Bo can do nothing here any more.')
    expect(await onSlack.press('bo', 'As rep', cardOf(person)?.id)).toContain('I do not know you yet')
    expect(await onTelegram.say('bo', 'pending')).toContain('I do not know you yet')
    expect(await onSlack.say('ann', `admit P-${bo.number} as admin`)).toBe('Bo is in as admin.')
    expect(await onTelegram.say('bo', 'whoami')).toContain('You are Bo, admin')
  })

  test('the token of another workspace opens nothing, signed as it may be', async () => {
    const person = await ask()
    const ts = cardOf(person)?.id
    const message = slack.messages('C0ORDERS').find((one) => one.ts === ts)
    const actions = message?.blocks?.find(({ type }) => type === 'actions')
    const [button] = (actions?.elements ?? []) as { action_id: string }[]
    const payload = {
      type: 'block_actions',
      team: { id: 'T0OTHER', domain: 'other' },
      user: { id: 'U0ANN', username: 'ann', team_id: 'T0OTHER' },
      channel: { id: 'C0ORDERS', name: 'orders' },
      container: { type: 'message', message_ts: ts, channel_id: 'C0ORDERS' },
      trigger_id: '1.T0OTHER',
      response_url: `${slack.url}/response/none`,
      actions: [{ ...button, type: 'button', block_id: 'b', action_ts: '1.0' }],
    }
    const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`
    const time = String(Math.floor(Date.now() / 1000))
    const hash = createHmac('sha256', desk.secrets.signingSecret).update(`v0:${time}:${body}`).digest('hex')
    const send = (signature: string) =>
      fetch(`${desk.url}/slack/events`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-slack-request-timestamp': time,
          'x-slack-signature': signature,
        },
        body,
      })
    expect((await send('v0=00')).status).toBe(401)
    const before = (await refusals()).length
    await send(`v0=${hash}`)
    expect((await refusals()).slice(before)).toMatchObject([{ userId: 'T0OTHER:U0ANN', personId: null }])
    expect((await app.em.fork().findOneOrFail(Person, person.id)).state).toBe('asking')
  })

  test("a rep trying an admin's command is told so, and it is written down", async () => {
    const before = (await refusals()).length
    const { replies } = await telegram.act.command({ user: dane.id, chat: dane.id, text: 'people' })
    expect(replies.map(({ text }) => text)).toEqual(["Only an admin may use 'people'."])
    expect((await refusals()).slice(before)).toMatchObject([{ what: 'people', via: 'telegram' }])
  })
})

describe('in a Telegram group with privacy mode', () => {
  const inGroup = async (user: number, text: string) =>
    (await telegram.act.say({ user, chat: studioDesk, text, replyTo: null })).replies.map((reply) => reply.text)

  test('commands are heard, also addressed to the bot; talk and commands to other bots are not', async () => {
    expect(await inGroup(ann.id, '/whoami@deskhand_bot')).toEqual([expect.stringContaining('You are Ann, admin')])
    expect(await inGroup(ann.id, 'whoami')).toEqual([])
    expect(await inGroup(ann.id, '/whoami@other_bot')).toEqual([])
  })

  test('made an administrator the bot hears all talk, and still answers only what is for it', async () => {
    const hear = (update: number, text: string) =>
      fetch(`${desk.url}/telegram/webhook`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': 'hush' },
        body: JSON.stringify({
          update_id: update,
          message: {
            ...{ message_id: 9000 + update, date: 1, text },
            chat: { id: studioDesk, type: 'supergroup', title: 'Studio desk' },
            from: { id: ann.id, is_bot: false, first_name: 'Ann', username: 'ann_desk' },
          },
        }),
      })
    const before = telegram.messages(studioDesk).length
    for (const [n, text] of ['good morning', 'pending', '/weather@other_bot'].entries()) {
      expect((await hear(900_000 + n, text)).status).toBe(200)
    }
    expect(telegram.messages(studioDesk)).toHaveLength(before)
    await hear(900_009, '/whoami')
    expect(telegram.messages(studioDesk)).toHaveLength(before + 1)
    await hear(900_010, 'approve O-142')
    expect(telegram.messages(studioDesk).at(-1)?.text).toBe('To ask me, type: /approve O-142')
  })

  test('a reply to one of our messages that answers nothing is left alone', async () => {
    await ask()
    const card = telegram.messages(studioDesk).at(-1)
    const { replies } = await telegram.act.say({
      user: ann.id,
      chat: studioDesk,
      text: 'thanks',
      replyTo: card?.id ?? 0,
    })
    expect(replies).toEqual([])
  })

  test('what is for one person alone is never said in the group', async () => {
    for (const words of ['/dashboard', '/link']) {
      expect(await inGroup(ann.id, words)).toEqual(['I have written to you alone.'])
    }
    expect(
      telegram
        .messages(ann.id)
        .map(({ text }) => text)
        .join('\n'),
    ).toMatch(/\/a\/[\w-]{22}[\s\S]*link \w{4}-\w{4}/)
  })

  test('in a group where no cards hang, every answer goes to the person alone', async () => {
    await sql(app.em.fork(), `update routes set place = '-1' where platform = 'telegram'`)
    expect(await inGroup(ann.id, '/pending')).toEqual(['I have written to you alone.'])
    await sql(app.em.fork(), `update routes set place = $1 where platform = 'telegram'`, [String(studioDesk)])
  })
})

describe('a form in Telegram', async () => {
  const id = '01900000-0000-7000-8000-0000000000aa'
  await sql(
    app.em.fork(),
    `with store as (insert into stores (id, name, zone, currency, created_at) values ($1, 'Shop', 'UTC', 'USD', now()) returning id),
     account as (insert into instagram_accounts (id, store_id, ig_user_id, connected_at) select $1, id, '1', now() from store returning id)
     insert into sales (id, state, store_id, ig_account_id, ig_media_short_code, colours, created_at)
     select $1, 'open', $1, id, 'abc', '{black,red}', now() from account`,
    [id],
  )

  test('a button that asks names who pressed it, so that the question reaches them; a choice is pressed', async () => {
    const seen = await telegram.act.command({ user: ann.id, chat: studioDesk, text: 'show S-1' })
    const card = seen.replies.at(-1)
    const asked = await telegram.act.press({ user: ann.id, chat: studioDesk, messageId: card?.id ?? 0, label: 'Edit' })
    expect(asked.replies).toMatchObject([
      { text: expect.stringMatching(/^@ann_desk Edit S-1\nColours\?/), forceReply: { selective: true } },
    ])
    const say = (text: string) => telegram.act.say({ user: ann.id, chat: studioDesk, text })
    await say('black, gold')
    // A command in between is no answer.
    await telegram.act.command({ user: ann.id, chat: studioDesk, text: 'whoami' })
    const questions = () => telegram.messages(studioDesk).filter(({ forceReply }) => forceReply)
    for (let left = 6; left > 0; left -= 1) {
      const last = telegram.messages(studioDesk).at(-1)
      if (last?.keyboard.length) break
      await telegram.act.say({ user: ann.id, chat: studioDesk, text: '.', replyTo: questions().at(-1)?.id ?? 0 })
    }
    const choice = telegram.messages(studioDesk).at(-1)
    const labels = choice?.keyboard.flat().map(({ text }) => text) ?? []
    expect(labels).toContain('Keep: each')
    const pair = { chat: studioDesk, messageId: choice?.id ?? 0, label: labels[1] ?? '' }
    expect(await telegram.act.press({ ...pair, user: bo.id })).toMatchObject({
      toast: 'That question is over, or for someone else.',
    })
    const done = await telegram.act.press({ ...pair, user: ann.id })
    expect(done.replies.map(({ text }) => text)).toEqual(['Saved.'])
    const [sale] = await sql<{ unit: string; colours: string[] }>(app.em.fork(), 'select unit, colours from sales')
    expect(sale).toMatchObject({ unit: 'pair', colours: ['black', 'gold'] })
  })

  test('in Slack a message cannot open a form: it brings the button that does', async () => {
    await slack.act.say({ user: 'U0ANN', text: 'edit S-1' })
    await slack.until(() => slack.messages('U0ANN').some(({ text }) => text.includes('Edit S-1')))
    const { view } = await slack.act.press({ user: 'U0ANN', label: 'Fill in' })
    expect(view).toMatchObject({ type: 'modal' })
    await slack.act.submit({ user: 'U0ANN', values: { colours: 'red' } })
    const [sale] = await sql<{ colours: string[] }>(app.em.fork(), 'select colours from sales')
    expect(sale?.colours).toEqual(['red'])
  })

  test('Slack: plain words to the bot alone are commands; those in a thread are not for it', async () => {
    await slack.act.say({ user: 'U0ANN', text: 'whoami' })
    await slack.until(() => slack.messages('U0ANN').some(({ text }) => text.includes('You are Ann')))
    const all = slack.messages('U0ANN')
    await slack.act.say({ user: 'U0ANN', text: 'whoami', threadTs: all[0]?.ts ?? '' })
    await slack.act.say({ user: 'U0ANN', text: 'pending' })
    await slack.until(() => slack.messages('U0ANN').length > all.length + 2)
    expect(slack.messages('U0ANN').filter(({ text }) => text.includes('You are Ann'))).toHaveLength(1)
  })
})

describe('menus and the Home', () => {
  test("Telegram's menu shows each what they may use, and follows a change of role", async () => {
    const menu = (user: number, chat = user) =>
      commandsFor({ ...telegram.view() }, user, chat).map(({ command }) => command)
    const set = async () => setMenus(app, commands(), bots.telegram.setMenu ?? (() => Promise.resolve(false)))
    await set()
    expect(menu(stranger.id)).toEqual(['start'])
    expect(menu(ann.id)).toContain('people')
    expect(menu(ann.id, studioDesk)).toContain('people')
    expect(menu(dane.id)).toContain('pending')
    expect(menu(dane.id)).not.toContain('people')
    // No Instagram is set: its commands are in nobody's menu.
    expect(menu(ann.id)).not.toContain('sale_add')
    expect(await set()).toBe(0)
    const person = await app.em.fork().findOneOrFail(Person, { name: 'Dane' })
    app.bells.length = 0
    await onSlack.say('ann', `remove P-${person.number}`)
    expect(app.bells.map(({ step }) => step)).toContain('desk.menus')
    await set()
    expect(menu(dane.id)).toEqual(['start'])
  })

  test('/sale_add of the menu is the command of two words', async () => {
    const { replies } = await telegram.act.command({ user: ann.id, chat: ann.id, text: 'sale_add' })
    expect(replies[0]?.text).toContain('Write: sale add https://')
  })

  const homeOf = (user: string) => JSON.stringify(slack.view().homes[user]?.blocks ?? [])

  test("Slack's Home shows what waits with its buttons, and answers a press there", async () => {
    const person = await ask('Homer')
    await slack.act.openHome('U0ANN')
    await slack.until(() => homeOf('U0ANN').includes('Homer asks to be let in'))
    expect(homeOf('U0ANN')).toContain('You are Ann, admin')
    const elements = slack
      .view()
      .homes.U0ANN?.blocks.flatMap(({ elements = [] }) => elements as { action_id: string }[])
    const token = elements?.find(({ action_id }) => action_id?.includes('refuse'))?.action_id ?? ''
    expect(token).toMatch(/^person\.refuse:/)
    const own = slack.view().homes.U0ANN?.blocks
    const at = own?.findIndex((block) => JSON.stringify(block).includes('Homer')) ?? -1
    const buttons = own?.[at + 1]?.elements as { action_id: string }[]
    const refuse = buttons.find(({ action_id }) => action_id.startsWith('person.refuse'))?.action_id ?? ''
    await slack.act.press({ user: 'U0ANN', viewId: 'home', actionId: refuse })
    await slack.until(() => homeOf('U0ANN').includes('Refuse: done.'))
    expect(homeOf('U0ANN')).not.toContain('Homer')
    expect((await app.em.fork().findOneOrFail(Person, person.id)).state).toBe('refused')
  })

  test('a stranger finds in the Home how to ask', async () => {
    await slack.act.openHome('U0STRANGER')
    await slack.until(() => homeOf('U0STRANGER').includes('To ask to be let in'))
    expect(homeOf('U0STRANGER')).not.toContain('asks to be let in')
  })

  test('a Home with more cards than Slack takes says how many are left', async () => {
    await inTransaction(app, async (tx) => {
      for (let n = 0; n < 60; n += 1) {
        await openAlert(tx, {
          key: `many:${n}`,
          pipeline: 'operations',
          title: `Trouble ${n}`,
          detail: '.',
          step: null,
        })
      }
    })
    await slack.act.openHome('U0ANN')
    await slack.until(() => /and \d+ more/.test(homeOf('U0ANN')))
    expect(slack.view().homes.U0ANN?.blocks.length).toBeLessThanOrEqual(100)
    await sql(app.em.fork(), `delete from card_posts where subject = 'alert'`)
    await sql(app.em.fork(), `delete from alerts`)
  })
})

describe('places', () => {
  test('a channel the bot is not in is refused with what to do; once it is invited, what waits moves there', async () => {
    const person = await ask('Mover')
    expect(await onSlack.say('bo', 'route people #general')).toBe(
      'I am not in #general. Invite me there first: /invite @deskhand',
    )
    expect(await onSlack.say('bo', 'route people #nowhere')).toContain('I see no #nowhere')
    await slack.act.join({ channel: 'C0GENERAL' })
    expect(await onSlack.say('bo', 'route people #general')).toContain(
      'The cards of people hang in #general from now on, no longer in #orders.',
    )
    await desk.deliver()
    await desk.deliver()
    const there = slack.messages('C0GENERAL').map((message) => JSON.stringify(message.blocks))
    expect(there.filter((text) => text.includes(`P-${person.number} `))).toHaveLength(1)
    expect(cardOf(person)).toMatchObject({ labels: [], text: expect.stringContaining('It hangs in #general now.') })
    expect(await onSlack.say('bo', 'route people default')).toContain('#orders')
  })

  test('a card for one person is hung in their direct messages', async () => {
    const person = await ask('Direct')
    const post = await app.em.fork().findOneOrFail(CardPost, { subjectId: person.id, platform: 'slack' })
    await sql(app.em.fork(), `update card_posts set place = 'U0BO', ring = ring + 1 where id = $1`, [post.id])
    await desk.deliver()
    expect(JSON.stringify(slack.messages('U0BO'))).toContain('Direct asks to be let in')
  })
})

test('the word of the morning hangs once in each place, in one zone after the other, and names its clock', async () => {
  app.settings = { ...app.settings, INSTAGRAM_ACCESS_TOKEN: 'x' }
  await sql(app.em.fork(), `update people set zone = 'America/New_York' where name = 'Ann'`)
  const here = { via: 'telegram' as const, userId: String(ann.id), name: 'Ann', here: String(ann.id) }
  expect((await runCommand(app, 'route orders here', here)).text).toContain('hang in the chat with Ann from now on')
  await sql(app.em.fork(), `update sales set state = 'proposed'`)
  const mornings = { slack: '2026-03-03T09:00:00Z', telegram: '2026-03-03T14:00:00Z' }
  const words = /Yesterday: no news of orders, 1 waits\. Oldest waits since/
  const told = (texts: string[]) => texts.filter((text) => words.test(text)).length
  const inSlack = () => told(onSlack.cards().map(({ text }) => text))
  const inTelegram = () => told(telegram.messages(ann.id).map(({ text }) => text))
  for (const [time, ...counts] of [
    [mornings.slack, 1, 0],
    [mornings.telegram, 1, 1],
    [mornings.telegram, 1, 1],
  ] as const) {
    app.now = new Date(time)
    await Promise.all([tellDigests(app), tellDigests(app)])
    await Promise.all([desk.deliver(), desk.deliver()])
    expect([inSlack(), inTelegram()]).toEqual(counts)
  }
  const since = (texts: string[]) => texts.findLast((text) => words.test(text))?.slice(-60)
  expect(since(onSlack.cards().map(({ text }) => text))).toMatch(/14:02\.[\s\S]*\(UTC\)\s*$/)
  expect(since(telegram.messages(ann.id).map(({ text }) => text))).toMatch(/09:02\.[\s\S]*\(New York time\)\s*$/)
})
