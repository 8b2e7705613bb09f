import { expect, test } from 'vitest'
import { Session } from '#entities/people/session.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { createHttp } from '#src/http/server.ts'
import { mintLink } from '#src/links/links.ts'
import { makeMember } from '#test/make.ts'
import { cartLink, cookiesOf, everything, fieldIn, makeOrder, makeShop, signIn, springfield, testWeb } from './web.ts'

const web = await testWeb({ CHECKOUT_PAY_URL: 'https://pay.example.com/bead?shop=7' })
const { app } = web
const shop = await makeShop(app)
const linked = () => makeOrder(app, shop, { state: 'shopping-cart-link-sent', address: springfield })

test('000-073 the cart link shows items, prices, total, the validated address and where to pay', async () => {
  const { id, ref } = await linked()
  const page = await (await web.get(await cartLink(app, id))).text()
  for (const words of [
    'Bead &amp; Branch',
    `Order ${ref}`,
    '2 × black',
    '1 × red',
    '$12.00 each',
    '$24.00',
    '$36.00',
  ]) {
    expect(page).toContain(words)
  }
  expect(page).toContain('1420 Alderwick Ln, Springfield, IL 62704-1234, USA')
  expect(page).toContain(
    `href="https://pay.example.com/bead?shop=7&amp;order=${ref}&amp;amount=36.00&amp;currency=USD"`,
  )
  expect(page).not.toContain('tilly.fernsworth@example.com')
})

test('000-073 the cart link opens any number of times, also after a restart, until it expires', async () => {
  const { id } = await linked()
  const path = await cartLink(app, id, 1)
  for (let i = 0; i < 3; i += 1) expect((await web.get(path)).status).toBe(200)
  const again = createHttp(app, { databaseUrl: app.databaseUrl })
  const { port } = await again.listen(0, '127.0.0.1')
  expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(200)
  await again.close()
  app.now = new Date(app.now.getTime() + 86_400_000)
  expect((await web.get(path)).status).toBe(410)
})

test('a link that is over and one that never was show the same page', async () => {
  const { id } = await linked()
  const [over, never, odd] = await Promise.all(
    [await cartLink(app, id, -1), '/a/AAAAAAAAAAAAAAAAAAAAAA', '/a/%27%20or%201=1'].map((path) => web.get(path)),
  )
  expect([over, never, odd].map((answer) => answer?.status)).toEqual([410, 404, 404])
  const pages = await Promise.all([over, never, odd].map((answer) => answer?.text()))
  expect(new Set(pages).size).toBe(1)
  // A customer reads it, who has no bot.
  expect(pages[0]).toContain('Reply to our message and we send a new one.')
  expect(pages[0]).not.toContain('dashboard')
})

test('a changed token opens nothing', async () => {
  const { id } = await linked()
  const path = await cartLink(app, id)
  const changed = path.slice(0, 5) + (path[5] === 'A' ? 'B' : 'A') + path.slice(6)
  expect((await web.get(changed)).status).toBe(404)
  expect((await web.get(`${path}A`)).status).toBe(404)
})

test('a hundred looks of previewers at each kind of link change no row', async () => {
  const { id } = await linked()
  const { text } = await runCommand(app, 'dashboard', await makeMember(app, 'Previewed'))
  const paths = [await cartLink(app, id), new URL(text.split('\n')[1] ?? '').pathname]
  const before = await everything(app)
  for (const path of paths) {
    for (let looks = 0; looks < 100; looks += 20) {
      const methods = Array.from({ length: 20 }, (_, at) => (at % 2 ? 'HEAD' : 'GET'))
      await Promise.all(methods.map((method) => fetch(web.url + path, { method })))
    }
  }
  expect(await everything(app)).toBe(before)
})

test('a cart link cannot be sent anything', async () => {
  const { id } = await linked()
  const answer = await web.post(await cartLink(app, id), 'x=1')
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
})

