import { expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import { tierOf } from '#src/prices/looks/tier.ts'
import { linkIn, openMarket, post } from './market.ts'

vi.setConfig({ testTimeout: 60_000 })

const market = await openMarket()
const { app, shop, ann } = market
const { host } = new URL(shop.url)
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const say = async (words: string) => (await runCommand(app, words, ann)).text
const addShop = (domain: string, more = '', values = '') =>
  rows(
    `insert into websites (id, domain, name, created_at${more && `, ${more}`})
     values (gen_random_uuid(), $1, $1, now()${values && `, ${values}`})`,
    [domain],
  )
const addPages = (domain: string, ...states: string[]) =>
  rows(
    `insert into tracked_products (id, state, website_id, url, next_look_at, created_at)
     select gen_random_uuid(), s, w.id, 'https://' || w.domain || '/' || s, now() + interval '1 year', now()
     from websites w, unnest($2::text[]) s where w.domain = $1`,
    [domain, states],
  )

test('004-047: sites lists the shops with most pages first, then by name, each page that is looked at counted', async () => {
  expect(await say('sites')).toBe('No shop is known yet. Write: track <url>')
  await addShop('b.example')
  await addShop('a.example', 'last_ok_at', 'now()')
  await addShop('refuses.example', 'refusal', "'It asks not to.'")
  await addShop('many.example', 'last_ok_at, last_error', "now(), 'the shop is busy (503)'")
  await addPages('many.example', 'new', 'watched', 'doubtful', 'unreachable', 'unreadable', 'resting')
  expect((await say('sites')).split('\n')).toEqual([
    'many.example · 4 products · looked at every minute · trouble: the shop is busy (503)',
    'a.example · 0 products · looked at every minute · answers',
    'b.example · 0 products · looked at every minute · nothing read there yet',
    'refuses.example · not supported: It asks not to.',
  ])
})

test('how often is what it really is: a page that is away waits for its own hour, and takes no turn of the others', async () => {
  await rows(`update websites set crawl_delay_ms = 60000 where domain = 'many.example'`)
  expect(await say('sites many.example')).toMatch(/4 products · looked at every 3 minutes/)
  const [site] = await rows<{ id: string }>(`select id from websites where domain = 'many.example'`)
  expect(await tierOf(app, { id: site?.id ?? '', crawlDelayMs: 60_000 })).toBe(180)
  await rows(`update websites set crawl_delay_ms = 0 where domain = 'many.example'`)
})

test('sites with a name, or the link of a page, tells of that shop; one that nobody knows is said', async () => {
  for (const named of ['a.example', 'A.Example', 'https://www.a.example/p/1', '<http://a.example|a.example>'])
    expect(await say(`sites ${named}`), named).toMatch(/^a\.example · .* answers$/)
  await expect(say('sites nobody.example')).rejects.toThrow(
    'I do not know nobody.example. Write sites for those I know.',
  )
})

test('a part of a name finds the shops that have it; off, or a place on pages, asks of which shop', async () => {
  await addShop('127.0.0.1:4811')
  expect(await say('sites 127')).toMatch(/^127\.0\.0\.1:4811 · /)
  expect((await say('sites example')).split('\n')).toHaveLength(4)
  await expect(say('sites off')).rejects.toThrow('Of which shop? Write: sites shop.example off')
  await expect(say('sites .price')).rejects.toThrow('Of which shop? Write: sites shop.example .price')
  await expect(say('sites help')).rejects.toThrow('I do not know help. Write sites for those I know.')
  await expect(say('sites a.example on')).rejects.toThrow('I cannot read "on". Write a tag, a class or an id')
  await expect(say('sites a.example every 5 minutes')).rejects.toThrow('I cannot read "every 5 minutes".')
  await rows(`delete from websites where domain like '127%'`)
})

test('more shops than fit are counted', async () => {
  await rows(`insert into websites (id, domain, name, created_at)
    select gen_random_uuid(), 'z' || n || '.example', 'z', now() from generate_series(1, 60) n`)
  const lines = (await say('sites z')).split('\n')
  expect([lines.length, lines.at(-1)]).toEqual([51, 'and 10 more: sites <name>'])
  await rows(`delete from websites where name = 'z'`)
})

test('where an admin points, every page of that shop is read anew at once, and no other’s', async () => {
  for (const slug of ['blue-denim-jacket?variant=M', 'p-10']) {
    await market.watch('', slug)
    await post(linkIn(market.mails().at(-1)?.text ?? '', 'Confirm'), { do: 'confirm' })
  }
  const known = "etag = 'e', last_modified = 'm', body_hash = 'h', next_look_at = $1::timestamptz + interval '1 hour'"
  await rows(`update tracked_products set ${known}`, [app.now])
  const pages = () =>
    rows<{ state: string }>(
      `select w.domain, p.state, p.etag, p.last_modified as modified, p.body_hash as hash,
         p.next_look_at <= $1 as due from tracked_products p join websites w on w.id = p.website_id
       where p.state in ('watched', 'new') order by w.domain, p.url`,
      [app.now],
    )
  expect(await say(`sites ${shop.url}/p/p-10 main .price`)).toContain('Its pages are looked at now.')
  const fresh = { domain: host, state: 'watched', etag: null, modified: null, hash: null, due: true }
  const other = { domain: 'many.example', etag: 'e', modified: 'm', hash: 'h', due: false }
  expect((await pages()).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))).toEqual([
    ...[fresh, fresh],
    ...[
      { ...other, state: 'new' },
      { ...other, state: 'watched' },
    ],
  ])
  expect(await rows(`select selector from websites where domain = 'many.example'`)).toEqual([{ selector: null }])
  expect(await say(`sites ${host} OFF`)).toBe(`${host}: I read its pages by themselves again.`)
  expect(await rows('select selector from websites where domain = $1', [host])).toEqual([{ selector: null }])
})

