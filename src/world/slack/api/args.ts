import type { Bag } from '../bag.ts'
import { asText, isBag } from '../bag.ts'
import { Rejection } from './rejection.ts'

const nested = ['blocks', 'metadata', 'view', 'files', 'attachments']

/** What the app sent with a call: a form, JSON or a query; nested values of a form are JSON texts. */
export async function readArgs(request: Request): Promise<Bag> {
  const type = request.headers.get('content-type') ?? ''
  const body = await request.text()
  if (type.includes('application/json')) return readJsonBody(body)
  const query = new URL(request.url).searchParams
  const flat: Bag = Object.fromEntries([...query, ...new URLSearchParams(body)])
  for (const name of nested) if (name in flat) flat[name] = readNested(name, asText(flat[name]))
  return flat
}

/** A text that must be there. */
export function need(args: Bag, name: string, error = 'invalid_arguments'): string {
  const value = asText(args[name])
  if (value === '') throw new Rejection(error, { messages: [`missing required field: ${name}`] })
  return value
}

export function isOn(value: unknown): boolean {
  return ['true', '1'].includes(asText(value))
}

/** One page of a list, and the cursor of the next. */
export function page<Item>(items: Item[], args: Bag, usual: number): { items: Item[]; next_cursor: string } {
  const from = Number(Buffer.from(asText(args.cursor), 'base64url').toString() || 0)
  if (!Number.isInteger(from) || from < 0) throw new Rejection('invalid_cursor')
  const limit = Number(args.limit ?? usual)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new Rejection('invalid_limit')
  const more = from + limit < items.length
  return {
    items: items.slice(from, from + limit),
    next_cursor: more ? Buffer.from(String(from + limit)).toString('base64url') : '',
  }
}

function readJsonBody(body: string): Bag {
  const value = parse(body)
  if (!isBag(value)) throw new Rejection('invalid_json')
  return value
}

function readNested(name: string, value: string): unknown {
  const read = parse(value)
  if (read !== undefined) return read
  throw new Rejection(name === 'blocks' ? 'invalid_blocks_format' : 'invalid_arguments')
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}
