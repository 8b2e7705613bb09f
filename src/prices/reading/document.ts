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
  /** The classes of the elements around the heading: a shop's software says there whether it is in stock. */
  around: string[]
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
    around: [],
    states: [],
  }
  const items = createItemReader()
  const struck = new Set<string>()
  const lines = createLineReader(struck)
  let raw: Raw | null = null
  const parser = new Parser({
    onopentag(tag, attributes) {
      note(found, tag, attributes)
      raw = openRaw(tag, attributes) ?? raw
      items.open(tag, attributes)
      lines.open(tag, attributes)
    },
    ontext(text) {
      if (raw) takeRaw(raw, text)
      items.text(text)
      lines.text(text)
    },
    onclosetag(tag) {
      if (raw?.tag === tag) {
        keepRaw(found, struck, raw)
        raw = null
      }
      items.close()
      lines.close(tag)
    },
  })
  parser.write(html)
  parser.end()
  lines.finish()
  found.heading = headingOf(lines.lines, found.title)
  return Object.assign(found, { items: items.roots, lines: lines.lines, around: lines.around() })
}

const PARTS = /\s+(?:[-|\u2013\u2014\u00b7\u00bb]|::)\s+/

/** The first of the first rank; where there is none, one of another rank that the title names beside the shop. */
function headingOf(lines: readonly Line[], title: string | null): string | null {
  const first = lines.find(({ heading }) => heading === 1)
  const parts = (title ?? '').split(PARTS).map((part) => part.trim().toLowerCase())
  const named = lines.find(({ heading, text }) => heading !== null && parts.includes(text.trim().toLowerCase()))
  return (first ?? (parts.length > 1 ? named : undefined))?.text.trim() ?? null
}

/** An element whose content is text and no page: a title, a style sheet, a script that holds JSON. */
type Raw = { tag: string; text: string; isCode: boolean; isKept: boolean }

function openRaw(tag: string, { type = '', src, media = 'all' }: Record<string, string>): Raw | null {
  if (tag === 'title') return { tag, text: '', isCode: false, isKept: true }
  if (tag === 'style') return { tag, text: '', isCode: false, isKept: /^\s*(?:all|screen)?\s*$/i.test(media) }
  const isCode = !STATE.test(type)
  return tag === 'script' ? { tag, text: '', isCode, isKept: !isCode || !(src || type.endsWith('json')) } : null
}

function takeRaw(raw: Raw, text: string): void {
  if (raw.isCode && raw.text === '' && !ASSIGNED.test(text)) raw.isKept = false
  if (raw.isKept && raw.text.length < MOST_STATE) raw.text += text
}

function keepRaw(found: Document, struck: Set<string>, { tag, text, isCode }: Raw): void {
  if (tag === 'title') found.title ??= text.replace(/\s+/g, ' ').trim() || null
  else if (tag === 'style') keepStruck(struck, text)
  else if (text) found.states.push(isCode ? assigned(text) : text)
}

/** Comments and strings of a style sheet: their braces open nothing. */
const NO_RULE = /\/\*[\s\S]*?(?:\*\/|$)|"[^"\n]*"?|'[^'\n]*'?/g
const DECORATION = /(?<![\w-])text-decoration(?:-line)?\s*:([^;]{0,80})/i

/**
 * Keeps the classes that a style sheet crosses out: `.then { text-decoration: line-through }`. A rule with a condition,
 * as `.on-sale .then` or one for print only, says nothing of this page.
 */
function keepStruck(struck: Set<string>, style: string): void {
  let [depth, selectors] = [0, '']
  for (const [, text = '', brace] of style.replace(NO_RULE, ' ').matchAll(/([^{}]*)([{}]|$)/g)) {
    if (depth === 0) selectors = text
    if (depth === 1) decorate(struck, selectors, text)
    depth = Math.max(0, depth + (brace === '{' ? 1 : -1))
  }
}

function decorate(struck: Set<string>, selectors: string, body: string): void {
  const [, decoration] = DECORATION.exec(body) ?? []
  if (decoration === undefined) return
  const act = /line-through/i.test(decoration) ? 'add' : 'delete'
  for (const name of loneClasses(selectors)) struck[act](name)
}

function loneClasses(selectors: string): string[] {
  const own = selectors.split(';').at(-1) ?? ''
  return own.split(',').flatMap((selector) => /^\.([\w-]{1,80})$/.exec(selector.trim())?.[1] ?? [])
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
