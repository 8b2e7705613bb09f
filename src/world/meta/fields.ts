import { GraphError } from './graph-error.ts'

/** A `fields` parameter: `id,from{id,username},replies.limit(5){id}`. */
export type Fields = Map<string, { inner: Fields | null; limit: number | null }>

/** One Graph object; an edge is a function of what is asked of it. */
export type GraphNode = Record<string, unknown>
export type Edge = (inner: Fields | null, limit: number | null) => unknown

export function readFields(text: string): Fields {
  const fields: Fields = new Map()
  for (const part of splitTop(text)) {
    const match = /^(\w+)((?:\.\w+\(\w*\))*)(?:\{(.*)\})?$/s.exec(part)
    if (!match?.[1]) throw new GraphError(100, '(#100) Syntax error in the fields parameter')
    const limit = /\.limit\((\d+)\)/.exec(match[2] ?? '')?.[1]
    fields.set(match[1], { inner: match[3] === undefined ? null : readFields(match[3]), limit: limit ? +limit : null })
  }
  return fields
}

/** What was asked of a node, and `id`, which Graph always adds; nulls are left out, as Graph does. */
export function pick(type: string, node: GraphNode, fields: Fields): GraphNode {
  const picked: GraphNode = {}
  for (const [name, { inner, limit }] of fields) {
    if (!(name in node)) {
      throw new GraphError(100, `(#100) Tried accessing nonexisting field (${name}) on node type (${type})`)
    }
    const value = readValue(node[name], inner, limit)
    if (value !== null && value !== undefined) picked[name] = value
  }
  return { ...picked, id: node.id }
}

function readValue(value: unknown, inner: Fields | null, limit: number | null): unknown {
  if (typeof value === 'function') return (value as Edge)(inner, limit)
  if (!inner || typeof value !== 'object' || !value) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => inner.has(key)))
}

/** Splits at the commas that are not inside braces. */
function splitTop(text: string): string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const char of text) {
    if (char === '{') depth++
    if (char === '}') depth--
    if (char === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += char
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}
