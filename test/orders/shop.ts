import { afterAll } from 'vitest'
import { Order } from '#entities/orders/order.ts'
import type { App } from '#src/app.ts'
import { takeClientMails } from '#src/bookings/clients/take-mails.ts'
import { writeToken } from '#src/cards/token.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { formFor, press } from '#src/desk/press/press.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { settleAccount, settleStore } from '#src/instagram/account.ts'
import { fetchMails } from '#src/mailbox/fetch-mails.ts'
import { pollMailbox } from '#src/mailbox/poll-mailbox.ts'
import { checkAddresses } from '#src/orders/address/check-address.ts'
import { askModel } from '#src/orders/comments/ask-model.ts'
import { extractOrders } from '#src/orders/comments/extract.ts'
import { scrapeComments } from '#src/orders/comments/scrape.ts'
import { takeComments } from '#src/orders/comments/take-comments.ts'
import { orderDeliveries } from '#src/orders/deliveries.ts'
import { sendLinks } from '#src/orders/link/link.ts'
import { takeMails } from '#src/orders/mails/take-mails.ts'
import { addSale } from '#src/orders/sales/add-sale.ts'
import { resolveSales } from '#src/orders/sales/resolve.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { createSenders } from '#src/outbox/senders.ts'
import { inboxReaders } from '#src/pipelines.ts'
import { createVendors } from '#src/vendors.ts'
import { createGoogleStandIn } from '#src/world/google/google.ts'
import { createMetaStandIn } from '#src/world/meta/meta.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { makeMember } from '#test/make.ts'

const POST = 'https://www.instagram.com/p/28yy9oRb9O/'

export type Shop = Awaited<ReturnType<typeof openShop>>

/** The comment-order pipeline with real vendors' SDKs against stand-ins, every step run by hand, time in our hands. */
export async function openShop(environment: Record<string, string> = {}, overrides: Partial<App> = {}) {
  const meta = await createMetaStandIn({
    appId: '1',
    appSecret: 'meta-secret',
    verifyToken: 'verify',
    accessToken: 'meta-token',
    igUserId: '17841400000000001',
  })
  const google = await createGoogleStandIn({
    clientId: 'id',
    clientSecret: 'secret',
    refreshToken: 'refresh',
    mapsApiKey: 'maps',
    address: 'orders@beadandbranch.example',
    unitsPerMinute: 1_000_000,
  })
  afterAll(() => Promise.all([meta.close(), google.close()]))
  const settings = {
    STORE_NAME: 'Bead & Branch',
    META_GRAPH_URL: meta.url,
    META_APP_SECRET: 'meta-secret',
    INSTAGRAM_ACCESS_TOKEN: 'meta-token',
    INSTAGRAM_USER_ID: '17841400000000001',
    GOOGLE_CLIENT_ID: 'id',
    GOOGLE_CLIENT_SECRET: 'secret',
    GOOGLE_REFRESH_TOKEN: 'refresh',
    GOOGLE_API_ROOT: google.url,
    GOOGLE_TOKEN_URL: `${google.url}/token`,
    GOOGLE_MAPS_API_KEY: 'maps',
    COMMENT_CALLS_PER_HOUR: '1000',
    CHECKOUT_PAY_URL: 'https://pay.example.com/bead',
    ...environment,
  }
  const app = await testApp({}, settings)
  Object.assign(app, createVendors(app.settings, app.publicUrl), overrides)
  await settleStore(app)
  await settleAccount(app)
  const ann = await makeMember(app, 'Ann')
  const bo = await makeMember(app, 'Bo')
  const shop = { app, meta, google, ann, bo, settings, ...createHands(app) }
  /** A comment that no webhook told of: scraped, read, and the order it became. */
  async function comment(username: string, text: string): Promise<Order> {
    await meta.act.comment({ username, text, shortcode: '28yy9oRb9O', silent: true })
    await sql(app.em.fork(), 'update sales set scraped_at = null')
    app.ring('orders.scrape')
    await shop.settle()
    return shop.order(username)
  }
  /** The customer's mails by their threads. */
  const threads = (email: string) => google.view().customers.find(({ address }) => address === email)?.threads ?? []
  const letters = (email: string) => threads(email).flatMap((thread) => thread.letters)
  /** An order whose mail that asks for the address has left. */
  async function asked(username: string, email = `${username}@example.com`, items = '1 red') {
    const { id, number } = await comment(username, `${items} ${email}`)
    await shop.press(ann, 'order', 'approve', id)
    shop.pass(15)
    await shop.settle()
    const answer = async (text: string) => {
      await google.act.customerReplies({ from: email, text })
      await shop.settle()
    }
    const look = { card: () => shop.card('order', id), now: () => shop.order(username), letters: () => letters(email) }
    return { id, ref: `O-${number}`, email, answer, ...look }
  }
  return { ...shop, openSale: () => openSale(shop), inlet: app.inlet, comment, asked, threads, letters }
}

function createHands(app: TestApp) {
  const steps = [
    resolveSales,
    takeComments,
    scrapeOnce(app),
    extractOrders,
    askModel,
    (one: TestApp) => pollMailbox(one, inboxReaders()),
    fetchMails,
    takeMails,
    takeClientMails,
    checkAddresses,
    sendLinks,
  ]
  return {
    /** Runs every step until none finds work, as the bells would. */
    async settle(): Promise<void> {
      for (let left = 20; left > 0; left -= 1) {
        let done = 0
        for (const step of steps) done += await step(app)
        done += await sendDue(app, createSenders(app), orderDeliveries)
        if (done === 0) return
      }
      throw new Error('the steps do not come to rest')
    },
    pass(seconds: number): void {
      app.now = new Date(app.now.getTime() + seconds * 1000)
    },
    orders: () => app.em.fork().find(Order, { id: { $ne: null } }, { orderBy: { number: 'asc' } }),
    async order(username: string): Promise<Order> {
      const [order] = await app.em.fork().find(Order, { username }, { orderBy: { number: 'desc' }, limit: 1 })
      if (!order) throw new Error(`@${username} has no order`)
      return order
    },
    /** The card as it would be drawn now. */
    async card(kind: string, id: string) {
      const subject = subjectNamed(kind)
      const [view] = await subject.load(app.em.fork(), [id])
      if (!view) throw new Error('nothing to draw')
      const buttons = subject.offers(view).filter(({ quiet }) => !quiet)
      return {
        ...subject.card(view, app),
        labels: buttons.map(({ verb, label }) => label ?? subject.verbs[verb]?.label),
      }
    },
    press: (
      by: Visitor,
      kind: string,
      verb: string,
      id: string,
      answers?: Record<string, string>,
      arg?: { moves: number; arg: string },
    ) => press(app, writeToken({ subject: kind, verb, id, ...arg }), by, answers),
    form: (by: Visitor, kind: string, verb: string, id: string) =>
      formFor(app, writeToken({ subject: kind, verb, id }), by),
  }
}

/** A scrape runs when it is asked to, not at every turn: it costs calls. */
function scrapeOnce(app: TestApp) {
  return async () => {
    const rung = app.bells.some(({ step }) => step === 'orders.scrape')
    app.bells.length = 0
    if (rung) await scrapeComments(app)
    return 0
  }
}

async function openSale(shop: { app: TestApp; ann: Visitor; settle(): Promise<void> }): Promise<string> {
  const { id } = await addSale(shop.app, { url: POST, by: { personId: null, name: 'Ann', via: 'slack' } })
  await shop.settle()
  await press(shop.app, writeToken({ subject: 'sale', verb: 'confirm', id }), shop.ann)
  return id
}
