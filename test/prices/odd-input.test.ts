import { expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { readLink } from '#src/prices/canonical-url.ts'
import { readRule } from '#src/prices/watches/write-rule.ts'
import { makeMember } from '#test/make.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const market = await openMarket()
const { app, shop, ann } = market
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const say = async (words: string, by = ann) => (await runCommand(app, words, by)).text
const page = (slug = 'p-10') => `${shop.url}/p/${slug}`
const read = async (answer: Response) => (await answer.text()).replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')
const lastLink = (email: string) => linkIn(market.mails(email).at(-1)?.text ?? '', 'Confirm')
const confirmed = async (email: string, slug: string) => {
  const watch = await market.watch('', slug, email)
  const link = lastLink(email)
  await post(link, { do: 'confirm' })
  return { watch, link }
}

test.each([
  ['10% off', 'percent'],
  ['-10%', 'percent'],
  ['any drop', 'any'],
  ['less than 20', 'target'],
  ['< 20', 'target'],
  ['$5 off', 'amount'],
])('%j is a wish', (typed, rule) => {
  expect(readRule(typed, 'USD').rule).toBe(rule)
})

test('a link is found wherever it stands, and as chats write it; what is in it stays', async () => {
  const tracked = async (words: string) => {
    const [card] = (await runCommand(app, `track ${words}`, ann)).cards ?? []
    const [, number] = /W-(\d+)/.exec(card?.title ?? '') ?? []
    const query = `select p.url, w.rule from price_subscriptions w join tracked_products p on p.id = w.product_id
      where w.number = $1`
    return (await rows(query, [number]))[0]
  }
  expect(await tracked(`10% ${page()}`)).toEqual({ url: page(), rule: 'percent' })
  expect(await tracked(`${page()}, under 50`)).toEqual({ url: page(), rule: 'target' })
  expect(await tracked(`<${page('p-18')}|shop.example/p-18> 10% off`)).toEqual({ url: page('p-18'), rule: 'percent' })
  expect(await tracked(`${page('p-18')}?size=a|b`)).toEqual({ url: `${page('p-18')}?size=a%7Cb`, rule: 'any' })
})

test.each([
  ['https://s.example/p.', 'https://s.example/p'],
  ['https://s.example/p...', 'https://s.example/p'],
  ['(https://s.example/p).', 'https://s.example/p'],
  ['[https://s.example/p],', 'https://s.example/p'],
  ['\u201ehttps://s.example/p\u201c!', 'https://s.example/p'],
  ['"https://s.example/p"', 'https://s.example/p'],
  ['<https://s.example/p>.', 'https://s.example/p'],
  ['<https://s.example/p|s.example/p>,', 'https://s.example/p'],
  ['https://s.example/hat_(red)', 'https://s.example/hat_(red)'],
  ['(https://s.example/hat_(red))', 'https://s.example/hat_(red)'],
  ['https://s.example/p?a=1.5&b=(x)', 'https://s.example/p?a=1.5&b=(x)'],
  ['s.example/p;', 's.example/p'],
])('the link of %j is %s', (written, link) => {
  expect(readLink(written)).toBe(link)
})

test('what ends a sentence is neither in the link nor in the wish, in chat as on the page', async () => {
  const saved = async (words: string) => {
    const [card] = (await runCommand(app, `track ${words}`, ann)).cards ?? []
    const [, number] = /W-(\d+)/.exec(card?.title ?? '') ?? []
    const query = `select p.url, w.rule from price_subscriptions w join tracked_products p on p.id = w.product_id
      where w.number = $1`
    return (await rows(query, [number]))[0]
  }
  expect(await saved(`${page()} .`)).toEqual({ url: page(), rule: 'any' })
  expect(await saved(`${page()}, under 50.`)).toEqual({ url: page(), rule: 'target' })
  expect(await saved(`(${page()}) up!`)).toEqual({ url: page(), rule: 'up' })
  await post(`${app.publicUrl}/track`, { url: `${page('p-50')}.`, email: 'dot@example.com' })
  expect(await rows('select url from tracked_products where url like $1', [`${page('p-50')}%`])).toEqual([
    { url: page('p-50') },
  ])
})

test('an address that is too long is refused in words, on the page as in chat', async () => {
  const long = `${page()}?q=${'x'.repeat(5_000)}`
  const answer = await post(`${app.publicUrl}/track`, { url: long, email: 'long@example.com' })
  expect([answer.status, await read(answer)]).toEqual([400, expect.stringContaining('That address is too long.')])
  await expect(say(`track ${long}`)).rejects.toThrow('That address is too long.')
})

test('an address of mail longer than any is none', async () => {
  const answer = await post(`${app.publicUrl}/track`, { url: page(), email: `${'x'.repeat(250)}@example.com` })
  expect([answer.status, await read(answer)]).toEqual([400, expect.stringContaining('That is no e-mail address.')])
})

test('only the button confirms: whatever else is sent to that link shows the question again', async () => {
  const watch = await market.watch('', 'p-26', 'scan@example.com')
  const link = lastLink('scan@example.com')
  for (const form of [{}, { do: '' }, { do: 'delete' }, { email: 'x' }] as Record<string, string>[]) {
    expect(await read(await post(link, form))).toContain('now · right?')
    expect((await market.load(watch.id)).state).toBe('asked')
  }
})

test('a lower target is any amount, however it is written; none is none', async () => {
  const { watch, link } = await confirmed('low@example.com', 'p-34')
  for (const typed of ['$4', '4', ' 4 ', 'USD 4.00', '4 dollars', 'under 4', 'less than 4', '<4']) {
    await post(link, { do: 'change', rule: '' })
    await post(link, { do: 'target', rule: typed })
    const { rule, value } = await market.load(watch.id)
    expect({ rule, value }, typed).toEqual({ rule: 'target', value: 400n })
  }
  const answer = await post(link, { do: 'target', rule: ' ' })
  expect([answer.status, await read(answer)]).toEqual([400, expect.stringContaining('Which price?')])
  expect((await market.load(watch.id)).rule).toBe('target')
})

test('what is no amount alone is no lower target: it is read as a wish, or refused', async () => {
  const { watch, link } = await confirmed('wish@example.com', 'p-82')
  for (const [typed, status, rule] of [
    ['5 off ', 200, 'amount'],
    ['10 percent', 200, 'percent'],
    ...['up 20', 'over 20', 'more than 20', '20 or more', '10 pct', '-5'].map((words) => [words, 400, 'any'] as const),
  ] as const) {
    await post(link, { do: 'change', rule: '' })
    expect((await post(link, { do: 'target', rule: typed })).status, typed).toBe(status)
    expect((await market.load(watch.id)).rule, typed).toBe(rule)
  }
})

test('what names a watch that is not theirs acts on none of theirs instead', async () => {
  const { watch, link } = await confirmed('two@example.com', 'p-42')
  const answer = await post(link, { do: 'stop', watch: 'W-99999' })
  expect([answer.status, await read(answer)]).toEqual([400, expect.stringContaining('You do not watch that one')])
  expect((await market.load(watch.id)).state).toBe('watching')
})

test('who has stopped many things sees all that they still watch', async () => {
  const email = 'much@example.com'
  const { watch, link } = await confirmed(email, 'p-50')
  await confirmed(email, 'p-58')
  await rows(
    `insert into tracked_products (id, state, website_id, url, next_look_at, created_at)
     select gen_random_uuid(), 'resting', website_id, url || '-' || n, now(), now()
     from tracked_products, generate_series(1, 60) n where url = $1`,
    [page('p-50')],
  )
  await rows(
    `insert into price_subscriptions (id, created_at, state, user_id, product_id, rule)
     select gen_random_uuid(), now(), 'stopped', $1, p.id, 'any' from tracked_products p where p.state = 'resting'
     and p.url like $2 || '-%'`,
    [watch.userId, page('p-50')],
  )
  expect(await (await fetch(link)).text()).toContain(page('p-58'))
})

test('prices finds by words or ref among all there is, and says so where nothing is called so', async () => {
  expect(await say('prices olive')).toContain('Olive wool scarf')
  const { watch } = await confirmed('ref@example.com', 'p-66')
  expect((await say(`prices W-${watch.number}`)).split('\n')).toEqual([
    expect.stringMatching(new RegExp(`^W-${watch.number} .* ref@example\\.com`)),
    expect.stringMatching(/alert/),
  ])
  expect(await say('prices no such thing')).toBe('Nothing that is watched is called "no such thing".')
  expect(await say('prices 100%')).toBe('Nothing that is watched is called "100%".')
  const bo = await makeMember(app, 'Bo', 'rep')
  expect(await say(`prices W-${watch.number}`, bo)).toBe(`Nothing that is watched is called "W-${watch.number}".`)
})

test('more than fit are counted, and the oldest of them is found by its name', async () => {
  await confirmed('old@example.com', 'p-74')
  await rows(
    `with u as (
       insert into price_users (id, email, notify_by, zone, created_at)
       select gen_random_uuid(), n || '@many.example', 'mail', 'UTC', now() from generate_series(1, 230) n returning id)
     insert into price_subscriptions (id, created_at, state, user_id, product_id, rule)
     select gen_random_uuid(), now(), 'watching', u.id, p.id, 'any' from u, tracked_products p where p.url = $1`,
    [page('p-10')],
  )
  const [all] = await rows<{ n: number }>(`select count(*)::int as n from price_subscriptions where state <> 'stopped'`)
  expect(await say('prices')).toContain(`\nand ${Number(all?.n) - 20} more: prices <words>\n`)
  expect(await say('prices /p/p-74')).toContain('old@example.com')
})
