import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import type { Needs } from '#src/app.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { WATCH_FIGURES } from '../steps.ts'
import { type Measures, measure } from './stats.ts'

type Figure = {
  key: string
  /** Null: too little to say. */
  value(measures: Measures): number | null
  isBad(value: number): boolean
  title(percent: number): string
  detail: string
}

/** Below so many nothing is said: one failure of two scans is no trend. */
const ENOUGH = { syncs: 5, approved: 20, processed: 40 }

const figures: Figure[] = [
  {
    key: 'catalog:syncs',
    value: ({ syncs, syncsGood }) => (syncs < ENOUGH.syncs ? null : syncsGood / syncs),
    isBad: (share) => share < 0.9,
    title: (percent) => `Only ${percent} % of the scans of 30 days went well.`,
    detail: 'Below 90 % something is wrong with the connection: instagram shows it, doctor tries it.',
  },
  {
    key: 'catalog:accuracy',
    value: ({ approved, unedited }) => (approved < ENOUGH.approved ? null : unedited / approved),
    isBad: (share) => share < 0.8,
    title: (percent) => `Only ${percent} % of the products of 30 days were right as they were read.`,
    detail: 'Below 80 % look at what is edited most: stats, and the drafts that were changed.',
  },
  {
    key: 'catalog:errors',
    value: ({ processed, failed }) => (processed < ENOUGH.processed ? null : failed / processed),
    isBad: (share) => share > 0.05,
    title: (percent) => `${percent} % of the posts of 30 days could not be read.`,
    detail: 'Above 5 % look at the errors of the last scans: each names the post and the reason.',
  },
]

/** Tells people when a figure of the last 30 days leaves what is right, and closes it when it is back. */
export async function watchFigures(app: Needs<'em' | 'clock' | 'ring'>): Promise<number> {
  const measures = await measure(app.em.fork(), null, app.clock())
  for (const figure of figures) await inTransaction(app, (tx) => watch(tx, figure, measures))
  return 0
}

async function watch(tx: Tx, { key, value, isBad, title, detail }: Figure, measures: Measures): Promise<void> {
  const now = value(measures)
  if (now === null || !isBad(now)) return closeAlert(tx, key)
  const percent = Math.round(now * 100)
  await openAlert(tx, { key, pipeline: 'catalog', title: title(percent), detail, step: WATCH_FIGURES })
}
