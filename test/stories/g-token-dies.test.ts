import { beforeAll, expect, test } from 'vitest'
import { Alert } from '#entities/operations/alert.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { createHttp } from '#src/http/server.ts'
import { GOOGLE_TOKENS, readSecret } from '#src/secrets.ts'
import { createVendors } from '#src/vendors.ts'
import { cookiesOf, fieldIn } from '#test/http/web.ts'
import { makeMember, onTelegram } from '#test/make.ts'
import { openShop, type Shop } from '#test/orders/shop.ts'

let shop: Shop
let url: string

beforeAll(async () => {
  shop = await openShop()
  const { app, google } = shop
  app.settings.GOOGLE_AUTH_URL = `${google.url}/o/oauth2/v2/auth`
  const http = createHttp(app, { databaseUrl: app.databaseUrl })
  const { port } = await http.listen(0, '127.0.0.1')
  url = `http://127.0.0.1:${port}`
  app.publicUrl = url
  Object.assign(app, vendors())
  await shop.openSale()
  return () => http.close()
})

/** As another process of the same settings would build them. */
function vendors() {
  const { app } = shop
  return createVendors(app.settings, app.publicUrl, { googleToken: () => readSecret(app, GOOGLE_TOKENS.shop) })
}

const customers = ['ada', 'ben', 'cleo']
const inbox = (name: string) =>
  shop.google.view().customers.find(({ address }) => address === `${name}@example.com`)?.threads ?? []

async function approveThree(): Promise<void> {
  for (const name of customers) {
    await shop.meta.act.comment({ username: name, text: `1 gold ${name}@example.com` })
  }
  shop.app.ring('orders.scrape')
  await shop.settle()
  for (const name of customers) await shop.press(shop.ann, 'order', 'approve', (await shop.order(name)).id)
  shop.pass(15)
}

async function alertCard() {
  const [alert] = await shop.app.em.fork().find(Alert, { key: 'vendor:gmail' })
  return { alert, card: await shop.card('alert', alert?.id ?? '') }
}

/** How often the order's card in Slack was to be drawn. */
async function drawn(id: string): Promise<number> {
  const query = `select wanted from card_posts where subject_id = $1 and platform = 'slack'`
  const [post] = await sql<{ wanted: number }>(shop.app.em.fork(), query, [id])
  return post?.wanted ?? 0
}

/** Follows the link of a reply as a browser does, to the page that ends it. */
async function follow(text: string, consent = (to: string) => fetch(to, { redirect: 'manual' })) {
  const link = /http\S+\/a\/\S+/.exec(text)?.[0] ?? ''
  const form = await fetch(link)
  const csrf = fieldIn(await form.text(), 'csrf')
  const started = await fetch(link, {
    method: 'POST',
    body: new URLSearchParams({ csrf }),
    headers: { cookie: cookiesOf(form) },
  })
  const toGoogle = /href="([^"]*\/o\/oauth2\/[^"]*)"/.exec(await started.text())?.[1]?.replaceAll('&amp;', '&') ?? ''
  const back = (await consent(toGoogle)).headers.get('location') ?? ''
  return { link, toGoogle, back, end: () => fetch(back, { headers: { cookie: cookiesOf(started) } }) }
}

