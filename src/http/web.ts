import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Needs } from '#src/app.ts'
import type { Answer, Call } from '#src/web/answer.ts'
import type { Caller } from '#src/web/caller.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import type { SignedIn } from './signed-in.ts'

/** A request whose body was read whole, before anything looks at it. */
export type Incoming = IncomingMessage & { rawBody?: Buffer; requestId?: string }

/** What the routes run in. `me` is there on the dashboard, `caller` in the API, `door` behind an open one. */
export type Web = {
  Bindings: { incoming: Incoming; outgoing: ServerResponse }
  Variables: { me: SignedIn; caller: Caller; door: OpenDoor }
}

/** The bytes as they came: what a signature is over. */
export function rawBodyOf(c: Context<Web>): Buffer {
  return c.env.incoming.rawBody ?? Buffer.alloc(0)
}

export function isHttps({ publicUrl }: Needs<'publicUrl'>): boolean {
  return publicUrl.startsWith('https:')
}

/** The request, for what knows no Hono. */
export function callOf(c: Context<Web>): Call {
  const { pathname, search } = new URL(c.req.url)
  return {
    method: c.req.method,
    path: c.req.path,
    url: `${pathname}${search}`,
    params: c.req.param() as Record<string, string>,
    query: c.req.query(),
    headers: c.req.raw.headers,
    raw: rawBodyOf(c),
  }
}

/** The answer of what knows no Hono. */
export function send(c: Context<Web>, answer: Answer): Response | Promise<Response> {
  const { status = 200, html, json, text, bytes, pieces, type, headers = {} } = answer
  const code = status as ContentfulStatusCode
  if (html !== undefined) return c.html(html, code, headers)
  if (json !== undefined) return c.json(json as object, code, headers)
  const typed = { ...headers, 'content-type': type ?? 'text/plain; charset=utf-8' }
  if (text !== undefined) return c.body(text, code, typed)
  if (bytes !== undefined) return c.body(new Uint8Array(bytes), code, typed)
  if (pieces !== undefined) return c.body(streamOf(pieces), code, typed)
  return c.body(null, code, headers)
}

/**
 * Asks for a piece when the one before has left; whoever goes away before the end ends it. Why it fails is for the log
 * of who writes it: the server would send that along where nothing has left yet.
 */
function streamOf(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const left = pieces[Symbol.asyncIterator]()
  return new ReadableStream(
    {
      async pull(controller) {
        const piece = await left.next().catch(() => null)
        if (!piece) controller.error(new Error('an answer was cut off'))
        else if (piece.done) controller.close()
        else controller.enqueue(Buffer.from(piece.value))
      },
      async cancel() {
        await left.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