test('what was given up there is tried again from the start, and the step is rung', async () => {
  const { id } = await market.product('p-10')
  await rows(
    `update tracked_products set state = 'unreadable', price = null, failing_since = $2::timestamptz - interval '1 hour',
       next_look_at = $2::timestamptz + interval '1 year' where id = $1`,
    [id, app.now],
  )
  const rung: string[] = []
  const { ring } = app
  app.ring = (step, at) => {
    rung.push(step)
    ring(step, at)
  }
  await say(`sites ${host} main .price`)
  app.ring = ring
  expect(rung).toContain('prices.look')
  expect(await market.product('p-10')).toMatchObject({ state: 'new', failingSince: null })
  await lookAtProducts(app)
  expect(await market.product('p-10')).toMatchObject({ state: 'watched', price: 5500n })
  await expect(say(`sites ${host} >>`)).rejects.toThrow('I cannot read ">>". Write a tag, a class or an id')
})

test('a shop some of whose pages are away says so to subscribers; one that lets us look every 90 seconds, two minutes', async () => {
  const page = async () => (await (await fetch(`${app.publicUrl}/track`)).text()).replace(/<[^>]+>/g, '')
  await rows(`update websites set last_error = 'the page answers 500' where domain = $1`, [host])
  expect(await page()).toContain(`${host} does not answer for some of its pages; we go on trying`)
  await rows(`update websites set last_error = null, crawl_delay_ms = 45000 where domain = $1`, [host])
  expect(await page()).toContain(`${host} answers · looked at every 2 minutes`)
  const card = await runCommand(app, `track ${shop.url}/p/p-10`, ann)
  expect(card.text).toBe('This shop lets us look every 2 minutes.')
  await rows('update websites set crawl_delay_ms = 0')
  expect((await runCommand(app, `track ${shop.url}/p/p-10`, ann)).text).toBe('We look every minute.')
})
