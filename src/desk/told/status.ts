import { Alert } from '#entities/operations/alert.ts'
import { StepRun } from '#entities/operations/step-run.ts'
import { alertKind } from '#src/alerts/kind.ts'
import type { Needs } from '#src/app.ts'
import { tellLastBackup } from '#src/backup/last-backup.ts'
import { writeCount } from '#src/basics/write-count.ts'
import { clip } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import { tellTimes, writeWhen } from '#src/cards/times.ts'
import { readTime, sql } from '#src/database/sql.ts'
import type { Backlog, Pipeline } from '#src/pipeline.ts'
import { configuredPipelines, sharedHours } from '../pipelines.ts'

/** Work younger than this is simply on its way. */
const BEHIND_MS = 5 * 60_000

type App = Needs<'em' | 'clock' | 'settings' | 'steps'>
type Steps = App['steps']
type WriteTime = (at: Date) => string

/** Whose steps every pipeline rests on. */
const SHARED = ['outbox', 'operations']

/** Which pipeline is behind, why and since when; which steps fail or are paused; what cannot leave; open alerts. */
export async function tellStatus(app: App, zone: string): Promise<string[]> {
  const em = app.em.fork()
  const now = app.clock()
  const when: WriteTime = (at) => writeWhen(at, zone, now, sharedHours(app.settings))
  const runs = await em.find(StepRun, { $or: [{ paused: true }, { failures: { $gt: 0 } }] })
  const pipelines = configuredPipelines(app.settings)
  const alerts = await em.find(Alert, { state: 'open' }, { orderBy: { openedAt: 'asc' } })
  const broken = [...runs.map(({ step }) => ownerOf(app.steps, step)), ...alerts.filter(isWide).map(ownerOfAlert)]
  const told = pipelines.map((pipeline) => tellPipeline(app, pipeline, { runs, broken }, when))
  const words = await Promise.all(told)
  const heldUp = pipelines.filter((_, at) => words[at] === null).map(({ title }) => title)
  return [
    ...words.flatMap((line) => line ?? []),
    ...(heldUp.length > 0 ? [`${list.format(heldUp)} may be held up by what is broken below.`] : []),
    ...(pipelines.length > 0 ? [] : ['No pipeline is configured yet: doctor says what is missing.']),
    ...runs.map((run) => tellStep(app.steps, run, when)),
    ...(await tellOutbox(app, when)),
    ...(await tellLastBackup(app, em, when)),
    ...alerts.map((alert) => tellAlert(alert, when)),
  ]
}

/** `A-3 Gmail does not answer. Since 14:02.` */
function tellAlert(alert: Alert, when: WriteTime): string {
  const title = tellTimes(alert.title, when).replace(/\.?$/, '.')
  return `${writeRef(alertKind, alert)} ${title} Since ${when(alert.openedAt)}.`
}

const list = new Intl.ListFormat('en-GB')

/** A vendor or a step; not one row that cannot be read. */
const isWide = ({ key }: Alert) => /^(vendor|step):/.test(key)
const ownerOfAlert = ({ pipeline }: Alert) => pipeline

/** `broken`: whose vendors and steps fail, or rest. */
type Trouble = { runs: StepRun[]; broken: string[] }

/** Null where nothing is behind yet, and something it rests on is broken. */
async function tellPipeline(
  app: App,
  pipeline: Pipeline,
  { runs, broken }: Trouble,
  when: WriteTime,
): Promise<string | null> {
  const { em, clock, steps } = app
  const backlog = await pipeline.backlog(em.fork(), clock())
  const isStuck = ({ step, oldest }: Backlog) =>
    runs.some((run) => run.step === step) || clock().getTime() - oldest.getTime() > BEHIND_MS
  const waiting = backlog.map(
    ({ what, count, oldest, step }) => `${count} ${what} since ${when(oldest)}${reasonOf(steps, runs, step)}`,
  )
  const isMany = pipeline.title.endsWith('s')
  if (backlog.some(isStuck)) return `${pipeline.title} ${isMany ? 'are' : 'is'} behind: ${waiting.join('; ')}.`
  if (broken.some((owner) => [pipeline.name, ...SHARED].includes(owner))) return null
  return `${pipeline.title} ${isMany ? 'keep' : 'keeps'} up${waiting.length > 0 ? `: ${waiting.join('; ')}` : ''}.`
}

function ownerOf(steps: Steps, step: string): string {
  return steps.find(({ name }) => name === step)?.pipeline ?? ''
}

function reasonOf(steps: Steps, runs: StepRun[], step: string): string {
  const run = runs.find((one) => one.step === step)
  if (!run) return ''
  const words = whatOf(steps, step)
  const what = words.charAt(0).toLowerCase() + words.slice(1)
  return run.paused ? `, because ${what} is paused` : `, because ${what} fails`
}

/** `Reading comments failed 3 times, last 14:02: ... Next try 14:04.` */
export function tellStep(
  steps: Steps,
  { step, paused, failures, finishedAt, lastError, nextTryAt }: StepRun,
  when: WriteTime,
): string {
  const what = whatOf(steps, step)
  if (paused) return `${what} is paused. To go on: resume ${step}`
  const times = failures === 1 ? 'failed once' : `failed ${failures} times`
  const last = finishedAt ? `, last ${when(finishedAt)}` : ''
  const next = nextTryAt ? ` Next try ${when(nextTryAt)}.` : ''
  return `${what} ${times}${last}: ${clip(lastError ?? 'no reason given', 200)}.${next}`
}

function whatOf(steps: Steps, step: string): string {
  return steps.find(({ name }) => name === step)?.what ?? step
}

async function tellOutbox({ em, clock }: App, when: WriteTime): Promise<string[]> {
  const rows = await sql<{ state: string; n: number; oldest: string }>(
    em.fork(),
    `select state, count(*)::int as n, min(case when state = 'waiting' then not_before else created_at end) as oldest
     from deliveries where state in ('dead', 'doubtful') or (state = 'waiting' and not_before < $1) group by state`,
    [new Date(clock().getTime() - BEHIND_MS)],
  )
  const words: Record<string, string> = { waiting: 'wait to leave', dead: 'could not leave', doubtful: 'are in doubt' }
  return rows.map(
    ({ state, n, oldest }) =>
      `${writeCount(n, 'message')} ${words[state]}, the oldest since ${when(readTime(oldest))}: deliveries ${state}`,
  )
}
