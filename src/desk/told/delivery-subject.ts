import type { EntityManager } from '@mikro-orm/postgresql'
import { Delivery } from '#entities/outbox/delivery.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type Acting, defineSubject, type Offer } from '#src/cards/subject.ts'
import { type Hours, writeWhen } from '#src/cards/times.ts'
import type { Settings } from '#src/config.ts'
import { sql } from '#src/database/sql.ts'
import { ownerOf } from '#src/moves/owner-of.ts'
import { SEND } from '#src/outbox/enqueue.ts'
import { deliveryKind } from '#src/outbox/kind.ts'
import { pipelines } from '#src/pipelines.ts'
import { hoursOf } from '../pipelines.ts'
import { deliveryKinds } from '../press/deliveries.ts'
import { howItStands } from './tell-delivery.ts'

const offers: Partial<Record<Delivery['state'], Offer[]>> = {
  dead: [{ verb: 'retry' }, { verb: 'drop' }],
  doubtful: [{ verb: 'settle' }, { verb: 'resend' }, { verb: 'drop' }],
}

const again = { attempts: 0, nextTryAt: null, tryingSince: null, vendorRef: null } as const

/** `about`: the ref of the record it is about, where that has one. */
type DeliveryView = Delivery & { about: string | null }

/** A message that could not leave, or of which nobody knows whether it did. */
export const deliverySubject = defineSubject<Delivery, DeliveryView>({
  kind: deliveryKind,
  load,
  card: (delivery, app) => ({
    title: `${writeRef(deliveryKind, delivery)} ${titleOf(delivery)}${delivery.about ? ` · ${delivery.about}` : ''}`,
    tone: delivery.state === 'sent' ? 'good' : deliveryKind.waits(delivery) ? 'todo' : 'done',
    facts: [
      { label: 'To', value: delivery.recipient },
      ...saysOf(delivery),
      ...(delivery.lastError ? [{ label: 'Error', value: delivery.lastError }] : []),
    ],
    footer: footerOf(delivery, app.settings.STORE_TIMEZONE, app.clock(), app.hours ?? hoursIn(delivery, app.settings)),
  }),
  next: (delivery, { settings, clock }, zone) =>
    delivery.state === 'waiting'
      ? `it ${howItStands(delivery, { zone, now: clock(), hours: hoursIn(delivery, settings) })}`
      : null,
  offers: ({ state }) => offers[state] ?? [],
  tells: {
    steps: {
      record: 'It left.',
      doubt: 'The line was cut: it may have left or not.',
      die: ({ note }) => `It cannot leave${note ? `: ${note}` : ''}.`,
      cancel: 'It was taken back before it left.',
    },
    fields: {},
  },
  verbs: {
    retry: { label: 'Try again', past: 'tried {it} again', style: 'primary' },
    drop: { label: 'Give up', past: 'gave {it} up', style: 'danger' },
    settle: { label: 'It arrived', past: 'said that {it} arrived', style: 'primary' },
    resend: { label: 'Send again', past: 'sent {it} again' },
  },
  act: {
    retry: ({ tx }) => sendAgain(tx),
    resend: ({ tx }) => sendAgain(tx),
    settle: settleByHand,
    drop: giveUp,
  },
  mayPress: ({ role }) => role === 'admin',
})

async function load(em: EntityManager, ids: string[]): Promise<DeliveryView[]> {
  const deliveries = await em.find(Delivery, { id: { $in: ids } })
  const refs = await refsOf(em, deliveries)
  return deliveries.map((one) => Object.assign(one, { about: refs.get(one.subjectId ?? '') ?? null }))
}

/** One query per kind of record. */
async function refsOf(em: EntityManager, deliveries: Delivery[]): Promise<Map<string, string>> {
  const refs = new Map<string, string>()
  const kinds = pipelines.flatMap(({ kinds: own }) => own.map(({ subject }) => subject.kind))
  for (const kind of kinds) {
    const ids = deliveries.flatMap(({ subject, subjectId }) => (subject === kind.name && subjectId ? [subjectId] : []))
    if (ids.length === 0) continue
    const rows = await sql<{ id: string; number: number }>(
      em.fork(),
      `select id, number from ${kind.table} where id = any($1::uuid[])`,
      [ids],
    )
    for (const row of rows) refs.set(row.id, writeRef(kind, row))
  }
  return refs
}

/** A person saw that it arrived: its record goes on as if the vendor had said so. */
async function settleByHand({ tx, view }: Acting<Delivery>) {
  await deliveryKinds()[view.kind]?.onSent(tx, { ...view, sentAt: tx.at })
  return { set: { sentAt: tx.at } }
}

/** Its record is told that the message never leaves; of a dead one it knows. */
async function giveUp({ tx, view }: Acting<Delivery>) {
  if (view.state === 'doubtful') await deliveryKinds()[view.kind]?.onDead(tx, view, 'given up')
  return {}
}

function sendAgain(tx: { ring(step: string): void }) {
  tx.ring(SEND)
  return { set: again, tell: 'It leaves now.' }
}

/** `Cart link to tilly@example.com`; of a kind that is gone from the house what it is is not known. */
function titleOf({ state, kind, recipient }: Delivery): string {
  const what = `${deliveryKinds()[kind]?.called ?? 'message to'} ${recipient}`
  const capital = `${what.charAt(0).toUpperCase()}${what.slice(1)}`
  if (state === 'dead') return `${capital} could not leave`
  return state === 'doubtful' ? `Did the ${what} arrive?` : capital
}

/** What its reader sees first; an entry of a calendar says nothing. */
function saysOf({ payload: { subject, text, event } }: Delivery) {
  const says = subject ?? text ?? (event as { summary?: string } | undefined)?.summary
  return says ? [{ label: 'Says', value: String(says) }] : []
}

function hoursIn({ kind }: Delivery, settings: Settings): Hours {
  return hoursOf(ownerOf(kind), settings)
}

function footerOf({ state, sentAt }: Delivery, zone: string, now: Date, hours: Hours): string {
  if (state === 'dead') return 'Mend the reason, then try again; or give up.'
  if (state === 'doubtful') return 'The connection broke while it left. Look in the mailbox before sending it again.'
  if (state === 'cancelled') return 'It will not leave.'
  return sentAt ? `Left ${writeWhen(sentAt, zone, now, hours)}` : 'It leaves soon.'
}
