import type { EntityManager } from '@mikro-orm/postgresql'
import { Alert } from '#entities/operations/alert.ts'
import type { Role } from '#entities/people/person.ts'
import { alertKind } from '#src/alerts/kind.ts'
import { readPlaceKey } from '#src/alerts/place-key.ts'
import type { Card } from '#src/cards/card.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type Acting, defineSubject, type Effect } from '#src/cards/subject.ts'
import { tellTimes, writeWhen } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import { Refusal } from '#src/errors.ts'
import { googleNames } from '#src/integrations/google/google-names.ts'
import { cardsDueAgain } from '#src/moves/cards-due-again.ts'
import { SEND } from '#src/outbox/enqueue.ts'
import { dueAgain } from '#src/outbox/send-due.ts'
import { pipelines } from '#src/pipelines.ts'
import { writeGoogleLink } from '../people/connect-google.ts'
import { hoursOf } from '../pipelines.ts'
import { dismissItem, drawItem, isItemAlert, retryItem } from './item-alert.ts'

/** What connecting Google again mends. */
const GOOGLE = Object.keys(googleNames).map((vendor) => `vendor:${vendor}`)

type AlertView = Alert & { lastMove: LastMove | null }

export const alertSubject = defineSubject<Alert, AlertView>({
  kind: alertKind,
  load,
  card: (view, app) => {
    const { settings, clock, hours = hoursOf(view.pipeline, settings) } = app
    const when = (at: Date) => writeWhen(at, settings.STORE_TIMEZONE, clock(), hours)
    if (view.state !== 'open') return closedFace(view, when)
    return isItemAlert(view) ? drawItem(view, writeRef(alertKind, view), when(view.openedAt)) : openFace(view, when)
  },
  next: ({ state, step }) =>
    state === 'open' && step ? 'it is tried again by itself; this closes itself when it works.' : null,
  offers: (view) => {
    const { state, step, key } = view
    if (state !== 'open') return []
    if (isItemAlert(view)) return [{ verb: 'retry' }, { verb: 'dismiss' }]
    const offered = [
      ...(GOOGLE.includes(key) ? [{ verb: 'reconnect' }] : []),
      ...(step === null ? [] : [{ verb: 'retry' }]),
    ]
    return [...offered, { verb: 'close' }]
  },
  tells: {
    steps: { open: 'It broke again.', close: 'It works again, so this closed by itself.' },
    fields: {},
  },
  verbs: {
    reconnect: { label: 'Reconnect', past: 'asked for a link to mend', style: 'primary' },
    retry: { label: 'Retry', past: 'retried', style: 'primary' },
    close: { label: 'Close', past: 'closed' },
    dismiss: { label: 'Dismiss', past: 'put {it} away' },
  },
  act: {
    retry,
    reconnect: async ({ tx, app, by }) => {
      if (by.personId === null) throw new Refusal('Only a person can connect an account.')
      return { tell: await writeGoogleLink(tx, app, by.personId) }
    },
    dismiss: async ({ tx, view, by }) => {
      await dismissItem(
        tx,
        view,
        pipelines.flatMap(({ kinds }) => kinds),
        by,
      )
      return { set: { closedAt: tx.at }, tell: 'Put away.' }
    },
    close: ({ tx }) => ({ set: { closedAt: tx.at }, tell: 'Closed. If it fails again I will tell you again.' }),
  },
  mayPress: ({ role }, { pipeline }, verb) => role === 'admin' || (verb !== 'reconnect' && isMender(role, pipeline)),
})

function isMender(role: Role, pipeline: string): boolean {
  return pipelines.some(({ name, menders }) => name === pipeline && menders?.includes(role))
}

async function load(em: EntityManager, ids: string[]): Promise<AlertView[]> {
  const alerts = await em.find(Alert, { id: { $in: ids } })
  const lastMoves = await loadLastMoves(em, alertKind.name, ids)
  return alerts.map((alert) => Object.assign(alert, { lastMove: lastMoves.get(alert.id) ?? null }))
}

/** Waiting after a failure ends here: the person wants to see it tried now. */
async function retry({ tx, view }: Acting<AlertView>): Promise<Effect<Alert>> {
  if (isItemAlert(view)) {
    await retryItem(tx, view)
    return { tell: 'I am trying again now. This card closes when it works.' }
  }
  if (view.step === null) return {}
  await sql(tx.em, 'update step_runs set next_try_at = null where step = $1', [view.step])
  if (view.step === SEND) await dueAgain(tx)
  const place = readPlaceKey(view.key)
  if (place) await cardsDueAgain(tx, place)
  tx.ring(view.step)
  return { tell: 'I am trying again now. This card closes when it works.' }
}

type Face = Omit<Card, 'buttons'>
type WriteTime = (at: Date) => string

function openFace(view: AlertView, when: WriteTime): Face {
  const { lastMove, openedAt, step, title } = view
  const next = step
    ? `I ${often(view.key)} and close this card when it works.`
    : 'I close this card when it works again.'
  const retried = lastMove?.verb === 'retry' && lastMove.at >= openedAt
  return {
    title: `${writeRef(alertKind, view)} ${tellTimes(title, when)}`,
    tone: 'bad',
    facts: [
      { label: 'What happened', value: view.detail },
      { label: 'Since', value: when(openedAt) },
    ],
    footer: retried ? `${lastMove.by.name} had it tried again, ${when(lastMove.at)}. ${next}` : next,
  }
}

function closedFace(view: AlertView, when: WriteTime): Face {
  const ref = writeRef(alertKind, view)
  const { lastMove, closedAt } = view
  const byHand =
    (lastMove?.verb === 'close' || lastMove?.verb === 'dismiss') && lastMove.at.getTime() === closedAt?.getTime()
  const since = closedAt ? when(closedAt) : ''
  return {
    title: byHand ? `${ref} Closed by ${lastMove.by.name}, ${since}` : `${ref} ${works(view)} ${since}`,
    tone: byHand ? 'done' : 'good',
    facts: [{ label: 'It was', value: tellTimes(view.title, when) }],
    footer: byHand && !isItemAlert(view) ? 'If it fails again I will tell you again.' : goesOn(view),
  }
}

function often(key: string): string {
  if (readPlaceKey(key)) return 'look once an hour'
  return key.startsWith('vendor:') ? 'try again every minute' : 'try again every few minutes'
}

/** What waited for a vendor is on its way: nobody has to ask. */
function goesOn({ key, step }: Alert): string {
  return key.startsWith('vendor:') && step === SEND ? 'What waited for it leaves now. Nothing to do.' : 'Nothing to do.'
}

function works(view: Alert): string {
  return isItemAlert(view) ? 'It was read after all,' : 'Works again since'
}
