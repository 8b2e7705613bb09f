import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { uuid } from '#entities/uuid.ts'
import { extractPosts } from '#src/catalog/extract/extract.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { readSettings } from '#src/config.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { addPerson } from '#src/desk/people/people.ts'
import { createVendors } from '#src/vendors.ts'
import { createMetaStandIn } from '#src/world/meta/meta.ts'
import { dmOf } from '#src/world/slack/workspace.ts'
import { telegramPeople } from '#src/world/telegram/state.ts'
import { openDesk } from '../bots/desk.ts'
import { openApi } from './shop.ts'

const BEAD = '17841400000000001'
const ZURI = '17841400000000777'
const dane = telegramPeople.dane.id
const meta = await createMetaStandIn({
  ...{ appId: '1234567890', appSecret: 'secret', verifyToken: 'v', accessToken: 'EAA', igUserId: BEAD },
  clock: () => new Date('2026-03-02T14:00:00Z'),
})
const folder = await mkdtemp(join(tmpdir(), 'deskhand-sellers-'))
afterAll(() => Promise.all([meta.close(), rm(folder, { recursive: true })]))
const env = {
  ...{ META_APP_ID: '1234567890', META_APP_SECRET: 'secret', META_GRAPH_URL: meta.url, META_OAUTH_URL: meta.url },
  DATA_DIR: folder,
}
const desk = await openDesk('webhooks', env, createVendors(readSettings(env), 'http://127.0.0.1:3000'))
const { app, slack, telegram } = desk
const api = await openApi(app)

/** A shop with its one seller, who sits alone with the bot on one platform. */
async function openShop(
  shop: string,
  name: string,
  identity: { via: 'slack' | 'telegram'; userId: string; place: string },
) {
  const storeId = uuid()
  await sql(
    app.em.fork(),
    `insert into stores (id, name, zone, currency, created_at) values ($1, $2, 'UTC', 'KES', $3)`,
    [...[storeId, shop, app.now]],
  )
  await inTransaction(app, (tx) =>
    addPerson(tx, {
      ...{ state: 'member', name, role: 'seller', zone: 'UTC', storeId },
      identities: [{ ...identity, name }],
    }),
  )
  return storeId
}

type Side = {
  /** Everything the bot has said to the seller, oldest first. */
  heard(): string[]
  say(words: string): Promise<string>
  press(label: string): Promise<unknown>
  /** Sets price and sizes in the form that is open; everything else stays. */
  fill(price: string, sizes: string): Promise<unknown>
}

const BUTTON = '"text":{"type":"plain_text","text":"'

const slackSide: Side = {
  heard: () =>
    slack
      .messages(dmOf('U0ADA'))
      .filter(({ user }) => user !== 'U0ADA')
      .map(({ text, blocks }) => `${text} ${JSON.stringify(blocks ?? [])}`),
  async say(words) {
    const before = slackSide.heard().length
    await slack.act.say({ user: 'U0ADA', text: words })
    await slack.until(() => slackSide.heard().length > before)
    return slackSide.heard().slice(before).join('\n')
  },
  async press(label) {
    const holds = (blocks: unknown) => JSON.stringify(blocks ?? []).includes(`${BUTTON}${label}`)
    const ts = slack.messages(dmOf('U0ADA')).findLast(({ blocks }) => holds(blocks))?.ts
    if (!ts) throw new Error(`no card in Slack says ${label}: ${slackSide.heard().join('\n')}`)
    await slack.act.press({ user: 'U0ADA', channel: dmOf('U0ADA'), ts, label: labelIn(slackSide.heard(), label) })
  },
  fill: (price, sizes) => slack.act.submit({ user: 'U0ADA', values: { price, variants: sizes } }),
}

/** The whole label that begins so. */
function labelIn(texts: string[], begins: string): string {
  const at = texts.findLast((text) => text.includes(`${BUTTON}${begins}`)) ?? ''
  return new RegExp(`${BUTTON}(${begins}[^"]*)"`).exec(at)?.[1] ?? begins
}

const telegramSide: Side = {
  heard: () =>
    telegram
      .messages(dane)
      .filter(({ from }) => from.isBot)
      .map(({ text }) => text),
  say: async (text) => {
    const { replies } = await telegram.act.say({ user: dane, chat: dane, text, replyTo: null })
    return replies.map((reply) => reply.text).join('\n')
  },
  press: async (label) => {
    const plain = (text: string) => text.replace(/^\W+ /u, '')
    const message = telegram
      .messages(dane)
      .findLast(({ keyboard }) => keyboard.flat().some(({ text }) => plain(text).startsWith(label)))
    const key = message?.keyboard.flat().find(({ text }) => plain(text).startsWith(label))
    if (!message || !key) throw new Error(`no card in Telegram says ${label}: ${telegramSide.heard().join('\n')}`)
    await telegram.act.press({ user: dane, chat: dane, messageId: message.id, label: key.text })
  },
  async fill(price, sizes) {
    // Name, price, description, category, tags, sizes, condition: one question each; what is wrong is asked again.
    const answer = async (text: string) =>
      (await telegram.act.say({ user: dane, chat: dane, text })).replies.at(-1)?.text
    for (const text of ['.', price, '.', '.', '.', 'some sizes']) await answer(text)
    expect(await answer('.')).toContain("Say what 'some sizes' is first, such as Size: S, M, L.")
    await answer(sizes)
  },
}