test('without a pay page the customer is told that payment details follow', async () => {
  const bare = await testWeb()
  const { id } = await makeOrder(bare.app, await makeShop(bare.app), {
    state: 'shopping-cart-link-sent',
    address: springfield,
  })
  const page = await (await bare.get(await cartLink(bare.app, id))).text()
  expect(page).toContain('We will send you payment details by e-mail.')
  expect(page).not.toContain('href="http')
})

test('who has paid is thanked, and an order that was closed asks for no money', async () => {
  const paid = await makeOrder(app, shop, { state: 'shopping-cart-link-sent', paidAt: app.now })
  const closed = await makeOrder(app, shop, { state: 'not-valid' })
  const [thanks, sorry] = [
    await (await web.get(await cartLink(app, paid.id))).text(),
    await (await web.get(await cartLink(app, closed.id))).text(),
  ]
  expect(thanks).toContain('Paid. Thank you!')
  expect(sorry).toContain('This order was closed')
  for (const page of [thanks, sorry]) expect(page).not.toContain('pay.example.com')
})

test('the sign-in link works once, in the browser that opened it', async () => {
  const ann = await signIn(web, 'Ann')
  expect(ann.status).toBe(303)
  expect((await web.get('/', { cookie: ann.cookie })).status).toBe(200)
  const over = await web.get(ann.path)
  expect([over.status, await over.text()]).toEqual([410, expect.stringContaining('type dashboard to the bot')])
  const again = await web.post(ann.path, new URLSearchParams({ csrf: 'x' }), { cookie: 'form=x' })
  expect(again.status).toBe(410)
  expect(again.headers.getSetCookie()).toEqual([])
})

test('the session cookie is out of reach of scripts and other sites', async () => {
  const secure = await testWeb({}, { publicUrl: 'https://desk.example.com' })
  const visitor = await makeMember(secure.app, 'Sam')
  const { text } = await runCommand(secure.app, 'dashboard', visitor)
  const { pathname, origin } = new URL(text.split('\n')[1] ?? '')
  expect(origin).toBe('https://desk.example.com')
  const form = await secure.get(pathname)
  const csrf = fieldIn(await form.text(), 'csrf')
  const answer = await secure.post(pathname, new URLSearchParams({ csrf }), { cookie: cookiesOf(form) })
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('__Host-session=')) ?? ''
  for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(part)
  const token = /session=([^;]*)/.exec(cookie)?.[1] ?? ''
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(JSON.stringify(await secure.app.em.fork().find(Session, {}))).not.toContain(token)
})

test('a sign-in sent from another page is refused, and the link is not used up', async () => {
  const visitor = await makeMember(app, 'Cross')
  const { text } = await runCommand(app, 'dashboard', visitor)
  const path = new URL(text.split('\n')[1] ?? '').pathname
  const form = await web.get(path)
  const csrf = fieldIn(await form.text(), 'csrf')
  expect((await web.post(path, new URLSearchParams({ csrf }))).status).toBe(403)
  expect((await web.post(path, '')).status).toBe(403)
  expect((await web.post(path, new URLSearchParams({}), { cookie: cookiesOf(form) })).status).toBe(403)
  expect((await web.post(path, new URLSearchParams({ csrf }), { cookie: cookiesOf(form) })).status).toBe(303)
})

test('whoever was removed meanwhile is not signed in', async () => {
  const visitor = await makeMember(app, 'Gone')
  const { text } = await runCommand(app, 'dashboard', visitor)
  const path = new URL(text.split('\n')[1] ?? '').pathname
  const form = await web.get(path)
  const csrf = fieldIn(await form.text(), 'csrf')
  await sql(app.em.fork(), `update people set state = 'removed' where name = 'Gone'`)
  const answer = await web.post(path, new URLSearchParams({ csrf }), { cookie: cookiesOf(form) })
  expect(answer.status).toBe(410)
  expect(cookiesOf(answer)).not.toContain('session')
})

test('the code of the first admin is no link', async () => {
  const expiresAt = new Date(app.now.getTime() + 60_000)
  const claim = await inTransaction(app, (tx) => mintLink(tx, { purpose: 'claim', subjectId: shop.storeId, expiresAt }))
  expect((await web.get(`/a/${claim}`)).status).toBe(404)
})
