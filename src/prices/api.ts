import { z } from 'zod'
import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { readZone } from '#src/basics/zone.ts'
import { readRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import { toDecimal } from '#src/money.ts'
import { notFound } from '#src/web/problem.ts'
import { type ApiRoute, defineRoute } from '#src/web/route.ts'
import { decimal, time } from '#src/web/shapes.ts'
import { firstLook } from './looks/first-look.ts'
import { siteShape, trackedShape, watchShape, writeSite, writeTracked, writeWatch } from './shapes.ts'
import { listSites } from './sites/sites.ts'
import { type TrackedView, trackedSubject } from './tracked-subject.ts'
import { addProduct } from './watches/add-product.ts'
import { subscribe } from './watches/subscribe.ts'
import { loadWatches } from './watches/watch-view.ts'

const url = z.string().trim().min(1).max(2_000).describe('The product page')
const text = z.string().trim().max(200).nullish()

/** A subscriber and a product by POST; the page is looked at before the answer. */
const addSubscription = defineRoute({
  method: 'post',
  path: '/subscriptions',
  summary: 'Watches a product for someone; they are asked to confirm',
  body: z.strictObject({
    url,
    email: text,
    phone_number: text,
    first_name: text,
    last_name: text,
    notify_by: z.enum(['mail', 'sms']).optional().describe('mail where an e-mail is given, else sms'),
    zone: z.string().refine(readZone, 'is no time zone').nullish().describe('IANA: Europe/Prague; empty: the shop’s'),
    rule: z.string().max(40).default('').describe('10%, 5 off, under 20, up; empty: any drop'),
  }),
  answer: z.strictObject({ subscription: watchShape }),
  status: 201,
  async run({ app, caller: { member, by }, body }) {
    const notifyBy = body.notify_by ?? (body.email ? 'mail' : 'sms')
    const subscriber = {
      ...{ notifyBy, email: body.email, phoneNumber: body.phone_number },
      ...{ firstName: body.first_name, lastName: body.last_name, zone: body.zone },
    }
    const actor = { personId: member.id, name: member.name, via: by.via }
    const { watch } = await subscribe(app, { url: body.url, rule: body.rule, subscriber, by: actor })
    const [view] = await loadWatches(app.em.fork(), [watch.id])
    if (!view) throw notFound()
    return { subscription: writeWatch(view) }
  },
})

const addTracked = defineRoute({
  method: 'post',
  path: '/tracked-products',
  summary: 'Adds a product page; it rests again when nobody has watched it or asked for it in two hours',
  body: z.strictObject({ url }),
  answer: z.strictObject({ product: trackedShape }),
  status: 201,
  async run({ app, body }) {
    const product = await addProduct(app, body.url)
    const { id } = product.state === 'new' ? await firstLook(app, product) : product
    const [view] = (await trackedSubject.load(app.em.fork(), [id])) as TrackedView[]
    if (!view) throw notFound()
    return { product: writeTracked(view) }
  },
})

const priceShape = z.strictObject({
  price: decimal.nullable(),
  currency: z.string().nullable(),
  availability: z.string().nullable().describe('null: a figure of a day whose single prices are in the archive'),
  recorded_at: time,
})

const listPrices = defineRoute({
  method: 'get',
  path: '/tracked-products/:ref/prices',
  summary: 'The prices of a product over time, newest first',
  params: { ref: 'Ref, such as T-3' },
  answer: z.strictObject({ prices: z.array(priceShape) }),
  async run({ app, params }) {
    const ref = readRef(params.ref ?? '')
    const em = app.em.fork()
    const product = ref?.prefix === 'T' ? await em.findOne(TrackedProduct, { number: ref.number }) : null
    if (!product) throw notFound('There is no such product.')
    const rows = await sql<PriceRow>(
      em,
      `select price::text, currency, availability, at::text, at as moment from prices
         where product_id = $1 and withdrawn_at is null
       union select point.price::text, currency, null, point.at::text, point.at from price_days
         cross join lateral (values (low_at, low), (high_at, high), (last_at, last)) as point(at, price)
         where product_id = $1 and not exists (
           select 1 from prices kept where kept.product_id = $1 and kept.at = point.at)
       order by moment desc limit 500`,
      [product.id],
    )
    return { prices: rows.map(writePriceRow) }
  },
})

type PriceRow = { price: string | null; currency: string | null; availability: string | null; at: string }

function writePriceRow({ price, currency, availability, at }: PriceRow) {
  const amount = price !== null && currency ? toDecimal(BigInt(price), currency) : null
  return { price: amount, currency, availability, recorded_at: new Date(at).toISOString() }
}

const websites = defineRoute({
  method: 'get',
  path: '/websites',
  summary: 'The shops that are watched, how often they let us look, and how they answer',
  answer: z.strictObject({ websites: z.array(siteShape) }),
  run: async ({ app }) => ({ websites: (await listSites(app)).map(writeSite) }),
})

export const priceRoutes: ApiRoute[] = [addSubscription, addTracked, listPrices, websites]