/** What a browser does with the private link: on to Facebook, Continue there, and back. */
async function sayYes(link: string, user: string): Promise<void> {
  const started = await fetch(link.replace(app.publicUrl, api.url), {
    ...{ method: 'POST', redirect: 'manual' as const, headers: { origin: api.url } },
  })
  const consent = new URL(started.headers.get('refresh')?.replace('0; url=', '') ?? '')
  const form = new URLSearchParams({ answer: 'yes', user })
  for (const name of ['redirect_uri', 'state']) form.set(name, consent.searchParams.get(name) ?? '')
  for (const scope of consent.searchParams.get('scope')?.split(',') ?? []) form.append('scope', scope)
  const back = await fetch(`${consent.origin}${consent.pathname}`, { method: 'POST', body: form, redirect: 'manual' })
  const location = back.headers.get('location')?.replace(app.publicUrl, api.url) ?? ''
  expect((await fetch(location, { headers: { accept: 'text/html' } })).status).toBe(200)
}

const work = async () => {
  while ((await listScans(app)) + (await extractPosts(app)) > 0);
  await desk.deliver()
}
const poll = async () => {
  app.now = new Date(app.now.getTime() + 91_000)
  await pollAccounts(app)
  await work()
}

const captions = [
  'Kitenge fabric 6 yards KES 1,800',
  'Ankara head wrap KES 500',
  'Beaded sandals KES 1,200. Sizes 38 39 40',
]
let beads = ''
beforeAll(async () => {
  for (const caption of captions) beads = (await meta.act.post({ accountId: BEAD, caption })).id
})

const sellers = [
  { ...{ name: 'Ada', shop: 'Zuri Closet', user: 'zuri', side: slackSide, ig: ZURI, thing: 'Blue denim jacket' } },
  { ...{ name: 'Dane', shop: 'Bead & Branch', user: 'bead', side: telegramSide, ig: BEAD, thing: 'Beaded sandals' } },
]
const stores = new Map([
  ['Ada', await openShop('Zuri Closet', 'Ada', { via: 'slack', userId: 'T0DESK:U0ADA', place: dmOf('U0ADA') })],
  ['Dane', await openShop('Bead & Branch', 'Dane', { via: 'telegram', userId: String(dane), place: String(dane) })],
])

describe.each(sellers)('$name of $shop, alone with the bot', ({ name, shop, user, side, ig, thing }) => {
  const storeId = stores.get(name)
  const product = () => app.em.fork().findOneOrFail(Product, { storeId: storeId ?? '', name: thing })
  const last = (text: string) => expect(side.heard().findLast((said) => said.includes(text))).toBeDefined()

  test('connects by a private link', async () => {
    const said = await side.say('connect')
    expect(said).toContain(`connect Instagram to ${shop}`)
    await sayYes(/http\S+\/a\/[\w-]{22}/.exec(said)?.[0] ?? '', user)
    await desk.deliver()
    last(`is connected to ${shop}`)
  })

  test('scans, and approves what is surely read with one press', async () => {
    await side.press('Scan now')
    await work()
    await side.press('Approve ')
    await desk.deliver()
    last(`by ${name}`)
    const [row] = await sql<{ n: number }>(
      app.em.fork(),
      'select count(*)::int as n from products where store_id = $1',
      [storeId],
    )
    expect(row?.n).toBeGreaterThanOrEqual(3)
    expect(await side.say('products')).toContain(`${row?.n} products, ${row?.n} in the shop`)
  })

  test('edits one', async () => {
    const { number } = await product()
    await side.say(`edit PR-${number}`)
    if (side === slackSide) await side.press('Fill in')
    await side.fill('2100', 'Size: 38, 39; Colour: red')
    const variants = ['size 38', 'size 39', 'colour red'].map((one) => {
      const [option, value] = one.split(' ')
      return { option, value }
    })
    expect(await product()).toMatchObject({ price: 210_000n, variants, hasVariants: true })
  })

  test('sees that the post was changed too, and settles it', async () => {
    const { sourceExternalId } = await product()
    await meta.act.editPost(sourceExternalId ?? '', `${thing} now KES 2000`)
    await poll()
    last('Shop 2,100 · Instagram 2,000')
    await side.press('Take 2,000')
    expect(await product()).toMatchObject({ price: 200_000n, conflict: null })
    await desk.deliver()
    last(`Taken from Instagram by ${name}`)
  })

  test('and hears of nothing that is of the other shop', async () => {
    const other = sellers.find((one) => one.ig !== ig)
    const { number } = await product()
    expect(side.heard().join('\n')).not.toContain(other?.thing)
    expect(side.heard().join('\n')).not.toContain(other?.shop)
    if (!other?.side.heard().length) return
    expect(await other.side.say(`show PR-${number}`)).not.toContain(thing)
    expect(await other.side.say('products')).not.toContain(thing)
    expect(await other.side.say(`hide PR-${number}`)).not.toContain('Hidden')
    expect(await product()).toMatchObject({ state: 'active' })
  })
})

test('neither knows a post of the other', () => {
  expect(beads).not.toBe('')
  expect(slackSide.heard().join('\n')).not.toContain('sandals')
  expect(telegramSide.heard().join('\n')).not.toMatch(/denim|Zuri/)
})
