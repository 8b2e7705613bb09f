import { wordsOf } from '#src/reading/lexicon.ts'
import { stripQuotes } from '#src/reading/quotes.ts'
import { isMachine } from '../client/machine.ts'
import type { Problem } from '../problems.ts'
import { answeredLabels } from './answered-labels.ts'
import { mendEncoding } from './encoding.ts'
import type { Field } from './field.ts'
import { readFields } from './fields.ts'
import { tidy } from './fold.ts'
import { cutForwarded, dequote } from './forwarded.ts'
import { type JsonRead, readJson } from './json-fields.ts'
import { roleOf } from './labels.ts'
import { isHostile, isHtml, readMarkup, stripTags } from './markup.ts'
import { isMime, type Mail, readMime } from './mime.ts'

/** A mail out of all its wrappings: the answers of the form, the free words, and how it came. */
export type Source = {
  fields: Field[]
  prose: string
  signature: string
  /** Of an answer, what the writer had said before. */
  older: string
  subject: string
  from: string
  problems: Set<Problem>
  isReply: boolean
}

/** Everything beyond is left unread, and said: as it came, and as text. */
const MOST_CHARS = 120_000
const MOST_TEXT = 30_000
const MOST_LAYERS = 5

/** Takes MIME, JSON, form fields, HTML, forwards and quotes off a mail, in any order. */
export async function unwrap({ subject, from, body }: Mail): Promise<Source> {
  const source: Source = {
    fields: [],
    prose: '',
    signature: '',
    older: '',
    subject,
    from,
    problems: new Set(),
    isReply: false,
  }
  if (isHostile(body) || isHostile(subject)) source.problems.add('hostile_markup')
  if (body.length > MOST_CHARS) source.problems.add('truncated')
  await readLayer({ subject, from, body: body.slice(0, MOST_CHARS) }, source, 0)
  return source
}

async function readLayer(mail: Mail, source: Source, depth: number): Promise<void> {
  if (depth < MOST_LAYERS && isMime(mail.body)) return readLayer(await readMime(mail.body, mail), source, depth + 1)
  const mended = mendEncoding(mail.body)
  if (mended.isMended) source.problems.add('encoding')
  const body = mended.text
  const json = depth < MOST_LAYERS ? readJson(body) : null
  if (json) return readJsonLayer(json, mail, source, depth)
  const form = readForm(body)
  if (form) return void source.fields.push(...form)
  if (isHtml(body)) {
    if (/<[a-z/][^<>]{0,200}$/i.test(body.trimEnd().slice(-201))) source.problems.add('truncated')
    return readText(readMarkup(body), mail, source)
  }
  return readText(stripTags(body), mail, source)
}

async function readJsonLayer(json: JsonRead, mail: Mail, source: Source, depth: number): Promise<void> {
  if (json.isCut) source.problems.add('truncated')
  source.fields.push(...json.fields.filter(({ role }) => role !== 'from' && role !== 'subject').map(cleanField))
  for (const inner of json.mails.slice(0, 3)) {
    const { subject, from } = { subject: inner.subject || mail.subject, from: inner.from || mail.from }
    source.subject = subject
    source.from = from
    await readLayer({ body: inner.body, subject, from }, source, depth + 1)
  }
}

function cleanField(field: Field): Field {
  return { ...field, value: stripTags(tidy(field.value)) }
}

/** `name=Ann&email=ann%40example.com`, as a form posts itself. */
function readForm(body: string): Field[] | null {
  const line = body.trim()
  if (line.length > 50_000 || !/^[\w.[\]%+*-]{1,80}=[^&\s]*(?:&[\w.[\]%+*-]{1,80}=[^&\s]*)+$/.test(line)) return null
  return [...new URLSearchParams(line)].map(([label, value]) => {
    const name = label.replace(/^\w+\[([^\]]+)\].*$/, '$1').replace(/\[\d*\]$/, '')
    return { role: roleOf(name), label: name, value: stripTags(tidy(value)).trim() }
  })
}

