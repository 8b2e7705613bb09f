import { createHash } from 'node:crypto'
import { openKeptFile } from '../vendor/kept-file.ts'
import { type Served, serve } from '../vendor/serve.ts'
import type { Fault, StandIn, StandInOptions } from '../vendor/stand-in.ts'
import { answerApi, pathOf } from './apis.ts'
import { type Good, stockShop } from './goods.ts'
import { drawPage } from './layouts.ts'
import { drawPicture } from './picture.ts'

export type ShopView = { goods: Good[]; looks: number; url: string }

export type ShopAct = {
  /** Changes a product as its owner would; a new price is that of every variant. */
  set(
    slug: string,
    change: Partial<Pick<Good, 'price' | 'was' | 'inStock' | 'isFew' | 'slip' | 'trouble' | 'layout'>>,
  ): void
  /** What robots.txt says; null: there is none. */
  allow(robots: string | null): void
}

export type ShopStandIn = StandIn<ShopView, ShopAct>

type State = { port: number; goods: Good[]; robots: string | null }

/** A shop on loopback whose prices, stock, pages and faults can be set. It keeps its address between runs. */
export async function createShopStandIn(options: StandInOptions = {}): Promise<ShopStandIn> {
  const { kept, save } = await openKeptFile<State>(options.file)
  const state = kept ?? { port: options.port ?? 0, goods: stockShop(), robots: null }
  const listeners: (() => void)[] = []
  const lastAnswers = new Map<string, number>()
  let looks = 0
  let fault: Fault | null = null
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const changed = () => {
    void save(state)
    tell()
  }
  const answer = async (request: Request) => {
    looks += 1
    const response = await answerFor(state, request)
    // Something new was seen, or what was seen is kept by now: whoever watches the stage may see what came of it.
    if (response.status !== 304 || lastAnswers.get(request.url) !== 304) tell()
    lastAnswers.set(request.url, response.status)
    return response
  }
  const served = await listen({ port: state.port, answer, fault: () => fault, refuse })
  state.port = Number(new URL(served.url).port)
  await save(state)
  return {
    url: served.url,
    view: () => ({ goods: state.goods, looks, url: served.url }),
    act: {
      set(slug, change) {
        const good = state.goods.find((one) => one.slug === slug)
        if (!good) return
        Object.assign(good, change)
        if (change.price !== undefined) for (const variant of good.variants) variant.price = change.price
        changed()
      },
      allow(robots) {
        state.robots = robots
        changed()
      },
    },
    get fault() {
      return fault
    },
    set fault(next) {
      fault = next
      changed()
    },
    onChange: (listener) => void listeners.push(listener),
    async reset() {
      Object.assign(state, { goods: stockShop(), robots: null })
      changed()
    },
    async close() {
      await served.close()
      await save(state)
    },
  }
}

/** The port of the last run may be taken by now. */
function listen(serving: Parameters<typeof serve>[0]): Promise<Served> {
  return serve(serving).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    return serve({ ...serving, port: 0 })
  })
}

async function answerFor({ goods, robots }: State, request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  if (pathname === '/robots.txt') return new Response(robots ?? '', { status: robots === null ? 404 : 200 })
  const drawn = goods.find(({ slug }) => pathname === `/pictures/${slug}.jpg`)
  if (drawn)
    return new Response(new Uint8Array(await drawPicture(drawn)), { headers: { 'content-type': 'image/jpeg' } })
  const said = answerApi(goods, new URL(request.url))
  if (said !== null) return page(JSON.stringify(said), request, 200, 'application/json')
  const good = goods.find((one) => pathname === pathOf(one))
  if (!good || good.trouble === 'gone')
    return page('<html><title>Page not found</title><h1>Page not found</h1></html>', request, 404)
  if (good.trouble === 'wall')
    return page('<html><title>Just a moment...</title><h1>Verify you are human</h1></html>', request)
  if (good.trouble === 'moved') return new Response(null, { status: 302, headers: { location: 'http://127.0.0.1:9/' } })
  return page(drawPage(good, searchParams.get('variant')), request)
}

function page(text: string, request: Request, status = 200, type = 'text/html'): Response {
  const etag = `"${createHash('sha1').update(text).digest('base64url')}"`
  if (status === 200 && request.headers.get('if-none-match') === etag) return new Response(null, { status: 304 })
  return new Response(text, { status, headers: { 'content-type': `${type}; charset=utf-8`, etag } })
}

function refuse(fault: Fault): Response {
  if (fault.kind === 'rate-limited') {
    return new Response('Slow down', { status: 429, headers: { 'retry-after': String(fault.retryAfterS) } })
  }
  return new Response('Broken', { status: fault.kind === 'error' ? fault.status : 500 })
}
