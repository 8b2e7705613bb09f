import { expect, test } from 'vitest'
import { Move } from '#entities/cards/move.ts'
import { Order } from '#entities/orders/order.ts'
import { Person } from '#entities/people/person.ts'
import { RefusedPress } from '#entities/people/refused-press.ts'
import { openAlert } from '#src/alerts/alerts.ts'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { addPerson } from '#src/desk/people/people.ts'
import { personKind } from '#src/desk/people/person-kind.ts'
import { press } from '#src/desk/press/press.ts'
import { move } from '#src/moves/move.ts'
import { listenTo } from './listen-to.ts'
import { cookiesOf, fieldIn, makeOrder, makeShop, signIn, testWeb } from './web.ts'

const web = await testWeb()
const { app } = web
const shop = await makeShop(app)
const other = await makeShop(app, 'Other shop')
const ann = await signIn(web, 'Ann')

const see = async (path: string, cookie = ann.cookie) => (await web.get(path, { cookie })).text()
const orderNow = (id: string) => app.em.fork().findOneOrFail(Order, id)
const token = (verb: string, id: string, moves?: number) =>
  writeToken({ subject: 'order', verb, id, ...(moves !== undefined && { moves }) })
const pressAs = (who: { cookie: string; csrf: string }, fields: Record<string, string>) =>
  web.post('/press', new URLSearchParams({ csrf: who.csrf, back: '/orders', ...fields }), { cookie: who.cookie })

test('who is not signed in is told how to, on every page', async () => {
  for (const path of ['/', '/orders', '/orders/O-1', '/sales', '/deliveries', '/events', '/nowhere']) {
    const answer = await web.get(path)
    expect(answer.status).toBe(401)
    expect(await answer.text()).toContain('Type <strong>dashboard</strong> to the bot')
  }
})

test('a page that is not there leads home; a dead link of a customer to no page of ours', async () => {
  const [ours, theirs] = await Promise.all([web.get('/nowhere', { cookie: ann.cookie }), web.get('/a/never-was')])
  expect([ours.status, theirs.status]).toEqual([404, 404])
  expect(await ours.text()).toMatch(/<a [^>]*href="\/"[^>]*>To the overview/)
  expect(await theirs.text()).not.toContain('To the overview')
})

test('a message that left is called by what it is and by the order it is about', async () => {
  const { id, ref } = await makeOrder(app, shop, { username: 'about.it', email: 'about@example.com' })
  await sql(
    app.em.fork(),
    `insert into deliveries
       (id, state, key, kind, channel, recipient, zone, payload, not_before, sent_at, created_at, subject, subject_id)
     values (gen_random_uuid(), 'sent', 'about', 'orders.send-link', 'gmail', 'about@example.com', 'UTC', '{}',
       $1, $1, $1, 'order', $2)`,
    [app.now, id],
  )
  expect(await see('/deliveries')).toMatch(new RegExp(`D-\\d+ Cart link to about@example\\.com · ${ref}<`))
})

test('the overview shows what waits, by pipeline, and how many orders stand where', async () => {
  const { ref } = await makeOrder(app, shop, { username: 'over.view', email: 'over@example.com' })
  const page = await see('/')
  expect(page).toContain(`${ref} @over.view: 2 black, 1 red · over@example.com · $36.00`)
  expect(page).toMatch(/<h2>Orders · \d+<\/h2>/)
  expect(page).toMatch(/<strong>\d+<\/strong> To approve/)
})

test('the menu shows the groups, and the pages of the one that is open; a seller sees their own', async () => {
  const linksOf = (page: string, label: string) => {
    const [, nav = ''] = new RegExp(`<nav[^>]*aria-label="${label}">(.*?)</nav>`, 's').exec(page) ?? []
    return [...nav.matchAll(/<a href="(\S+)" (?:aria-current="(\w+)")?>([^<]+)/g)].map(([, ...link]) => link)
  }
  const sales = await see('/sales')
  expect(linksOf(sales, 'Areas').filter(([, current]) => current)).toEqual([['/orders', 'true', 'Orders']])
  expect(linksOf(sales, 'Areas').map(([, , name]) => name)).toEqual(
    expect.arrayContaining(['Overview', 'Orders', 'Operations']),
  )
  expect(linksOf(sales, 'Orders')).toEqual([
    ['/orders', undefined, 'Orders'],
    ['/sales', 'page', 'Sales'],
  ])
  expect(linksOf(sales, 'Operations')).toEqual([])
  const seller = await signIn(web, 'Menu seller', 'seller', shop.storeId)
  expect(linksOf(await see('/sales', seller.cookie), 'Areas').map(([path]) => path)).not.toContain('/deliveries')
})

