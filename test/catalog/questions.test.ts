import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import { studioDesk, telegramPeople } from '#src/world/telegram/state.ts'
import { openDesk } from '../bots/desk.ts'

const desk = await openDesk('webhooks', { META_APP_ID: '1', META_APP_SECRET: 's' })
const { app, slack, telegram } = desk
const run = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const here = { user: telegramPeople.ann.id, chat: studioDesk }
const [storeId, accountId] = [uuid(), uuid()]

beforeAll(async () => {
  await run(`insert into stores (id, name, zone, currency, created_at) values ($1, 'Zuri', 'UTC', 'KES', $2)`, [
    ...[storeId, app.now],
  ])
  await run(
    `insert into instagram_accounts (id, store_id, ig_user_id, username, state, access_token, connected_at)
     values ($1, $2, '1', 'zuri', 'active', 'sealed', $3)`,
    [...[accountId, storeId, app.now]],
  )
  await run(
    `insert into products (id, state, store_id, name, slug, description, price, currency, tags, created_at, updated_at)
     values (gen_random_uuid(), 'active', $1, 'Jacket', 'jacket', 'Blue', 250000, 'KES', '["denim"]', $2, $2)`,
    [...[storeId, app.now]],
  )
})

const account = () => app.em.fork().findOneOrFail(InstagramAccount, { id: accountId })
const product = () => app.em.fork().findOneOrFail(Product, { storeId })
const last = () => {
  const message = telegram.messages(studioDesk).at(-1)
  if (!message) throw new Error('nothing was said')
  return message
}
const labels = () =>
  last()
    .keyboard.flat()
    .map(({ text }) => text)
const press = (label: string) => telegram.act.press({ ...here, messageId: last().id, label })
const answer = (text: string) => telegram.act.say({ ...here, text, replyTo: last().id })

describe('a question on Telegram', () => {
  test('001-230: before an account is disconnected there is a yes and a way back, and only yes disconnects', async () => {
    await telegram.act.command({ ...here, text: 'disconnect Zuri' })
    expect(last().text).toContain('Disconnect @zuri?\n')
    expect(labels()).toEqual(['Yes: give our permission back, wipe the token', 'Cancel'])
    await press('Cancel')
    expect(last().text).toBe('Nothing was changed.')
    expect((await account()).leavingAt).toBeNull()
    await telegram.act.command({ ...here, text: 'disconnect Zuri' })
    await press('Yes: give our permission back, wipe the token')
    expect((await account()).leavingAt).not.toBeNull()
  })

  test('001-242: a dash leaves out what may be left out, a dot keeps what is there, cancel changes nothing', async () => {
    const { number } = await product()
    await telegram.act.command({ ...here, text: `edit PR-${number}` })
    expect(last().text).toContain('Send cancel, and nothing is changed.')
    await answer('cancel')
    expect(last().text).toBe('Nothing was changed.')
    await telegram.act.command({ ...here, text: `edit PR-${number}` })
    await answer('Blue jacket')
    await answer('.')
    await answer('-')
    // Nothing is chosen yet: each choice once, none of it, or no change at all.
    expect(labels().slice(-2)).toEqual(['Leave it out', 'Cancel'])
    await press('Fashion & Apparel')
    expect(last().text).toContain('Now: denim\nSend a dot to keep it, a dash to leave it out.')
    await answer('-')
    expect(last().text).toContain('Sizes and colours?\nA line for each kind, such as Size: S, M, L')
    await answer('-')
    expect(labels()).toEqual(['Keep: New', 'Second-hand', 'Cancel'])
    await press('Second-hand')
    expect(await product()).toMatchObject({ variants: [], condition: 'used' })
    expect(await product()).toMatchObject({ name: 'Blue jacket', price: 250_000n, description: '', tags: [] })
    expect((await product()).categories).toEqual(['Fashion & Apparel'])
  })

  test('what is chosen already is offered once, as the one to keep', async () => {
    const { number } = await product()
    await telegram.act.command({ ...here, text: `edit PR-${number}` })
    for (const said of ['.', '.', '-']) await answer(said)
    expect(labels().filter((label) => label.includes('Fashion'))).toEqual(['Keep: Fashion & Apparel'])
    await press('Leave it out')
    for (const said of ['.', 'size: S; size: M', '.']) await answer(said)
    expect((await product()).variants).toMatchObject([{ value: 'S' }, { value: 'M' }])
    expect((await product()).categories).toEqual([])
  })
})

describe('001-242: a description longer than a form can show is kept whole by whoever changes something else', async () => {
  const long = `${'A long story of this jacket. '.repeat(150)}The end.`
  beforeEach(() => run('update products set description = $1', [long]))

  test('on Slack', async () => {
    const { number } = await product()
    const { view } = await slack.act.command({ user: 'U0ANN', channel: 'C0ORDERS', text: `/desk edit PR-${number}` })
    expect(JSON.stringify(view?.blocks)).toContain('4358 characters, more than Slack can show here. It stays as it is.')
    await slack.act.submit({ user: 'U0ANN', values: { price: '2600' } })
    expect(await product()).toMatchObject({ price: 260_000n, description: long })
  })

  test('on Slack what goes wrong is said under a field that is shown', async () => {
    const { number } = await product()
    await run('update products set name = $1', [long])
    await slack.act.command({ user: 'U0ANN', channel: 'C0ORDERS', text: `/desk edit PR-${number}` })
    await run('alter table moves rename to away')
    await slack.act
      .submit({ user: 'U0ANN', values: { price: '2600' } })
      .finally(() => run('alter table away rename to moves'))
    const { errors } = slack.view().modals.U0ANN?.at(-1) ?? {}
    expect(errors).toEqual({ price: expect.stringContaining('Something went wrong on my side.') })
    await run("update products set name = 'Blue jacket'")
  })

  test('on Telegram', async () => {
    const { number } = await product()
    await telegram.act.command({ ...here, text: `edit PR-${number}` })
    await answer('.')
    await answer('2700')
    expect(last().text).toContain('A long story of this jacket.')
    await answer('.')
    await press('Leave it out')
    for (const said of ['.', '.']) await answer(said)
    await press('Keep: Second-hand')
    expect(await product()).toMatchObject({ price: 270_000n, description: long })
  })
})
