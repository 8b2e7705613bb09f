import { createCourier } from '#src/world/courier.ts'
import type { Fault, StandIn, StandInOptions } from '#src/world/vendor/stand-in.ts'
import { createVendor } from '../vendor/vendor.ts'
import { createMetaAct, type MetaAct, type WebhookSettings } from './act.ts'
import { type MetaApp, readCall } from './call.ts'
import { drawJpeg, readDrawing } from './draw-product.ts'
import { answerGraph } from './graph.ts'
import { GraphError, writeGraphError } from './graph-error.ts'
import { postNotice, verifyCallback } from './notices.ts'
import { answerLogin } from './oauth.ts'
import { type MetaState, type Notice, seedMeta } from './state.ts'
import { type MetaView, viewMeta } from './view.ts'

export type MetaOptions = StandInOptions & {
  appId: string
  appSecret: string
  verifyToken: string
  accessToken: string
  igUserId: string
  clock?: () => Date
  /** How far back comments can be read (Meta's legacy limit was 150); none: all. */
  commentWindow?: number
  /** The waits before the second, third ... try of a webhook. */
  retryDelaysMs?: number[]
}

export type MetaStandIn = Omit<StandIn<MetaView, MetaAct>, 'view'> & {
  /** One account's side of it; the shop's own unless told. */
  view(accountId?: string): MetaView
  /** Sets the app's callback, after the handshake; rejects when the endpoint does not prove itself. */
  connect(webhook: { webhookUrl: string }): Promise<void>
  webhooks: WebhookSettings
  /** Until every webhook is delivered or waits for a later try. */
  settled(): Promise<void>
}

const RETRY_MS = [0, 1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000]

/** Instagram with its Graph API (any version in the path) and its webhooks, on loopback. */
export async function createMetaStandIn(options: MetaOptions): Promise<MetaStandIn> {
  const app: MetaApp = { clock: () => new Date(), ...options }
  const vendor = await createVendor<MetaState>(
    {
      name: 'meta',
      state: () => seedMeta({ ...options, now: app.clock() }),
      setup: ({ app: routes, state }) => {
        routes.use('/pictures/:file', (context) => sendPicture(context.req.param('file') ?? '', state))
        routes.use('*', (context) => answer(context.req.raw, state, app))
      },
      refuse: (fault) => refuse(fault, options.appId),
    },
    options,
  )
  const courier = createCourier<Notice>({
    post(body) {
      const url = vendor.state.webhookUrl
      return url ? postNotice(url, body, options.appSecret) : null
    },
    change: (edit) => vendor.change(edit),
    delaysMs: options.retryDelaysMs ?? RETRY_MS,
  })
  const webhooks: WebhookSettings = { shape: 'changes', silent: false, duplicate: false }

  return Object.assign(vendor, {
    webhooks,
    view: (accountId?: string) => viewMeta(vendor.state, accountId),
    act: createMetaAct(vendor, courier, app, webhooks),
    settled: () => courier.settled(),
    async connect({ webhookUrl }: { webhookUrl: string }) {
      await verifyCallback(webhookUrl, options.verifyToken)
      await vendor.change((state) => {
        state.webhookUrl = webhookUrl
      })
      courier.send(vendor.state.notices.filter((notice) => !notice.delivered))
    },
    close: closeBoth(courier, vendor.close),
  })
}

function closeBoth(courier: { close(): Promise<void> }, close: () => Promise<void>): () => Promise<void> {
  return async () => {
    await courier.close()
    await close()
  }
}

async function answer(request: Request, state: MetaState, app: MetaApp): Promise<Response> {
  try {
    const login = await answerLogin(request.clone() as Request, state, app)
    if (login) return login
    const call = await readCall(request, state, app)
    return Response.json(answerGraph(call), { headers: writeUsage(state, app.appId) })
  } catch (error) {
    if (error instanceof GraphError) return writeGraphError(error, writeUsage(state, app.appId))
    throw error
  }
}

/** A picture of a post, or of a slide: `<id>.jpg`, `<id>-2.jpg`. */
async function sendPicture(file: string, { media }: MetaState): Promise<Response> {
  const id = /^(\d+)(?:-\d)?\.jpg$/.exec(file)?.[1]
  const post = media.find((one) => one.id === id)
  const drawing =
    post &&
    (readDrawing(post.picture) ?? { shape: 'ring', colour: '#c8102e', category: 'Fashion & Apparel', isBlurry: false })
  if (!drawing) return new Response('gone', { status: 404 })
  return new Response(new Uint8Array(await drawJpeg(drawing)), { headers: { 'content-type': 'image/jpeg' } })
}

/** https://developers.facebook.com/docs/graph-api/overview/rate-limiting */
function writeUsage({ usage }: MetaState, appId: string): Record<string, string> {
  const { percent, waitMin } = usage
  const figures = { call_count: percent, total_cputime: Math.floor(percent / 4), total_time: Math.floor(percent / 5) }
  const account = { type: 'instagram', ...figures, estimated_time_to_regain_access: waitMin }
  return {
    'x-app-usage': JSON.stringify(figures),
    'x-business-use-case-usage': JSON.stringify({ [appId]: [account] }),
  }
}

function refuse(fault: Fault, appId: string): Response {
  if (fault.kind !== 'rate-limited') {
    const status = fault.kind === 'error' ? fault.status : 500
    return writeGraphError(new GraphError(status >= 500 ? 2 : 1), {}, status)
  }
  const waitMin = Math.ceil(fault.retryAfterS / 60)
  const usage = [{ type: 'instagram', call_count: 100, estimated_time_to_regain_access: waitMin }]
  return writeGraphError(new GraphError(4), { 'x-business-use-case-usage': JSON.stringify({ [appId]: usage }) })
}