test('orders are found by state, by ref, by name and by the beginning of an e-mail', async () => {
  const sought = await makeOrder(app, shop, {
    username: 'sought_1',
    email: 'sought@example.com',
    state: 'awaiting-address-reply',
  })
  const rival = await makeOrder(app, shop, { username: 'soughtx1', email: 'rival@example.com' })
  const found = async (query: string) => {
    const page = await see(`/orders?${query}`)
    return [sought.ref, rival.ref].filter((ref) => page.includes(`/orders/${ref}"`))
  }
  expect(await found('state=awaiting-address-reply')).toEqual([sought.ref])
  expect(await found(`q=${rival.ref}`)).toEqual([rival.ref])
  expect(await found('q=%40sought_')).toEqual([sought.ref])
  expect(await found('q=Rival%40')).toEqual([rival.ref])
  expect(await found('q=%25')).toEqual([])
  expect(await found('q=%27%3B+drop+table+orders')).toEqual([])
})

test('orders come fifty to a page', async () => {
  const big = await testWeb()
  const there = await makeShop(big.app)
  for (let i = 0; i < 51; i += 1) await makeOrder(big.app, there, { username: `u${i}` })
  const bo = await signIn(big, 'Bo')
  const pages = await Promise.all(
    ['1', '2'].map(async (page) => (await big.get(`/orders?page=${page}`, { cookie: bo.cookie })).text()),
  )
  expect(pages.map((page) => page.match(/class="row"/g)?.length)).toEqual([50, 1])
  expect(pages[0]).toContain('Page 1 of 2')
})

test('a button approves, says so once, and the history tells who through which door', async () => {
  const { id, ref } = await makeOrder(app, shop, { username: 'one', email: 'one@example.com' })
  const answer = await pressAs(ann, { token: token('approve', id, 0), back: `/orders/${ref}` })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `/orders/${ref}`])
  expect((await orderNow(id)).state).toBe('details-validated')
  const page = await see(`/orders/${ref}`, `${ann.cookie}; ${cookiesOf(answer)}`)
  expect(page).toContain('role="status"><p>')
  expect(page).toContain('Ann approved it.')
  const [moved] = await app.em.fork().find(Move, { recordId: id })
  expect(moved?.by).toMatchObject({ name: 'Ann', via: 'web' })
})

test('a second press is told who was first', async () => {
  const { id } = await makeOrder(app, shop, { username: 'two', email: 'two@example.com' })
  const cleo = await signIn(web, 'Cleo')
  await pressAs(ann, { token: token('approve', id) })
  const late = await pressAs(cleo, { token: token('approve', id) })
  expect(decodeURIComponent(cookiesOf(late))).toContain('Ann approved it at 14:02.')
})

test('a verb that asks shows its form, keeps what was typed when it is wrong, and acts when it is right', async () => {
  const { id } = await makeOrder(app, shop, { username: 'three', email: 'three@example.com' })
  const asked = await (await pressAs(ann, { token: token('edit', id) })).text()
  expect(asked).toContain('<label for="field-items">')
  expect(fieldIn(asked, 'answer.items')).toBe('2 black, 1 red')
  const wrong = await pressAs(ann, {
    token: token('edit', id),
    answered: '1',
    'answer.email': 'three@example.com',
    'answer.items': '0 "><script>',
  })
  const again = await wrong.text()
  expect(again).toContain('aria-invalid="true"')
  expect(again).toContain('value="0 &quot;&gt;&lt;script&gt;"')
  await pressAs(ann, {
    token: token('edit', id),
    answered: '1',
    'answer.email': 'new@example.com',
    'answer.items': '3 red',
  })
  expect(await orderNow(id)).toMatchObject({ email: 'new@example.com', items: { red: 3 } })
})

