import type { Field } from './field.ts'
import { find, type Json, writeSeat, writeSlot } from './json-lines.ts'
import { roleOf } from './labels.ts'

/** `mails`: texts in it that are mails of their own, with the subject and sender beside them. */
export type JsonRead = { fields: Field[]; mails: { body: string; subject: string; from: string }[]; isCut: boolean }

const MOST_DEPTH = 8
const BODIES = new Set(['body', 'plain', 'html', 'text', 'content', 'raw', 'mail', 'payload', 'data', 'bodyplain'])
for (const more of ['bodyhtml', 'textbody', 'htmlbody', 'strippedtext', 'emailbody']) BODIES.add(more)
const isBodyKey = (key: string) => BODIES.has(key.toLowerCase().replace(/[_-]/g, ''))

/** Fields of a JSON body, however deep; null where it is no JSON. One that is cut off is read as far as it goes. */
export function readJson(text: string): JsonRead | null {
  const trimmed = text.trim()
  if (!/^(?:[{[]|"\s*[{[\\])/.test(trimmed)) return null
  const value = parse(trimmed)
  const read: JsonRead = { fields: [], mails: [], isCut: false }
  if (value !== undefined) {
    walk('', value, read, 0)
    return read
  }
  if (!/^[{[]\s*["{[]/.test(trimmed)) return null
  return { ...readPieces(trimmed), isCut: true }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

/** `"key": "value"` pairs of a broken JSON. */
function readPieces(text: string): { fields: Field[]; mails: JsonRead['mails'] } {
  const read: JsonRead = { fields: [], mails: [], isCut: true }
  for (const [, key = '', quoted, bare] of text
    .slice(0, 60_000)
    .matchAll(/"([\w .?-]{1,60})"\s{0,5}:\s{0,5}(?:"((?:[^"\\]|\\.){0,4000})(?:"|$)|([\d.]{1,20}))/g)) {
    walk(key, parse(`"${quoted ?? bare ?? ''}"`) ?? quoted ?? bare ?? '', read, 1)
  }
  return read
}

function walk(key: string, value: Json, read: JsonRead, depth: number): void {
  if (depth > MOST_DEPTH || read.fields.length > 200) return
  if (typeof value === 'string') takeText(key, value, read, depth)
  else if (typeof value === 'number') read.fields.push({ role: roleOf(key), label: key, value: String(value) })
  else if (value !== null && typeof value === 'object') walkInto(key, value, read, depth)
}

function walkInto(key: string, value: Json[] | { [key: string]: Json }, read: JsonRead, depth: number): void {
  const role = roleOf(key)
  const all = Array.isArray(value) ? value : [value]
  if (role === 'instruments') read.fields.push({ role, label: key, value: all.map(writeSeat).join('\n') })
  else if (isTiming(role) && !isBodyKey(key)) {
    read.fields.push({ role: 'times', label: key, value: all.map(writeSlot).join('\n') })
  } else if (Array.isArray(value)) walkList(key, value, read, depth)
  else walkObject(key, value, read, depth)
}

function isTiming(role: Field['role']): boolean {
  return role === 'times' || role === 'date' || role === 'time'
}

function takeText(key: string, value: string, read: JsonRead, depth: number): void {
  const inner = /^\s*(?:[{[]|"[{[\\])/.test(value) ? parse(value) : undefined
  const isMail = /[\n<]/.test(value) && (isBodyKey(key) || (roleOf(key) === 'text' && /^[^\n:]{2,40}:/m.test(value)))
  if (inner !== undefined && typeof inner !== 'number') walk(key, inner, read, depth + 1)
  else if (isMail) read.mails.push({ body: value, subject: '', from: '' })
  else read.fields.push({ role: roleOf(key), label: key, value: value.trim() })
}

function walkList(key: string, list: Json[], read: JsonRead, depth: number): void {
  if (list.every((one) => typeof one === 'string' || typeof one === 'number')) {
    takeText(key, list.join('\n'), read, depth)
    return
  }
  for (const one of list.slice(0, 100)) {
    const answer = answerOf(one)
    walk(answer?.label ?? key, answer?.value ?? one, read, depth + 1)
  }
}

/** Forms that list their questions: `{label, value}`, `{question, answer}`, `{title, type, text}`. */
function answerOf(one: Json): { label: string; value: Json } | null {
  if (one === null || typeof one !== 'object' || Array.isArray(one)) return null
  const label = find(one, /^(?:label|question|title|field|field_?name|name|key|ref)$/i)
  const value = find(one, /^(?:value|values|answer|answers|response|text|choices?|email|phone_number|content)$/i)
  const name = nameOf(label)
  return name !== null && value !== undefined ? { label: name, value } : null
}

/** A label, or the object that holds it: `{field: {title: 'Name'}}`. */
function nameOf(label: Json | undefined): string | null {
  if (typeof label === 'string') return label
  if (label === undefined || label === null || typeof label !== 'object' || Array.isArray(label)) return null
  const inner = find(label, /^(?:title|label|name|question|ref|key)$/i)
  return typeof inner === 'string' ? inner : null
}

function walkObject(key: string, value: { [key: string]: Json }, read: JsonRead, depth: number): void {
  const before = read.mails.length
  const entries = Object.entries(value)
  const hasPlain = entries.some(
    ([name, text]) => /plain|^text$|stripped/i.test(name) && typeof text === 'string' && text.trim() !== '',
  )
  for (const [name, inner] of entries) {
    if (hasPlain && /html/i.test(name)) continue
    const single = ['value', 'answer', 'text', 'raw'].includes(name.toLowerCase()) && key !== '' && roleOf(key) !== null
    walk(single ? key : name, inner, read, depth + 1)
  }
  const subject = find(value, /^subject$/i)
  const from = find(value, /^(?:from|sender)$/i)
  for (const mail of read.mails.slice(before)) {
    if (typeof subject === 'string') mail.subject ||= subject
    if (typeof from === 'string') mail.from ||= from
  }
}
