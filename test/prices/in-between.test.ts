import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { press } from '#src/desk/press/press.ts'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import { blockedQueries } from '#test/app.ts'
import { countQueries } from '#test/queries.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

type Market = Awaited<ReturnType<typeof openMarket>>
const NIA = 'nia@example.com'
const subjects = (market: Market, to = NIA) => market.mails(to).map(({ subject }) => subject)
const confirmLink = (market: Market) => linkIn(market.mails().at(-1)?.text ?? '', 'Confirm')

async function openConfirmed() {
  const market = await openMarket()
  const { id } = await market.watch()
  const link = confirmLink(market)
  await post(link, { do: 'confirm' })
  return { ...market, id, link }
}

/** A look that has seen a drop and is about to tell it; meanwhile the subscriber does something. */
async function whileTold(market: Market, link: string, form: Record<string, string>): Promise<Response> {
  market.price(4900)
  market.pass(61)
  const client = new pg.Client({ connectionString: market.app.databaseUrl })
  await client.connect()
  await client.query('begin; select 1 from price_subscriptions for update')
  const look = lookAtProducts(market.app)
  await blockedQueries(market.app, 1)
  const answer = post(link, form)
  await blockedQueries(market.app, 2)
  await client.query('rollback')
  await client.end()
  await look
  const answered = await answer
  market.pass(1)
  await market.send()
  return answered
}

test('004-018, 004-050: who confirms in the very moment a drop is seen hears of it, and once', async () => {
  const market = await openMarket()
  await market.watch()
  await whileTold(market, confirmLink(market), { do: 'confirm' })
  await market.look()
  expect(subjects(market)).toEqual([
    'Confirm: Blue denim jacket, M · $59.00',
    'Now $49.00 (was $59.00): Blue denim jacket, M',
  ])
})

test('who stops in the very moment a drop is told gets no mail any more', async () => {
  const market = await openConfirmed()
  const answer = await whileTold(market, market.link, { do: 'stop' })
  expect(await answer.text()).toContain('Stopped. You hear no more about it.')
  await market.look()
  expect(subjects(market)).toEqual(['Confirm: Blue denim jacket, M · $59.00'])
})

test('who is deleted in that moment gets none either, leaves nothing, and delays nobody', async () => {
  const market = await openConfirmed()
  await market.watch('', 'blue-denim-jacket?variant=M', 'omar@example.com')
  await post(linkIn(market.mails('omar@example.com').at(-1)?.text ?? '', 'Confirm'), { do: 'confirm' })
  expect((await whileTold(market, market.link, { do: 'delete' })).status).toBe(200)
  expect(subjects(market)).toHaveLength(1)
  expect(subjects(market, 'omar@example.com').at(-1)).toBe('Now $49.00 (was $59.00): Blue denim jacket, M')
  expect(await sql(market.app.em.fork(), 'select 1 from deliveries where recipient = $1', [NIA])).toEqual([])
})

test('who stops while an alert waits for the mail server hears no more, by the link and by the office', async () => {
  for (const by of ['link', 'office']) {
    const market = await openConfirmed()
    market.price(4900)
    market.pass(61)
    await lookAtProducts(market.app)
    const token = writeToken({ subject: 'watch', verb: 'stop', id: market.id })
    if (by === 'link') await post(market.link, { do: 'stop' })
    else await press(market.app, token, market.ann)
    expect((await market.load(market.id)).state).toBe('stopped')
    market.pass(1)
    await market.send()
    expect(subjects(market), by).toHaveLength(1)
  }
})

test('004-051: an address that leads to another product by now tells nobody of its price: an admin is asked', async () => {
  const market = await openConfirmed()
  const { web } = market.app
  market.shop.act.set('p-10', { price: 4700 })
  const ends = (url: string) => url.replace(/blue-denim-jacket.*$/, 'p-10')
  market.app.web = { ...web, get: (url, request) => web.get(ends(url), request) }
  await market.look()
  await market.look(6)
  await market.look()
  expect(subjects(market)).toHaveLength(1)
  const { state, doubt, productName, price } = await market.product()
  expect({ state, price, productName }).toEqual({ state: 'doubtful', price: 5900n, productName: 'Blue denim jacket' })
  expect(doubt?.why).toBe('the page is of "Olive wool scarf" now')
  market.app.web = web
  await market.look()
  expect(await market.product()).toMatchObject({ state: 'watched', price: 5900n, doubt: null })
})