test('a form that our page did not send does nothing', async () => {
  const { id } = await makeOrder(app, shop, { username: 'four', email: 'four@example.com' })
  const bo = await signIn(web, 'Bo')
  const fields = { token: token('approve', id), back: '/' }
  for (const csrf of ['', 'x', bo.csrf]) expect((await pressAs({ ...ann, csrf }, fields)).status).toBe(403)
  expect((await web.post('/press', new URLSearchParams(fields), { cookie: ann.cookie })).status).toBe(403)
  expect((await web.post('/sign-out', '', { cookie: ann.cookie })).status).toBe(403)
  expect((await orderNow(id)).state).toBe('pending-details-validation')
})

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  '/a\r\nset-cookie: x=1',
])('nobody is sent to %j after a press', async (back) => {
  const answer = await pressAs(ann, { token: 'person.admit:AAAAAAAAAAAAAAAAAAAAAA', back })
  expect(answer.headers.get('location')).toBe('/')
})

test('what leaves is called by what it is, and one page has one clock, whoever writes 2:02 PM elsewhere', async () => {
  const mixed = await testWeb({
    TWILIO_ACCOUNT_SID: 'AC1',
    TWILIO_AUTH_TOKEN: 'x',
    MAIL_URL: 'smtp://m.example',
    MAIL_FROM: 'a@b.example',
  })
  const { em, now } = mixed.app
  const put = (kind: string, channel: string, recipient: string) =>
    sql(
      em.fork(),
      `insert into deliveries (id, state, key, kind, channel, recipient, zone, payload, not_before, sent_at, created_at)
       values (gen_random_uuid(), 'sent', $1, $1, $2, $3, 'UTC', '{}', $4, $4, $4)`,
      [kind, channel, recipient, now],
    )
  await put('bookings.offer', 'sms', '+13125550111')
  await put('orders.send-link', 'gmail', 'tilly@example.com')
  await put('prices.alert', 'price-mail', 'nia@example.com')
  await put('bookings.event', 'calendar', 'maya@example.com')
  const boss = await signIn(mixed, 'Boss')
  const page = await (await mixed.get('/deliveries', { cookie: boss.cookie })).text()
  expect([...page.matchAll(/<bdi class="name">D-\d+ ([^<]+)/g)].map(([, title]) => title)).toEqual([
    'Calendar entry for maya@example.com',
    'Price alert to nia@example.com',
    'Cart link to tilly@example.com',
    'Offer to +13125550111',
  ])
  expect(page.match(/Left [^<]+/g)).toEqual(['Left 14:02', 'Left 14:02', 'Left 14:02', 'Left 14:02'])
})

test('a session ends at once when its person is removed, and stays over when they come back', async () => {
  const dora = await signIn(web, 'Dora')
  expect((await web.get('/', { cookie: dora.cookie })).status).toBe(200)
  const moveTo = async (verb: string) => {
    const person = await app.em.fork().findOneOrFail(Person, dora.person.id)
    const by = { personId: ann.person.id, name: 'Ann', via: 'slack' as const }
    await inTransaction(app, (tx) =>
      move(tx, personKind, [person], verb, by, { set: () => ({ role: 'admin' as const }) }),
    )
  }
  await moveTo('remove')
  expect((await web.get('/orders', { cookie: dora.cookie })).status).toBe(401)
  expect((await pressAs(dora, { token: 'x' })).status).toBe(401)
  await moveTo('admit')
  expect((await web.get('/', { cookie: dora.cookie })).status).toBe(401)
})

test('a session ends after a week, and when its person signs out', async () => {
  const ed = await signIn(web, 'Ed')
  const then = app.now
  app.now = new Date(then.getTime() + 7 * 86_400_000 + 1)
  expect((await web.get('/', { cookie: ed.cookie })).status).toBe(401)
  app.now = then
  await web.post('/sign-out', new URLSearchParams({ csrf: ed.csrf }), { cookie: ed.cookie })
  expect((await web.get('/', { cookie: ed.cookie })).status).toBe(401)
})

test('a seller sees and moves the orders of their own store only; what they try beyond is written down', async () => {
  const mine = await makeOrder(app, shop, { username: 'mine', email: 'mine@example.com' })
  const theirs = await makeOrder(app, other, { username: 'theirs', email: 'theirs@example.com' })
  const sue = await signIn(web, 'Sue', 'seller', shop.storeId)
  const list = await see('/orders', sue.cookie)
  expect([list.includes(mine.ref), list.includes('theirs@example.com')]).toEqual([true, false])
  expect(await see('/', sue.cookie)).not.toContain('theirs@example.com')
  const before = await app.em.fork().count(RefusedPress)
  expect((await web.get(`/orders/${theirs.ref}`, { cookie: sue.cookie })).status).toBe(403)
  expect((await web.get('/deliveries', { cookie: sue.cookie })).status).toBe(403)
  expect((await pressAs(sue, { token: token('approve', theirs.id) })).status).toBe(403)
  expect((await web.get(`/people/P-${ann.person.number}`, { cookie: sue.cookie })).status).toBe(403)
  expect(await app.em.fork().count(RefusedPress)).toBe(before + 4)
  expect((await orderNow(theirs.id)).state).toBe('pending-details-validation')
})

