import type { Request } from '#entities/reps/request.ts'
import { clip } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type Acting, defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import { writeCity } from '#src/cards/times.ts'
import { countDone, returnUnsent } from '../dispatch/outcome.ts'
import { requestKind } from '../kinds.ts'
import { writeMoment } from '../plan/words.ts'
import { DISPATCH } from '../steps.ts'
import { loadRequests, type RequestView, tellWaiting } from './request-view.ts'
import { isOwn } from './whose.ts'

type App = Parameters<NonNullable<Parameters<typeof defineSubject<Request, RequestView>>[0]['next']>>[1]

const offers: Partial<Record<Request['state'], Offer[]>> = {
  queued: [{ verb: 'withdraw' }],
  doubtful: [{ verb: 'arrived' }, { verb: 'unsent' }, { verb: 'drop' }],
  failed: [{ verb: 'retry' }],
}

/** An act for a lead. Its card hangs only while nobody knows whether it left. */
export const requestSubject = defineSubject<Request, RequestView>({
  kind: requestKind,
  load: loadRequests,
  card: (view, app) => ({
    title: titleOf(view),
    tone: view.state === 'doubtful' ? 'todo' : view.state === 'done' ? 'good' : 'waiting',
    facts: [
      ...(view.sandbox ? [{ label: 'Sandbox', value: 'nothing leaves' }] : []),
      ...(view.state === 'doubtful' ? evidenceOf(view, app) : []),
      ...(view.why && view.state !== 'queued' ? [{ label: 'Why', value: view.why }] : []),
    ],
    ...(view.content && { quote: view.content }),
    footer: footerOf(view, app),
  }),
  stands: (view, app) => (view.state === 'queued' ? tellWaiting(view, app) : footerOf(view, app)),
  offers: ({ state }) => offers[state] ?? [],
  tells: {
    steps: {
      send: 'It was given to the channel.',
      record: 'The channel did it.',
      fail: ({ note }) => `The channel could not do it${note ? `: ${note}` : ''}.`,
      wait: 'It could not leave yet, and waits again.',
      refuse: ({ note }) => `It was not sent${note ? `: ${note}` : ''}.`,
      doubt: 'The channel did not say whether it was done.',
    },
    fields: {},
  },
  verbs: {
    ask: { label: 'Asked', past: 'asked for' },
    withdraw: { label: 'Withdraw', past: 'withdrew', style: 'danger' },
    arrived: { label: 'Sent', past: 'saw {it} sent', style: 'primary' },
    unsent: { label: 'Not sent', past: 'saw {it} not sent' },
    drop: { label: 'Give up', past: 'gave {it} up', style: 'danger' },
    retry: { label: 'Try again', past: 'tried {it} again', style: 'primary' },
  },
  act: {
    arrived: async ({ tx, view }) => {
      await countDone(tx, view)
      return { set: { doneAt: tx.at, evidence: null }, tell: 'Good: it counts as sent.' }
    },
    unsent: async ({ tx, view }) => {
      await returnUnsent(tx, view)
      return { set: { why: null, evidence: null }, tell: 'It goes again when its turn comes.' }
    },
    drop: ({ view }) => ({ set: { why: 'given up' }, tell: `${view.lead} is not written to again by this one.` }),
    withdraw: () => ({ tell: 'Withdrawn: it will not leave.' }),
    retry: goAgain,
  },
  mayPress: (member, view) => isOwn(member, view.personId),
})

function goAgain({ tx }: Acting<RequestView>): Effect<Request> {
  tx.ring(DISPATCH)
  return { set: { why: null, notBefore: null }, tell: 'It goes again when its turn comes.' }
}

function titleOf(view: RequestView): string {
  const what = `${writeRef(requestKind, view)} ${view.activity} to ${view.lead} on ${view.channel}`
  const words = view.content ? `: ${clip(view.content, 80)}` : ''
  return view.state === 'doubtful' ? `Did this leave? ${what}${words}` : `${what}${words}`
}

function evidenceOf({ evidence, channel, zone }: RequestView, app: App) {
  if (!evidence) return []
  const called = writeMoment(new Date(evidence.calledAt), zone, app.clock())
  return [{ label: 'What is known', value: `${channel} was called at ${called}, ${writeCity(zone)}: ${evidence.said}` }]
}

function footerOf(view: RequestView, app: App): string {
  const at = (when: Date) => `${writeMoment(when, view.zone, app.clock())}, ${writeCity(view.zone)}`
  const footers: Record<Request['state'], string> = {
    queued: tellWaiting(view, app),
    sending: 'It is leaving now.',
    doubtful: `Look at ${view.channel} before you say: a message that was sent must not be sent twice.`,
    done: view.doneAt ? `Done ${at(view.doneAt)}.` : 'Done.',
    failed: 'It did not leave. Nothing more is tried by itself.',
    refused: 'It will not leave.',
    withdrawn: 'Withdrawn: it will not leave.',
  }
  return footers[view.state]
}
