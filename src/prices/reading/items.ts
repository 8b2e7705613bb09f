import type { Bag } from './json.ts'

type Scope = { node: Bag; depth: number }
type Open = { name: string; into: Bag; text: string; depth: number }

const VALUES: Record<string, string> = {
  meta: 'content',
  link: 'href',
  a: 'href',
  img: 'src',
  time: 'datetime',
  data: 'value',
}
const MOST_TEXT = 500

/** Microdata and RDFa as the nodes JSON-LD would have: `{'@type': 'Product', name, offers: {price}}`. */
export function createItemReader() {
  const roots: Bag[] = []
  const scopes: Scope[] = []
  const open: Open[] = []
  let depth = 0
  return {
    roots,
    open(tag: string, attributes: Record<string, string>): void {
      depth += 1
      const parent = scopes.at(-1)?.node ?? null
      const isScope = 'itemscope' in attributes || attributes.typeof !== undefined
      if (isScope) scopes.push({ node: openScope(roots, parent, attributes), depth })
      else if (parent) open.push(...openValues(parent, tag, attributes, depth))
    },
    text(text: string): void {
      for (const one of open) if (one.text.length < MOST_TEXT) one.text += text
    },
    close(): void {
      while (open.at(-1)?.depth === depth) {
        const done = open.pop()
        if (done) add(done.into, done.name, done.text.replace(/\s+/g, ' ').trim())
      }
      if (scopes.at(-1)?.depth === depth) scopes.pop()
      depth -= 1
    },
  }
}

function openScope(roots: Bag[], parent: Bag | null, attributes: Record<string, string>): Bag {
  const node: Bag = { '@type': typesOf(attributes) }
  const names = namesOf(attributes)
  if (!parent || names.length === 0) roots.push(node)
  else for (const name of names) add(parent, name, node)
  return node
}

/** Takes a value that stands in an attribute; the names whose value is the text to come are returned. */
function openValues(parent: Bag, tag: string, attributes: Record<string, string>, depth: number): Open[] {
  const names = namesOf(attributes)
  const value = attributes.content ?? attributes[VALUES[tag] ?? '']
  if (value === undefined) return names.map((name) => ({ name, into: parent, text: '', depth }))
  for (const name of names) add(parent, name, value)
  return []
}

function typesOf({ itemtype, typeof: rdfa }: Record<string, string>): string[] {
  return (itemtype ?? rdfa ?? '').split(/\s+/).map((one) => one.replace(/^.*[/#:]/, ''))
}

function namesOf({ itemprop, property }: Record<string, string>): string[] {
  const names = itemprop ?? (property?.includes(':') && !property.startsWith('schema:') ? '' : (property ?? ''))
  return names.split(/\s+/).flatMap((name) => name.replace(/^.*[/#:]/, '') || [])
}

function add(node: Bag, name: string, value: unknown): void {
  if (value === '' || name === '__proto__') return
  const known = node[name]
  node[name] = known === undefined ? value : Array.isArray(known) ? [...known, value] : [known, value]
}