test('a page is told when something moves, also after its connection to the database was cut', async () => {
  const { id } = await makeOrder(app, shop, { username: 'live', email: 'live@example.com' })
  const stop = new AbortController()
  const answer = await fetch(`${web.url}/events`, { headers: { cookie: ann.cookie }, signal: stop.signal })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const heard = listenTo(answer)
  await heard('event: again')
  await app.em
    .fork()
    .getConnection()
    .execute(
      `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen moves' and datname = current_database()`,
    )
  await heard('event: again')
  await press(app, token('approve', id), ann.visitor)
  expect(await heard('event: moved')).toContain(id)
  stop.abort()
})

test('an admin sees everyone with their names in chat, lets in, and removes; a seller does not see the page', async () => {
  const boss = await signIn(web, 'Boss')
  const seller = await signIn(web, 'Shopkeeper', 'seller', shop.storeId)
  expect((await web.get('/people', { cookie: seller.cookie })).status).toBe(403)
  await inTransaction(app, (tx) =>
    addPerson(tx, {
      ...{ state: 'asking', name: 'New One', role: null, zone: 'UTC' },
      identities: [{ via: 'slack', userId: 'T1:UNEW', name: 'newone' }],
    }),
  )
  const page = async () => (await web.get('/people', { cookie: boss.cookie })).text()
  const first = await page()
  expect(first.indexOf('New One asks to be let in')).toBeLessThan(first.indexOf('Boss is in as admin'))
  expect(first).toContain('newone on Slack')
  const press = (token: string) =>
    web.post('/press', new URLSearchParams({ csrf: boss.csrf, back: '/people', token }), { cookie: boss.cookie })
  const tokenOf = (text: string, label: string) =>
    new RegExp(`value="(person\\.[^"]+)"[^>]*>${label}<`).exec(text.slice(text.indexOf('New One')))?.[1] ?? ''
  expect((await press(tokenOf(first, 'As booker'))).headers.get('location')).toBe('/people')
  const second = await page()
  expect(second).toContain('New One is in as booker')
  await press(tokenOf(second, 'Remove'))
  expect(await page()).toContain('New One was removed')
})

test('a step is run, paused and resumed from its page, and what broke last stands there', async () => {
  const boss = await signIn(web, 'Jobs boss')
  app.steps = [{ name: 'orders.scrape', what: 'Looking for comments', every: '1 hour', pipeline: 'orders' }]
  await sql(
    app.em.fork(),
    `insert into step_runs (step, started_at, finished_at, failures, last_error, next_try_at) values ('orders.scrape', $1, $1, 2, 'instagram: <b>no</b>', $1)`,
    [app.now],
  )
  await inTransaction(app, (tx) =>
    openAlert(tx, { key: 'step:x', pipeline: 'orders', title: 'It broke', detail: 'Why', step: null }),
  )
  const page = async () => (await web.get('/jobs', { cookie: boss.cookie })).text()
  const act = (command: string, step = 'orders.scrape') =>
    web.post('/jobs', new URLSearchParams({ csrf: boss.csrf, command, step }), { cookie: boss.cookie })
  expect(await page()).toMatch(/failed 2 times[\s\S]*instagram: &lt;b&gt;no/)
  expect(await page()).toContain('It broke')
  app.bells.length = 0
  expect((await act('run')).status).toBe(303)
  expect(app.bells.map(({ step }) => step)).toEqual(['orders.scrape'])
  await act('pause')
  expect(await page()).toContain('aria-label="Resume: Looking for comments"')
  const answer = await act('run')
  expect(decodeURIComponent(answer.headers.getSetCookie().join())).toContain('orders.scrape is paused')
  await act('resume')
  expect(await page()).toContain('aria-label="Pause: Looking for comments"')
  expect(
    (await web.post('/jobs', new URLSearchParams({ command: 'run', step: 'x' }), { cookie: boss.cookie })).status,
  ).toBe(403)
  const seller = await signIn(web, 'Not boss', 'seller', shop.storeId)
  expect((await web.get('/jobs', { cookie: seller.cookie })).status).toBe(403)
})