test.each(['under 50', '5 off'])(
  '004-032: a shop that asks another currency: an admin says so, who watches (%s) hears it, and drops count from there',
  async (rule) => {
    const market = await openConfirmed()
    await post(market.link, { do: 'change', rule })
    market.price(4900)
    await market.look()
    const { web } = market.app
    const inEuros = (html: string) => html.replaceAll('USD', 'EUR').replaceAll('$', '€')
    market.app.web = {
      ...web,
      get: async (url, request) => {
        const page = await web.get(url, request)
        return { ...page, body: Buffer.from(inEuros(page.body.toString('utf8'))) }
      },
    }
    market.price(5500)
    await market.look()
    await market.look(6)
    const { id, state, moves } = await market.product()
    expect(state).toBe('doubtful')
    await press(market.app, writeToken({ subject: 'tracked', verb: 'real', id, moves }), market.ann)
    await market.send()
    expect(subjects(market).slice(1)).toEqual([
      'Now $49.00 (was $59.00): Blue denim jacket, M',
      'In EUR from now on: Blue denim jacket, M, €55.00',
    ])
    const mail = market.mails().at(-1)
    expect(mail?.text).toContain('We measure from €55.00')
    expect(mail?.text).not.toContain('Wrong price')
    expect(await market.load(market.id)).toMatchObject({ rule: 'any', value: null, currency: 'EUR', baseline: 5500n })
    market.price(5000)
    await market.look()
    expect(subjects(market).at(-1)).toBe('Now €50.00 (was €55.00): Blue denim jacket, M')
  },
)

test('a thing that is back is told without Wrong price; the link of the drop before takes that price back', async () => {
  const market = await openConfirmed()
  market.price(4900)
  await market.look()
  const drop = market.mails().at(-1)
  for (const inStock of [false, true]) {
    market.shop.act.set('blue-denim-jacket', { inStock })
    await market.look()
  }
  const back = market.mails().at(-1)
  expect(back?.subject).toBe('Back in stock: Blue denim jacket, M, $49.00')
  expect(back?.text).not.toContain('Wrong price')
  await post(linkIn(drop?.text ?? '', 'Wrong price'), { do: 'wrong' })
  expect(await market.product()).toMatchObject({ state: 'doubtful', price: 5900n })
})

test('a price that is called wrong while an admin is asked about another is taken back too, and the question stays', async () => {
  const market = await openConfirmed()
  market.price(4900)
  await market.look()
  const drop = market.mails().at(-1)
  market.price(490)
  await market.look()
  await market.look(6)
  const { doubt } = await market.product()
  await post(linkIn(drop?.text ?? '', 'Wrong price'), { do: 'wrong' })
  expect(await market.product()).toMatchObject({ state: 'doubtful', price: 5900n, doubt })
})

/** A look that has read a drop and holds its product, while somebody acts: neither may wait for the other. */
async function whileLooking<T>(market: Market, act: () => Promise<T>): Promise<{ answer: T; held: number }> {
  market.price(4900)
  market.pass(61)
  const client = new pg.Client({ connectionString: market.app.databaseUrl })
  await client.connect()
  await client.query('begin; lock table prices in share mode')
  const look = lookAtProducts(market.app)
  await blockedQueries(market.app, 1)
  const acting = act()
  await blockedQueries(market.app, 2)
  const all = await client.query('select 1 from price_subscriptions')
  const free = await client.query('select 1 from price_subscriptions for update skip locked')
  await client.query('rollback')
  await client.end()
  await look
  return { answer: await acting, held: all.rows.length - free.rows.length }
}

test.each(['stop', 'wrong'])(
  'a press on a card (%s) waits for a look at the product, and holds nothing it needs',
  async (verb) => {
    const market = await openConfirmed()
    const { app, ann } = market
    await runCommand(app, `track ${market.shop.url}/p/blue-denim-jacket?variant=M`, ann)
    const [own] = await sql<{ id: string }>(
      app.em.fork(),
      'select id from price_subscriptions where person_id is not null',
    )
    const pressed = (name: string) => press(app, writeToken({ subject: 'watch', verb: name, id: own?.id ?? '' }), ann)
    await pressed('confirm')
    market.price(5200)
    await market.look()
    const { answer, held } = await whileLooking(market, () => pressed(verb))
    expect(held).toBe(0)
    expect(answer).toMatch(verb === 'stop' ? /^Stopped\./ : /^Thanks\. I took that price back/)
  },
)

test('who is deleted waits for it in the same way', async () => {
  const market = await openConfirmed()
  await market.watch('', 'p-10')
  const { answer, held } = await whileLooking(market, () => post(market.link, { do: 'delete' }))
  expect([answer.status, held]).toEqual([200, 0])
})

test('a look with nothing due asks the database four things, however many sites it could work on at once', async () => {
  const market = await openConfirmed()
  await market.look()
  expect(await countQueries(() => lookAtProducts(market.app))).toBe(4)
})
