import { Parser } from 'htmlparser2'
import { createItemReader } from './items.ts'
import type { Bag } from './json.ts'
import { createLineReader, type Line } from './lines.ts'

/** What one pass over a page finds. */
export type Document = {
  lang: string
  title: string | null
  /** The first heading of the first rank. */
  heading: string | null
  canonical: string | null
  metas: Record<string, string>
  /** Microdata and RDFa. */
  items: Bag[]
  lines: Line[]
  /** The texts of scripts that hold JSON: the state an app starts from. */
  states: string[]
}

const STATE = /^(?:application\/json|text\/x-json)/i
const MOST_STATE = 2_000_000
/** `window.__INITIAL_STATE__ = {`, where nothing else stands before it. */
const ASSIGNED = /^\s*window\.__[A-Z_]{3,40}__\s*=\s*(?=\{)/

/** Reads a page once: its head, its marked-up items, what it shows, and the state its scripts start from. */
export function readDocument(html: string): Document {
  const found: Document = {
    lang: '',
    title: null,
    heading: null,
    canonical: null,
    metas: {},
    items: [],
    lines: [],
    states: [],
  }
  const items = createItemReader()
  const lines = createLineReader()
  let script: string | null = null
  let isCode = false
  let title: string | null = null
  const parser = new Parser({
    onopentag(tag, attributes) {
      note(found, tag, attributes)
      if (tag === 'script') {
        isCode = !STATE.test(attributes.type ?? '')
        script = isCode && (attributes.src || attributes.type?.endsWith('json')) ? null : ''
      }
      if (tag === 'title' && found.title === null) title = ''
      items.open(tag, attributes)
      lines.open(tag, attributes)
    },
    ontext(text) {
      if (script === '' && isCode && !ASSIGNED.test(text)) script = null
      if (script !== null && script.length < MOST_STATE) script += text
      if (title !== null) title += text
      items.text(text)
      lines.text(text)
    },
    onclosetag(tag) {
      if (tag === 'script' && script) found.states.push(isCode ? assigned(script) : script)
      if (tag === 'script') script = null
      if (tag === 'title' && title !== null) {
        found.title = title.replace(/\s+/g, ' ').trim() || null
        title = null
      }
      items.close()
      lines.close(tag)
    },
  })
  parser.write(html)
  parser.end()
  lines.finish()
  found.heading = lines.lines.find(({ heading }) => heading === 1)?.text.trim() ?? null
  return Object.assign(found, { items: items.roots, lines: lines.lines })
}

/** What is assigned, without the code behind it. */
function assigned(script: string): string {
  const [state = ''] = script.replace(ASSIGNED, '').split(/;\s*(?:\n|$|\(|var |window\.)/, 1)
  return state
}

function note(found: Document, tag: string, attributes: Record<string, string>): void {
  if (tag === 'html') found.lang = attributes.lang ?? attributes['xml:lang'] ?? ''
  if (tag === 'link' && attributes.rel === 'canonical') found.canonical ??= attributes.href ?? null
  if (tag !== 'meta') return
  const name = (attributes.property ?? attributes.name ?? '').toLowerCase()
  if (name && attributes.content !== undefined && found.metas[name] === undefined)
    found.metas[name] = attributes.content
}
