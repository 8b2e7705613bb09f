import { Hono } from 'hono'
import { liveScript, stylesheet, zoneScript } from '#src/web/assets.ts'
import type { Web } from './web.ts'

export function assetRoutes(): Hono<Web> {
  const web = new Hono<Web>()
  for (const { path, body, type } of [stylesheet, liveScript, zoneScript]) {
    const headers = { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }
    web.get(path.slice('/assets'.length), (c) => c.body(body, 200, headers))
  }
  return web
}

/** Browsers ask for it by themselves, also where no page names it. */
export function iconRoutes(): Hono<Web> {
  const web = new Hono<Web>()
  const headers = { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' }
  for (const path of ['/favicon.ico', '/favicon.svg']) web.get(path, (c) => c.body(ICON, 200, headers))
  return web
}

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">' +
  '<rect width="32" height="32" rx="8" fill="#1f5f4a"/>' +
  '<path d="M9 17l5 5 9-12" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" ' +
  'stroke-linejoin="round"/></svg>'
