import { describe, expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import { addProduct } from '#src/prices/watches/add-product.ts'
import { subscribe } from '#src/prices/watches/subscribe.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const market = await openMarket()
const { app, shop, ann, twilio, pass } = market
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const lastMail = (to: string) => market.mails(to).at(-1)
const linkOf = (to: string, label = 'Confirm') => linkIn(lastMail(to)?.text ?? '', label)
const confirmed = async (email: string, slug: string, rule = '') => {
  await market.watch(rule, slug, email)
  const link = linkOf(email)
  await post(link, { do: 'confirm' })
  return link
}
const priceOf = async (slug: string) => Number((await market.product(slug)).price)
/** What the page of a link says, tags and all. */
const pageOf = async (link: string) => (await (await fetch(link)).text()).replace(/\s+/g, ' ')
/** The buttons of a page, in their order; the one that is meant to be pressed with a star. */
const buttonsOf = (page: string) =>
  [...page.matchAll(/<button([^>]*)>([^<]*)<\/button>/g)].map(
    ([, attributes, label]) => `${attributes?.includes('primary') ? '*' : ''}${label?.trim()}`,
  )

describe('the page behind the first mail', () => {
  test('says what was read, with its picture, and that it is sold out', async () => {
    shop.act.set('p-2', { inStock: false })
    await market.watch('10%', 'p-2', 'ann@example.com')
    const page = await pageOf(linkOf('ann@example.com'))
    expect(page).toContain(
      'It is out of stock at the moment; we write when it is back. We write when it falls by 10 %.',
    )
    const picture = /<img src="([^"]+product\.jpg)"/.exec(page)?.[1] ?? ''
    expect((await fetch(app.publicUrl + picture)).headers.get('content-type')).toMatch(/^image\//)
    expect(buttonsOf(page)).toEqual(['*Confirm', 'No, stop'])
  })

  test('says after "No, stop" that it is stopped, whenever it is opened, and offers nothing more', async () => {
    await market.watch('', 'p-3', 'no@example.com')
    const link = linkOf('no@example.com')
    const stopped = expect.stringMatching(/<h1>Stopped<\/h1><p>We do not watch .*, and write no more\.<\/p>/)
    expect((await (await post(link, { do: 'stop' })).text()).replace(/\s+/g, ' ')).toEqual(stopped)
    const page = await pageOf(link)
    expect(page).toEqual(stopped)
    expect(buttonsOf(page)).toEqual([])
  })
})

