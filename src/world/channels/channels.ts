import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Fault, StandIn, StandInOptions } from '#src/world/vendor/stand-in.ts'
import { createVendor } from '#src/world/vendor/vendor.ts'
import { isSigned, SIGNATURE, signCall } from './signature.ts'
import { type ChannelState, type Received, seedChannel } from './state.ts'

export type ChannelOptions = StandInOptions & { name: string; secret: string; clock?: () => Date }

export type ChannelView = Pick<ChannelState, 'received' | 'written' | 'refuses' | 'perMinute'> & { name: string }

export type ChannelAct = {
  /** A lead writes to the account of a rep. */
  write(words: { from: string; text: string; id?: string }): Promise<number>
  /** The platform refuses whoever is this lead from now on; null: no more. */
  refuse(lead: string, refusal: { code: number; message: string } | null): Promise<void>
  /** More than so many acts a minute are 429; null: as many as one likes. */
  limit(perMinute: number | null): Promise<void>
  /** Forgets what it got and what leads wrote. */
  clear(): Promise<void>
}

export type ChannelStandIn = StandIn<ChannelView, ChannelAct> & {
  /** Where it tells what leads wrote: the inbound door of its channel. */
  connect(inboundUrl: string): Promise<void>
}

const call = z.object({
  id: z.uuid(),
  activity: z.string(),
  account: z.object({ username: z.string().nullable() }),
  lead: z.object({ handle: z.string(), name: z.string().nullable() }),
  content: z.string(),
})
const MINUTE_MS = 60_000

/** A channel's microservice on loopback: does what it is asked once, remembers it, and tells what leads answer. */
export async function createChannelStandIn(options: ChannelOptions): Promise<ChannelStandIn> {
  const { name, secret, clock = () => new Date() } = options
  const vendor = await createVendor<ChannelState>(
    {
      name,
      state: seedChannel,
      setup: ({ app, state }) => {
        app.use('*', async (context, next) => {
          const { method, path } = context.req
          const body = Buffer.from(await context.req.raw.clone().arrayBuffer())
          // Signed by the real clock, whatever time the sandbox plays.
          if (path !== '/' && !isSigned(secret, context.req.header(SIGNATURE), new Date(), { method, path, body })) {
            return refused(401, { code: 'bad_signature', message: 'the signature does not fit' })
          }
          return next()
        })
        app.post('/activities', async (context) => {
          const read = call.safeParse(await context.req.json().catch(() => null))
          if (!read.success) return refused(400, { code: 'invalid', message: 'no such act' })
          return take(state, read.data, clock())
        })
        app.get('/activities/:id', (context) => {
          const found = state.received.find(({ id }) => id === context.req.param('id'))
          return found ? tell(found) : refused(404, { code: 'not_received', message: 'nothing of that id has come' })
        })
      },
      refuse,
    },
    options,
  )
  return Object.assign(vendor, {
    view: () => ({ ...structuredClone(vendor.state), name }),
    connect: (inboundUrl: string) => vendor.change((state) => void Object.assign(state, { inboundUrl })),
    act: {
      async write({ from, text, id = randomUUID() }: { from: string; text: string; id?: string }) {
        const at = clock().toISOString()
        const url = vendor.state.inboundUrl
        const status = url ? await post(url, secret, clock(), { type: 'message', id, from, text, at }) : 0
        await vendor.change((state) => void state.written.push({ id, at, from, text, told: status === 202 }))
        return status
      },
      refuse: (lead: string, refusal: { code: number; message: string } | null) =>
        vendor.change((state) => {
          if (refusal) state.refuses[lead] = refusal
          else delete state.refuses[lead]
        }),
      limit: (perMinute: number | null) => vendor.change((state) => void Object.assign(state, { perMinute })),
      clear: () =>
        vendor.change(
          (state) => void Object.assign(state, { received: [], written: [], refuses: {}, perMinute: null }),
        ),
    },
  })
}

function take(state: ChannelState, asked: z.infer<typeof call>, now: Date): Response {
  const known = state.received.find(({ id }) => id === asked.id)
  if (known) return tell(known)
  const since = now.getTime() - MINUTE_MS
  const lately = state.received.filter(({ at }) => Date.parse(at) > since).length
  if (state.perMinute !== null && lately >= state.perMinute) {
    return refused(429, { code: 613, message: 'Calls to this api have exceeded the rate limit.' }, '60')
  }
  const refusal = state.refuses[asked.lead.handle] ?? null
  state.serial += 1
  const received: Received = {
    ...{ id: asked.id, at: now.toISOString(), activity: asked.activity, account: asked.account.username ?? '' },
    ...{ lead: asked.lead.handle, content: asked.content, status: refusal ? 'refused' : 'done' },
    ...{ ref: refusal ? null : `m${state.serial}`, code: refusal?.code ?? null },
  }
  state.received.push(received)
  if (refusal) return refused(400, refusal)
  return tell(received)
}

function tell({ status, ref, code }: Received): Response {
  if (status === 'done') return Response.json({ status, ref })
  return Response.json({ status: 'failed', error: { code, message: 'refused' } })
}

function refused(status: number, error: { code: number | string; message: string }, retryAfter?: string): Response {
  return Response.json({ error }, { status, headers: retryAfter ? { 'retry-after': retryAfter } : {} })
}

function refuse(fault: Fault): Response {
  if (fault.kind === 'rate-limited') {
    return refused(
      429,
      { code: 613, message: 'Calls to this api have exceeded the rate limit.' },
      String(fault.retryAfterS),
    )
  }
  return new Response('<html>Bad gateway</html>', { status: fault.kind === 'error' ? fault.status : 502 })
}

/** Tells the product, signed; the status it answered with, 0 where it did not. */
async function post(url: string, secret: string, now: Date, said: object): Promise<number> {
  const body = JSON.stringify(said)
  const path = new URL(url).pathname
  const headers = {
    'content-type': 'application/json',
    [SIGNATURE]: signCall(secret, now, { method: 'POST', path, body }),
  }
  const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) }).catch(
    () => null,
  )
  return answer?.status ?? 0
}
