import { expect, test } from 'vitest'
import { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { remindWatchers } from '#src/prices/watches/remind-watchers.ts'
import { linkIn, openMarket, post } from './market.ts'

const HOUR = 3_600
const market = await openMarket()
const { app, shop, twilio } = market
const linkOf = (to: string, at = 0) => linkIn(market.mails(to)[at]?.text ?? '', 'Confirm')
const subjects = (to: string) => market.mails(to).map(({ subject }) => subject)
/** What a page says, without its tags. */
const read = async (page: Response) => (await page.text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const open = async (link: string) => read(await fetch(link))

test('004-016: whose page is given up before it was read has been told how long we try, and gets no message', async () => {
  shop.act.set('p-40', { trouble: 'wall' })
  for (const who of [{ email: 'new@example.com' }, { phone: '+12125550199' }]) {
    const said = await read(await post(`${app.publicUrl}/track`, { url: `${shop.url}/p/p-40`, ...who }))
    expect(said).toContain('We try again for ten minutes')
    expect(said).toContain('No mail or text by then? Look at the link in your browser, and sign up again.')
  }
  await market.look(11 * 60)
  expect((await market.product('p-40')).state).toBe('unreadable')
  await market.look(25 * HOUR)
  await remindWatchers(app)
  await market.send()
  const left = () => app.em.fork().count(PriceSubscription, { state: 'asked' })
  expect(await left()).toBe(2)
  market.pass(6 * 24 * HOUR)
  await remindWatchers(app)
  expect(await left()).toBe(0)
  expect([subjects('new@example.com'), twilio.view().phones.flatMap(({ texts }) => texts)]).toEqual([[], []])
})

test('a page that cannot be seen is said behind the first mail, and nobody is reminded of its price before it can', async () => {
  const email = 'slow@example.com'
  await market.watch('', 'p-41', email)
  shop.act.set('p-41', { trouble: 'gone' })
  await market.look()
  expect(await open(linkOf(email))).toMatch(/right\?.* We could not see it since \S+: the page answers 404\. We go on/)
  await market.look(25 * HOUR)
  await remindWatchers(app)
  await market.send()
  expect(subjects(email)).toEqual([expect.stringMatching(/^Confirm: /)])
  expect(await read(await post(linkOf(email), { do: 'confirm' }))).toMatch(/We watch .* We could not see it since/)
  const late = 'later@example.com'
  await market.watch('', 'p-41', late)
  shop.act.set('p-41', { trouble: null })
  await market.look(2 * HOUR)
  await market.look(25 * HOUR)
  await remindWatchers(app)
  await market.send()
  expect(subjects(late)).toEqual([expect.stringMatching(/^Confirm: /), expect.stringMatching(/^Still want it\? /)])
})

test('a price of long ago is asked back of nobody: only what is read now, though it is the same', async () => {
  const email = 'again@example.com'
  await market.watch('', 'p-42', email)
  const old = linkOf(email)
  await post(old, { do: 'stop' })
  shop.act.set('p-42', { trouble: 'gone' })
  const said = await read(await post(`${app.publicUrl}/track`, { url: `${shop.url}/p/p-42`, email }))
  expect(said).toContain('We have not read it yet')
  expect(await open(old)).toMatch(
    /We have not read its price yet: the page answers 404\. We write to again@example\.com once/,
  )
  shop.act.set('p-42', { trouble: null })
  await market.look()
  expect(subjects(email)).toHaveLength(2)
  expect(await read(await post(linkOf(email, 1), { do: 'confirm' }))).toContain('We watch ')
})

test('who opens an old mail of a page that cannot be read by now reads so, and is promised nothing', async () => {
  const email = 'old@example.com'
  await market.watch('', 'p-43', email)
  const old = linkOf(email)
  await post(old, { do: 'stop' })
  shop.act.set('p-43', { trouble: 'wall' })
  const watch = await market.watch('', 'p-43', email)
  await market.look(11 * 60)
  for (const said of [await open(old), await read(await post(old, { do: 'confirm' }))]) {
    expect(said).toContain('We cannot read a price there: the shop asks whether we are a robot. We do not watch it.')
    expect(said).toContain('Sign up again to try once more')
    expect(said).not.toMatch(/right\?|Confirm|We watch /)
  }
  expect((await market.load(watch.id)).state).toBe('asked')
  expect(subjects(email)).toHaveLength(1)
})
