import type { EmulatorContext } from 'emulate'
import { readLink } from './read-link.ts'
import type { PaymentLink, StripeState } from './state.ts'
import { StripeError, writeStripeError } from './stripe-error.ts'

/** The routes of api.stripe.com that make Payment Links. */
export function setupStripe(
  { app, state }: EmulatorContext<StripeState>,
  secretKey: string,
  pageOf: (name: string) => string,
): void {
  app.onError((error) => {
    if (error instanceof StripeError) return writeStripeError(error)
    throw error
  })
  app.use('*', (context, next) => {
    if (context.req.header('authorization') === `Bearer ${secretKey}`) return next()
    throw new StripeError('Invalid API Key provided: sk_test_****', null, null, 401)
  })
  app.post('/v1/payment_links', async (context) => {
    const key = context.req.header('idempotency-key')
    return once(state, key, await context.req.text(), (params) => writeLink(addLink(state, params, pageOf)))
  })
  app.get('/v1/payment_links', (context) => {
    const limit = Number(context.req.query('limit') ?? 10)
    const data = state.links.toReversed().slice(0, limit).map(writeLink)
    return context.json({ object: 'list', url: '/v1/payment_links', has_more: data.length < state.links.length, data })
  })
  app.get('/v1/payment_links/:id', (context) => {
    const link = state.links.find(({ id }) => id === context.req.param('id'))
    if (!link) throw missing(`No such payment_link: '${context.req.param('id')}'`)
    return context.json(writeLink(link))
  })
  app.post('/v1/payment_links/:id', async (context) => {
    const link = state.links.find(({ id }) => id === context.req.param('id'))
    if (!link) throw missing(`No such payment_link: '${context.req.param('id')}'`)
    const active = new URLSearchParams(await context.req.text()).get('active')
    if (active !== null) link.active = active === 'true'
    return context.json(writeLink(link))
  })
  app.notFound((context) =>
    writeStripeError(missing(`Unrecognized request URL (${context.req.method}: ${context.req.path}).`)),
  )
}

/** What a key was answered once, it is always answered, a failure too; only what was refused unread is not kept. */
function once(
  state: StripeState,
  key: string | undefined,
  text: string,
  work: (params: URLSearchParams) => unknown,
): Response {
  const kept = key === undefined ? undefined : state.kept[key]
  if (kept && kept.params !== text) {
    const message = 'Keys for idempotent requests can only be used with the same parameters they were first used with.'
    throw new StripeError(message, 'idempotency_key_reused')
  }
  if (kept) return answer(kept.status, kept.body, { 'idempotent-replayed': 'true' })
  const fails = state.failures > 0
  if (fails) state.failures -= 1
  const body = JSON.stringify(
    fails ? { error: { type: 'api_error', message: 'Something went wrong' } } : work(new URLSearchParams(text)),
  )
  const status = fails ? 500 : 200
  if (key !== undefined) state.kept[key] = { params: text, status, body }
  return answer(status, body)
}

function answer(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } })
}

function addLink(state: StripeState, params: URLSearchParams, pageOf: (name: string) => string): PaymentLink {
  const read = readLink(params)
  state.serial += 1
  const name = String(state.serial).padStart(4, '0')
  const link = { id: `plink_${name}`, url: pageOf(`test_${name}`), active: true, paid: 0, ...read }
  state.links.push(link)
  return link
}

function writeLink({ id, url, active, currency, metadata, limit, paid }: PaymentLink): unknown {
  const restrictions = limit === null ? null : { completed_sessions: { count: paid, limit } }
  return { id, object: 'payment_link', active, currency, livemode: false, metadata, restrictions, url }
}

function missing(message: string): StripeError {
  return new StripeError(message, 'resource_missing', null, 404)
}
