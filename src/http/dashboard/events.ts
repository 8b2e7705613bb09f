import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Live } from '../live.ts'
import type { Web } from '../web.ts'

const BEAT_MS = 20_000

/** News for one page, until it goes away, the server closes, or its session ends. */
export function streamNews(c: Context<Web>, live: Live, isStillIn: () => Promise<boolean>): Response {
  c.header('x-accel-buffering', 'no')
  return streamSSE(c, async (stream) => {
    const ended = Promise.withResolvers<void>()
    stream.onAbort(() => ended.resolve())
    const unsubscribe = live.subscribe((news) => {
      const event = news ? { event: 'moved', data: JSON.stringify(news) } : { event: 'again', data: '' }
      stream.writeSSE(event).catch(() => ended.resolve())
    }, ended.resolve)
    const timer = setInterval(async () => {
      if (!(await isStillIn().catch(() => true))) return ended.resolve()
      await stream.writeSSE({ event: 'beat', data: '' }).catch(() => ended.resolve())
    }, BEAT_MS)
    await stream.writeSSE({ event: 'hello', data: '' })
    await ended.promise
    clearInterval(timer)
    unsubscribe()
  })
}