test('story G: the token dies at night; after Reconnect the mails leave once and the card closes itself', async () => {
  await approveThree()
  const ada = await shop.order('ada')
  const before = await drawn(ada.id)
  await shop.google.act.revokeToken()
  await shop.settle()

  expect(await drawn(ada.id)).toBeGreaterThan(before)
  expect((await shop.card('order', ada.id)).footer).toContain('the mail could not leave yet, I try again')
  const { text: why } = await runCommand(shop.app, `why O-${ada.number}`, shop.ann)
  expect(why).toMatch(/The mail "[^"]+" to ada@example\.com waits: Gmail refused our token\. Next try \d\d:\d\d:\d\d\./)
  expect(why).toMatch(/Next: the mail could not leave yet\. Next try \d\d:\d\d\.$/)
  const { text: status } = await runCommand(shop.app, 'status', shop.ann)
  expect(status).toContain('Orders may be held up by what is broken below.')
  const { card } = await alertCard()
  expect(card.title).toMatch(/^A-\d+ Gmail refused our token\. 3 mails wait\.$/)
  expect(card.labels).toEqual(['Reconnect', 'Retry', 'Close'])
  const [ring] = await sql<{ ring: number }>(
    shop.app.em.fork(),
    `select ring from card_posts where subject = 'alert' and platform = 'slack'`,
  )
  expect(ring?.ring).toBeGreaterThan(0)

  const said = await shop.press(shop.ann, 'alert', 'reconnect', (await alertCard()).alert?.id ?? '')
  expect(said).toContain('within ten minutes')
  expect(said).toContain('ends the connection after 7 days')
  const elsewhere = vendors()
  await expect(elsewhere.gmail?.address()).rejects.toThrow('Gmail refused our token')

  const { toGoogle, end } = await follow(said)
  expect(new URL(toGoogle).searchParams.get('code_challenge_method')).toBe('S256')
  const page = await end()
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('orders@beadandbranch.example')])
  expect((await alertCard()).alert?.state).toBe('closed')

  await shop.settle()
  for (const name of customers) expect(inbox(name)).toHaveLength(1)
  expect((await alertCard()).card.title).toMatch(/^A-\d+ Works again since/)
  await shop.settle()
  for (const name of customers) expect(inbox(name)[0]?.letters).toHaveLength(1)
  const [row] = await sql<{ value: string }>(shop.app.em.fork(), 'select value from secrets')
  expect(row?.value).toMatch(/^v1:test:/)

  // A process that ran all the time finds the new token when Google refuses the old one.
  expect(await elsewhere.gmail?.address()).toBe('orders@beadandbranch.example')
})

test('a link to connect works once, for an admin, in the browser that began', async () => {
  const { app, ann } = shop
  const { text, isPrivate } = await runCommand(app, 'connect google', ann)
  expect(isPrivate).toBe(true)
  const before = await readSecret(app, GOOGLE_TOKENS.shop)
  const { link, back } = await follow(text)
  expect((await fetch(link)).status).toBe(410)
  expect((await fetch(back)).status).toBe(400)
  const { back: other } = await follow((await runCommand(app, 'connect google', ann)).text)
  const mixed = await follow((await runCommand(app, 'connect google', ann)).text, async () => {
    return new Response(null, { headers: { location: other } })
  })
  expect((await mixed.end()).status).toBe(400)
  expect(await readSecret(app, GOOGLE_TOKENS.shop)).toBe(before)

  const rep = await makeMember(app, 'Rae', 'rep')
  await expect(runCommand(app, 'connect google', rep)).rejects.toThrow('Only an admin')
})

test('who unticks a box at Google, or says no, is told; nothing is stored', async () => {
  const { app, ann } = shop
  const before = await readSecret(app, GOOGLE_TOKENS.shop)
  const unticked = await follow((await runCommand(app, 'connect google', ann)).text, (to) => {
    const asked = new URL(to)
    asked.searchParams.set('scope', 'https://www.googleapis.com/auth/calendar')
    return fetch(asked, { redirect: 'manual' })
  })
  expect(await (await unticked.end()).text()).toContain('tick every box')
  const refused = await follow((await runCommand(app, 'connect google', ann)).text, async (to) => {
    const from = new URL(to).searchParams
    const location = `${from.get('redirect_uri')}?error=access_denied&state=${from.get('state')}`
    return new Response(null, { headers: { location } })
  })
  expect(await (await refused.end()).text()).toContain('nothing has changed')
  expect(await readSecret(app, GOOGLE_TOKENS.shop)).toBe(before)
})

test('the wrong account is refused, and the right one stays in use', async () => {
  const { app } = shop
  app.settings.GMAIL_ADDRESS = 'elsewhere@example.com'
  const { end } = await follow((await runCommand(app, 'connect google', onTelegram(shop.bo))).text)
  expect(await (await end()).text()).toContain('but GMAIL_ADDRESS is elsewhere@example.com')
  app.settings.GMAIL_ADDRESS = undefined
  expect(await app.gmail?.address()).toBe('orders@beadandbranch.example')
})