describe('the page of what somebody watches', () => {
  test('puts first what the mail’s link asked for', async () => {
    const email = 'first@example.com'
    const before = buttonsOf(await pageOf(await confirmed(email, 'p-4')))
    expect(before).toEqual(['Stop', 'Save', 'One mail a day with all prices', 'Delete me and everything I watch'])
    shop.act.set('p-4', { price: Math.round((await priceOf('p-4')) * 0.9) })
    await market.look()
    const page = async (label: string) => pageOf(linkOf(email, label))
    const wrong = expect.stringMatching(/^\*?\S+ is a wrong price$/)
    expect(buttonsOf(await page('Stop')).slice(0, 3)).toEqual(['*Stop', 'Save', wrong])
    expect(buttonsOf(await page('Wrong price')).slice(0, 3)).toEqual([
      expect.stringMatching(/^\*\S+ is a wrong price$/),
      ...['Stop', 'Save'],
    ])
    expect(buttonsOf(await page('Lower target')).slice(0, 3)).toEqual(['*Lower target', 'Stop', wrong])
    expect(await page('Lower target')).toContain('Tell me only at <input name="rule"')
    // Who is told by text has no other way to the shop.
    expect(await page('Stop')).toContain(`href="${(await market.product('p-4')).url}">Buy</a>`)
  })

  test('lists what else they watch, without itself and what they stopped; a stopped one offers nothing', async () => {
    const email = 'list@example.com'
    const links = [await confirmed(email, 'p-5'), await confirmed(email, 'p-10'), await confirmed(email, 'p-18')]
    await post(links[2] ?? '', { do: 'stop' })
    const others = (page: string) =>
      page.match(/<h2>You also watch<\/h2>.*?<\/section>/)?.[0].match(/name="watch"/g)?.length
    expect(others(await pageOf(links[0] ?? ''))).toBe(1)
    const done = await (await post(links[0] ?? '', { do: 'stop' })).text()
    expect(done).toContain('Stopped: we write no more about it.')
    expect(buttonsOf(done)).toEqual([
      'Save',
      'Stop',
      'One mail a day with all prices',
      'Delete me and everything I watch',
    ])
    expect(done.indexOf('You also watch')).toBeLessThan(done.indexOf('>Save<'))
  })

  test('leads to the sign-up page where there is one, and speaks of nights where there are quiet hours', async () => {
    expect(await pageOf(await confirmed('more@example.com', 'p-10'))).toContain('Watch something else')
    const closed = await openMarket({ TRACK_PAGE: 'off' })
    await closed.watch('', 'p-10')
    const link = linkIn(closed.mails()[0]?.text ?? '', 'Confirm')
    await post(link, { do: 'confirm' })
    expect(await pageOf(link)).not.toContain('Watch something else')
    const phone = '+12125550166'
    const by = { personId: null, name: 'Sam', via: 'web' as const }
    const subscriber = { notifyBy: 'sms' as const, phoneNumber: phone }
    const { watch } = await subscribe(app, { url: `${shop.url}/p/p-10`, rule: '', subscriber, by })
    await market.send()
    const texts = twilio.view().phones.find(({ number }) => number === phone)?.texts ?? []
    const code = /\d{6}/.exec(texts[0]?.text ?? '')?.[0] ?? ''
    const proved = await (await post(`${app.publicUrl}/track/code`, { watch: watch.id, code })).text()
    const list = /href="([^"]+\/a\/[^"]+)"/.exec(proved)?.[1] ?? ''
    expect(buttonsOf(await pageOf(list))).toEqual(['Stop', 'Save', 'Delete me and everything I watch'])
  })
})

describe('a mail that waited says what is true when it leaves', () => {
  test('a thing that came back and is sold out again cannot be bought', async () => {
    const email = 'stock@example.com'
    await confirmed(email, 'p-26')
    for (const inStock of [false, true, false]) {
      shop.act.set('p-26', { inStock })
      pass(61)
      await lookAtProducts(app)
    }
    pass(400)
    await market.send()
    const mail = lastMail(email)
    expect(mail?.subject).toMatch(/^It was back in stock, and is sold out again: /)
    expect(mail?.text).toContain('Out of stock at the moment.')
    expect(mail?.text).toContain('Open page: http')
    expect(mail?.text).not.toContain('Buy: ')
  })

  test.each([
    ['a rise', 'p-34', 'up', 1.5],
    ['a drop', 'p-42', '', 0.7],
  ])('%s that was over before is told as over', async (_, slug, rule, factor) => {
    const email = `${slug}@example.com`
    await confirmed(email, slug, rule)
    const price = await priceOf(slug)
    for (const next of [Math.round(price * factor), price]) {
      shop.act.set(slug, { price: next })
      pass(61)
      await lookAtProducts(app)
    }
    pass(400)
    await market.send()
    expect(lastMail(email)?.subject).toMatch(/^Over already: /)
    expect(lastMail(email)?.text).toContain('It did not last until this could reach you. We go on looking.')
  })
})