const replyMark = /^\s*(?:re|aw|sv|antw|rif|odp)\s*(?:\[\d+\])?:/i
const forwardMark = /^\s*(?:fwd?|wg|tr|rv|i)\s*:/i
const breaks = [...wordsOf('booking-mail', 'broken off')]

function readText(raw: string, mail: Mail, source: Source): void {
  const text = tidy(raw.slice(0, MOST_TEXT))
  if (raw.length > MOST_TEXT) source.problems.add('truncated')
  const opened = openForward(text, mail, source) ?? { text, mail }
  // A form that writes "Re:" answers nobody.
  const isRobot = isMachine(/[^\s<>]+@[^\s<>]+/.exec(opened.mail.from)?.[0] ?? '')
  const isAnswer = replyMark.test(opened.mail.subject) && !isRobot && !source.problems.has('forwarded')
  const answered = answeredLabels(opened.text)
  const own = answered ?? (isAnswer ? stripQuotes(opened.text) : '')
  const said = own || dequote(source.problems.has('forwarded') ? withoutOlder(opened.text) : opened.text)
  if (isAnswer) source.older ||= saidBefore(opened.text, opened.mail.from)
  const read = readFields(said, opened.mail.from.replace(/<[^>]*>/, '').trim())
  source.fields.push(...read.fields)
  source.prose = [source.prose, read.prose].filter((part) => part !== '').join('\n')
  source.signature ||= read.signature
  source.isReply ||= isAnswer
  if (isCutOff(said) || read.isCut) source.problems.add('truncated')
}

/** What a forwarded mail quotes below its own words is older than they are. */
function withoutOlder(text: string): string {
  const isQuoted = (line: string) => line.startsWith('>')
  return isQuoted(text.trimStart())
    ? text
    : text
        .split('\n')
        .filter((line) => !isQuoted(line))
        .join('\n')
}

/** The lines below "On Jan 17, Ann Lee <ann@lee.example> wrote:", where the writer is Ann Lee. */
function saidBefore(text: string, from: string): string {
  const [email = ''] = /[^\s<>]+@[^\s<>]+/.exec(from) ?? []
  const lines = text.split('\n')
  const at = email === '' ? -1 : lines.findIndex((line) => line.includes(email) && /:\s*$/.test(line))
  return at < 0
    ? ''
    : lines
        .slice(at + 1)
        .map((line) => line.replace(/^[>\s]*> ?/, ''))
        .join('\n')
}

function openForward(text: string, mail: Mail, source: Source, depth = 0): { text: string; mail: Mail } | null {
  const inner = cutForwarded(text)
  const isForward = forwardMark.test(mail.subject)
  if (!inner) {
    if (isForward) source.problems.add('forwarded')
    return null
  }
  if (replyMark.test(mail.subject) && !isForward) return { text: inner.above, mail }
  source.problems.add('forwarded')
  const opened = {
    from: inner.from || mail.from,
    subject: inner.subject || mail.subject.replace(forwardMark, '').trim(),
    body: inner.body,
  }
  source.from = opened.from
  source.subject = opened.subject
  const isDeeper = depth < MOST_LAYERS && cutForwarded(inner.body) !== null
  return isDeeper ? openForward(inner.body, opened, source, depth + 1) : { text: inner.body, mail: opened }
}

/** It says so, or its last line breaks off within a time: '10:00 AM -', 'June 5, 2026, 1:0'. */
function isCutOff(text: string): boolean {
  const lower = text.toLowerCase()
  if (breaks.some((mark) => lower.includes(mark)) || lower.trimEnd().endsWith('[....]')) return true
  const last = lower.trimEnd().slice(-60)
  const isBareLabel = /(?:^|\n)\s*(?:phone|e-?mail|instr\w*|prefer\w*)$/.test(last)
  return isBareLabel || /\d ?(?:am|pm)? ?[-–]$|\b\d{1,2}:\d?$|\d{4}, \d{1,2}$/.test(last)
}
