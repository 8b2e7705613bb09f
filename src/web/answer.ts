import type { Html } from './html.ts'
import { refuseBroken } from './read.ts'

/** What a door, a link or a page says back. One of html, json, text, bytes and pieces; none: an empty answer. */
export type Answer = {
  /** 200 unless told. */
  status?: number
  html?: Html
  json?: unknown
  text?: string
  bytes?: Uint8Array
  /** What is too long to be written in one go: a piece is asked for when the one before has left. */
  pieces?: AsyncIterable<string>
  /** Of text, bytes and pieces: `text/calendar; charset=utf-8`. */
  type?: string
  headers?: Record<string, string>
}

/** A request whose body was read whole, at most 1 MB of it. */
export type Call = {
  method: string
  path: string
  /** Path and query as they were asked for: what some signatures are over. */
  url: string
  params: Record<string, string>
  query: Record<string, string>
  headers: Headers
  /** The bytes as they came. */
  raw: Buffer
}

/** For a page that changes as its record does: nobody keeps it. */
export const FRESH = { 'cache-control': 'no-store' }

/** Sends the browser on, with GET. */
export function redirect(location: string): Answer {
  return { status: 303, headers: { location } }
}

/** The fields of a sent form, urlencoded or multipart, as text. */
export async function readForm({ headers, raw }: Pick<Call, 'headers' | 'raw'>): Promise<Record<string, string>> {
  const type = headers.get('content-type') ?? ''
  if (!/^multipart\/form-data/i.test(type)) return whole(Object.fromEntries(new URLSearchParams(raw.toString('utf8'))))
  const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData()
  return whole(
    Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
  )
}

function whole(fields: Record<string, string>): Record<string, string> {
  refuseBroken(fields)
  return fields
}
