import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { type Deskhand, startDeskhand } from '#src/main.ts'
import { dispatch } from '#src/reps/dispatch/dispatch.ts'
import { loadBoard } from '#src/reps/plan/load-board.ts'
import { plan } from '#src/reps/plan/plan.ts'
import { switchRep } from '#src/reps/registry/switch.ts'
import { watchQueries } from '#test/queries.ts'
import { makeTeam, queueMany } from '#test/reps/crowd.ts'
import { openOddChannel } from '#test/reps/odd-channel.ts'
import { type Figure, type Ground, round } from './ground.ts'

const REPS = 100
const WEEK_MS = 7 * 86_400_000
/** So many acts have left when the reps switch off. */
const BURST = 100
const QUIET_MS = 3_000

/** A full queue planned and dispatched; and how soon a burst stops when its rep switches off. */
export async function benchReps(ground: Ground, requests: number): Promise<Figure[]> {
  return [...(await benchQueue(ground, requests)), ...(await benchOff(ground))]
}

async function benchQueue(ground: Ground, requests: number): Promise<Figure[]> {
  const desk = await start(await ground.createDatabase('bench_reps_queue'), 'web')
  const { em } = desk.app
  await makeTeam(em.fork(), { reps: REPS, at: new Date(), secret: () => 'nothing leaves' })
  await queueMany(em.fork(), REPS, new Date())
  const few = { planned: await measure(() => planWeek(desk)), taken: await measure(() => dispatch(desk.app)) }
  await queueMany(em.fork(), requests, new Date())
  const all = { planned: await measure(() => planWeek(desk)), taken: await measure(() => dispatch(desk.app)) }
  await desk.stop()
  const queries = { promised: `<= ${few.planned.queries}`, measured: all.planned.queries, unit: '' }
  return [
    { what: `${requests} requests planned for a week`, promised: '<= 5', measured: all.planned.seconds, unit: 's' },
    { what: `  statements, as for ${REPS}`, ...queries },
    { what: '  one look of dispatch at them', promised: '', measured: all.taken.seconds, unit: 's' },
    { what: `  its statements, ${few.taken.queries} for ${REPS}`, promised: '', measured: all.taken.queries, unit: '' },
  ]
}

async function planWeek({ app }: Deskhand): Promise<void> {
  const now = app.clock()
  const board = await loadBoard(app.em.fork(), app.settings, null)
  let count = 0
  for (const _ of plan(board, now, new Date(now.getTime() + WEEK_MS))) count += 1
  if (count === 0) throw new Error('nothing was planned')
}

async function measure(work: () => Promise<unknown>): Promise<{ seconds: number; queries: number }> {
  let queries = 0
  const callOff = watchQueries(() => {
    queries += 1
  })
  const from = performance.now()
  await work()
  callOff()
  return { seconds: round((performance.now() - from) / 1000), queries }
}

/** The product sends as it does; the channel notes when each act comes. */
async function benchOff(ground: Ground): Promise<Figure[]> {
  const channel = await openOddChannel()
  const desk = await start(await ground.createDatabase('bench_reps_off'), 'web,jobs')
  const { app } = desk
  const secret = (id: string) => app.keys.seal('a-secret-of-both-sides', { table: 'channels', id })
  await makeTeam(app.em.fork(), { reps: 1, at: new Date(), url: channel.url, secret })
  await queueMany(app.em.fork(), 450, new Date(), { isBulk: false })
  app.ring('reps.dispatch')
  while (channel.acts.length < BURST) await setTimeout(5)
  const pressed = performance.now()
  const [rep] = await sql<{ id: string }>(app.em.fork(), 'select id from reps limit 1')
  const by = { personId: null, name: 'bench', via: 'job' as const }
  await inTransaction(app, (tx) => switchRep(tx, { repId: rep?.id ?? '' }, { on: false, until: null }, by))
  await setTimeout(QUIET_MS)
  const last = Math.max(...channel.acts.map(({ at }) => at))
  const left = channel.acts.length
  await desk.stop()
  channel.close()
  if (left === 450) throw new Error('the burst was over before the press')
  const measured = round(Math.max(0, last - pressed) / 1000)
  return [{ what: `off in mid-burst (${left} of 450): until the last act`, promised: '<= 1', measured, unit: 's' }]
}

function start(databaseUrl: string, roles: string): Promise<Deskhand> {
  return startDeskhand({
    DATABASE_URL: databaseUrl,
    DESKHAND_ROLES: roles,
    REPS: 'on',
    SLACK_CHANNEL: 'C0ORDERS',
    SECRET_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
    LOG_LEVEL: 'silent',
    PORT: '0',
  })
}
