import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import type { Web } from './web.ts'

const types = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' }

/** The files pages load. Their names change with their content, so browsers may keep them for ever. */
export const stylesheet = load('style', 'css')
export const liveScript = load('live', 'js')

export function assetRoutes(): Hono<Web> {
  const web = new Hono<Web>()
  for (const { path, body, type } of [stylesheet, liveScript]) {
    const headers = { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }
    web.get(path.slice('/assets'.length), (c) => c.body(body, 200, headers))
  }
  return web
}

function load(name: string, ending: keyof typeof types): { path: string; body: string; type: string } {
  const body = readFileSync(new URL(`./assets/${name}.${ending}`, import.meta.url), 'utf8')
  const version = createHash('sha256').update(body).digest('base64url').slice(0, 8)
  return { path: `/assets/${name}.${version}.${ending}`, body, type: types[ending] }
}
