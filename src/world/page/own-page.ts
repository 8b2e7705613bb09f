import type { MiddlewareHandler } from 'hono'

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/**
 * The sandbox has no sign-in: it answers under its own names only (a stranger's name may be pointed at this machine),
 * and takes forms from its own pages only.
 */
export function ownPageOnly(publicUrl: string): MiddlewareHandler {
  const own = new URL(publicUrl).host
  return async (c, next) => {
    const host = c.req.header('host') ?? ''
    if (host !== own && !LOCAL.test(host)) return c.text(`The sandbox is at ${publicUrl}/sandbox.`, 403)
    if (c.req.method === 'POST' && !isFromHere(host, c.req.header('origin'), c.req.header('sec-fetch-site')))
      return c.text('That was not sent from the sandbox.', 403)
    // Without a referrer browsers send a form with no origin.
    c.header('referrer-policy', 'same-origin')
    return next()
  }
}

/** Browsers say where a request comes from; programs on this machine say nothing. */
function isFromHere(host: string, origin: string | undefined, site: string | undefined): boolean {
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return origin === undefined || URL.parse(origin)?.host === host
}
