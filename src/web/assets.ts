import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const types = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' }

/** A file pages load. Its name changes with its content, so browsers may keep it for ever. */
export type Asset = { path: string; body: string; type: string }

export const stylesheet = load('style', 'css')
export const liveScript = load('live', 'js')
/** Tells a form in which time zone its visitor is. */
export const zoneScript = load('zone', 'js')

function load(name: string, ending: keyof typeof types): Asset {
  const body = readFileSync(new URL(`./assets/${name}.${ending}`, import.meta.url), 'utf8')
  const version = createHash('sha256').update(body).digest('base64url').slice(0, 8)
  return { path: `/assets/${name}.${version}.${ending}`, body, type: types[ending] }
}