describe('what a mail says of a price', () => {
  test('when the old one was seen, with the day where that was not today, and the lowest of the month with its day', async () => {
    const email = 'days@example.com'
    app.now = new Date('2026-05-10T12:00:00Z')
    await confirmed(email, 'p-50')
    const price = await priceOf('p-50')
    const cost = async (share: number, seconds: number) => {
      shop.act.set('p-50', { price: Math.round(price * share) })
      await market.look(seconds)
    }
    await cost(0.7, 2 * 24 * 3_600)
    expect(lastMail(email)?.text).toMatch(/ at Sun 10 May, 12:00, \S+ at 12:00:00, mailed /)
    await cost(1, 24 * 3_600)
    await cost(0.8, 24 * 3_600)
    expect(lastMail(email)?.text).toMatch(/Lowest in 30 days: \S+ on 12 May\./)
  })

  test('a page that is away has one thing to do about it, and a correction says what was wrong', async () => {
    const email = 'away@example.com'
    await confirmed(email, 'p-58')
    await confirmed('rita@example.com', 'p-58')
    shop.act.set('p-58', { price: Math.round((await priceOf('p-58')) * 0.9) })
    await market.look()
    await post(linkOf('rita@example.com', 'Wrong price'), { do: 'wrong' })
    await market.send()
    expect(lastMail(email)?.text).toMatch(/We told you \S+\. Someone found that wrong, and we took it back\./)
    await rows(`update tracked_products set state = 'watched', doubt = null where url like '%p-58'`)
    shop.act.set('p-58', { trouble: 'gone' })
    for (const hours of [1, 25]) await market.look(hours * 3_600)
    const away = lastMail(email)?.text ?? ''
    expect(away).toMatch(/\n\S+ at \w{3} \d+ May, \d\d:\d\d, mailed \d\d:\d\d:\d\d \(/)
    expect(away).toContain('The page has not answered for a day. We go on looking, and write when its price falls.')
    expect([linkIn(away, 'Open page'), linkIn(away, 'Stop')]).toEqual([
      expect.any(String),
      expect.stringMatching(/^http/),
    ])
    for (const label of ['Buy', 'Lower target', 'Wrong price']) expect(away).not.toContain(`${label}: `)
  })
})

describe('the list of shops', () => {
  test('says how many products each has, how often it lets us look, and what is wrong with it', async () => {
    const slow = await openMarket({ PRICE_SPACING_MS: '600000' })
    const { host } = new URL(slow.shop.url)
    const say = async () => (await runCommand(slow.app, 'sites', slow.ann)).text
    await slow.watch('', 'p-2')
    expect(await say()).toBe(`${host} · 1 product · looked at every 10 minutes · answers`)
    const { id } = await slow.watch('', 'p-3')
    expect(await say()).toBe(`${host} · 2 products · looked at every 20 minutes · answers`)
    await sql(slow.app.em.fork(), `update websites set last_error = 'the shop is busy (503)'`)
    expect(await say()).toMatch(/ · trouble: the shop is busy \(503\)$/)
    await runCommand(slow.app, `untrack W-${(await slow.load(id)).number}`, slow.ann)
    expect(await say()).toContain('1 product · looked at every 10 minutes')
  })

  test('names to everybody only what somebody watches there, and a price was read of', async () => {
    const { url } = await addProduct(app, `${shop.url}/p/p-66`)
    await confirmed('shops@example.com', 'p-66')
    const shown = async () => (await pageOf(`${app.publicUrl}/track`)).includes(new URL(url).host)
    const only = `update price_subscriptions set state = 'stopped' where product_id <> (select id from tracked_products where url = $1)`
    await rows(only, [url])
    expect(await shown()).toBe(true)
    for (const [table, set, back] of [
      ['websites', `refusal = 'It asks not to.'`, 'refusal = null'],
      ['websites', 'last_ok_at = null', 'last_ok_at = now()'],
      ['tracked_products', 'price = null', 'price = 100'],
      ['price_subscriptions', `state = 'asked'`, `state = 'watching'`],
    ]) {
      const where = table === 'price_subscriptions' ? `where state <> 'stopped'` : ''
      await rows(`update ${table} set ${set} ${where}`)
      expect(await shown(), set).toBe(false)
      await rows(`update ${table} set ${back} ${where}`)
    }
    expect(await shown()).toBe(true)
  })

  test('an admin points at a price by the shop’s name as they write it, and takes it back', async () => {
    const { host } = new URL(shop.url)
    await rows(`update websites set domain = 'shop.example' where domain = $1`, [host])
    const say = async (words: string) => (await runCommand(app, `sites ${words}`, ann)).text
    const kept = () => rows(`select selector from websites where domain = 'shop.example'`)
    expect(await say('Shop.Example main .price')).toContain('Its pages are looked at now.')
    expect(await kept()).toEqual([{ selector: 'main .price' }])
    expect(await say('shop.example off')).toBe('shop.example: I read its pages by themselves again.')
    expect(await kept()).toEqual([{ selector: null }])
    await expect(say('nobody.example .price')).rejects.toThrow('I do not know nobody.example.')
  })
})
