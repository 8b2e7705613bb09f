import type { Letter } from '#src/world/google/state.ts'

type Test = (letter: Letter, now: number) => boolean

const dayMs = 86_400_000
const spans: Record<string, number> = { d: dayMs, m: 30 * dayMs, y: 365 * dayMs }

/**
 * Gmail's search box, the part of it that programs use: in: is: label: from: to: subject: rfc822msgid: after: before:
 * newer_than: older_than:, a leading minus, quoted phrases, bare words. All of them must hold.
 *
 * @see https://support.google.com/mail/answer/7190
 */
export function readQuery(query: string): Test {
  const terms = query.match(/-?(?:\w+:)?(?:"[^"]*"|\([^)]*\)|\S+)/g) ?? []
  const tests = terms.map(readTerm)
  return (letter, now) => tests.every((test) => test(letter, now))
}

function readTerm(term: string): Test {
  const [, minus, name, quoted] = /^(-?)(?:(\w+):)?(.*)$/.exec(term) ?? []
  const value = (quoted ?? '').replace(/^["(]|[")]$/g, '').toLowerCase()
  const operator = name ? operators[name.toLowerCase()] : undefined
  const test = operator ? operator(value) : hasText(name ? `${name}:${value}` : value)
  return minus ? (letter, now) => !test(letter, now) : test
}

const operators: Record<string, (value: string) => Test> = {
  in: hasLabel,
  is: hasLabel,
  label: hasLabel,
  from: (value) => (letter) => `${letter.fromName} ${letter.from}`.toLowerCase().includes(value),
  to: (value) => (letter) => letter.to.some((to) => to.includes(value)),
  subject: (value) => (letter) => letter.subject.toLowerCase().includes(value),
  rfc822msgid: (value) => (letter) => bare(letter.rfcMessageId) === bare(value),
  after: (value) => (letter) => letter.receivedAt >= readDay(value),
  before: (value) => (letter) => letter.receivedAt < readDay(value),
  newer_than: (value) => (letter, now) => letter.receivedAt >= now - readSpan(value),
  older_than: (value) => (letter, now) => letter.receivedAt < now - readSpan(value),
}

function hasLabel(value: string): Test {
  if (value === 'anywhere') return () => true
  if (value === 'read') return (letter) => !letter.labelIds.includes('UNREAD')
  const label = value === 'drafts' ? 'DRAFT' : value.toUpperCase()
  return (letter) => letter.labelIds.includes(label)
}

function hasText(value: string): Test {
  return (letter) => `${letter.subject}\n${letter.text}\n${letter.from}`.toLowerCase().includes(value)
}

/** Seconds since 1970, or a day such as 2026/02/10. */
function readDay(value: string): number {
  return /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value.replaceAll('/', '-'))
}

function readSpan(value: string): number {
  const [, count, unit] = /^(\d+)([dmy])$/.exec(value) ?? []
  return Number(count) * (spans[unit ?? ''] ?? Number.NaN)
}

function bare(rfcMessageId: string): string {
  return rfcMessageId.replace(/[<>]/g, '').toLowerCase()
}
