import { describe, expect, test } from 'vitest'
import { createSteps } from '#jobs/index.ts'
import { writePast } from '#src/cards/subject.ts'
import { readSettings } from '#src/config.ts'
import { deliveryKinds } from '#src/desk/press/deliveries.ts'
import { subjects } from '#src/desk/press/subjects.ts'

/** Verbs only a step uses: no button, no words of its own. */
const ofSteps: Record<string, string[]> = {
  order: ['extract', 'dismiss', 'flag', 'receive', 'mailed', 'sent', 'check', 'remind', 'prepare', 'link'],
  sale: ['find', 'lose', 'gap'],
  roundup: ['add', 'join', 'settle'],
  booking: ['receive', 'today', 'answer', 'hear', 'plan', 'check', 'complete', 'ask', 'stick', 'back'],
  person: ['ask'],
  alert: ['open'],
  delivery: ['record', 'doubt', 'die', 'cancel'],
  queue: [],
  draft: ['expire', 'refresh', 'remind'],
  product: ['follow', 'differ', 'lapse', 'gone', 'back', 'compare', 'undercut'],
  scan: ['finish', 'part', 'fail'],
  igconnection: ['expire', 'revoke', 'fail', 'connect', 'refresh'],
  request: ['send', 'refuse', 'record', 'fail', 'wait', 'doubt'],
  lead: ['answer'],
  shift: ['begin', 'finish'],
  tracked: ['find', 'fail', 'doubt', 'report', 'lose', 'settle', 'wake'],
  watch: ['ring', 'lapse', 'again'],
}

test.each(subjects().map((subject) => [subject.kind.name, subject] as const))(
  'every state of a %s can be reached, and every verb of a person has its words',
  (name, { kind, verbs }) => {
    const states = Object.keys(kind.flow)
    const reached = new Set([states[0]])
    for (let round = 0; round < states.length; round += 1) {
      for (const state of [...reached]) for (const to of Object.values(kind.flow[state ?? ''] ?? {})) reached.add(to)
    }
    expect([...reached].toSorted()).toEqual(states.toSorted())
    const all = new Set(Object.values(kind.flow).flatMap((moves) => Object.keys(moves)))
    expect([...all].filter((verb) => !(verb in verbs) && !ofSteps[name]?.includes(verb))).toEqual([])
    expect(Object.keys(verbs).filter((verb) => !all.has(verb))).toEqual([])
  },
)

test('refs are told apart by their letters', () => {
  const prefixes = subjects().map(({ kind }) => kind.prefix)
  expect(new Set(prefixes).size).toBe(prefixes.length)
})

test('every kind of delivery says what happens when it has left and when it never will', () => {
  for (const kind of Object.values(deliveryKinds())) {
    expect(kind.onSent).toBeTypeOf('function')
    expect(kind.onDead).toBeTypeOf('function')
  }
})

test('000-002: every step has a name of its own and sweeps no oftener than once a minute', () => {
  const steps = createSteps({ settings: readSettings({}) }, {})
  expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length)
  for (const { name, every } of steps) {
    expect(name).toMatch(/^[a-z]+\.[a-z-]+$/)
    expect(every).toMatch(/^\d+ (minute|hour)s?$/)
  }
})

describe.each(subjects().map((subject) => [subject.kind.name, subject] as const))('why of a %s', (_, subject) => {
  const { kind, verbs, tells } = subject
  const told = tells?.steps ?? {}

  test('tells every move of a step in a sentence', () => {
    const all = Object.values(kind.flow).flatMap((moves) => Object.keys(moves))
    expect(all.filter((verb) => !(verb in verbs) && !(verb in told))).toEqual([])
    const sentences = Object.values(told).filter((one) => typeof one === 'string')
    expect(sentences.filter((one) => !/^[A-Z][^_>]*[.!?]$/.test(one))).toEqual([])
  })

  test('says what a person did in good order', () => {
    const froms = (pastFrom = {}) => ['', ...Object.keys(pastFrom)]
    const done = Object.entries(verbs).flatMap(([verb, { pastFrom }]) =>
      froms(pastFrom).map((from) => writePast(subject, { verb, from }) ?? ''),
    )
    expect(done).not.toContain('')
    expect(
      done.filter((words) => /[_>:]|\b(again|back|up|on|off|aside|away|real|wrong|sold) (it|these)$/.test(words)),
    ).toEqual([])
  })
})
