import { afterAll, describe, expect, test } from 'vitest'
import type { JobsOptions } from '#jobs/agenda/agenda.ts'
import { sql } from '#src/database/sql.ts'
import { Refusal } from '#src/errors.ts'
import { testApp } from '#test/app.ts'
import {
  createGate,
  hearBells,
  idle,
  mongoBackend,
  postgresBackend,
  startJobs,
  stopJobsAfterEach,
  until,
  watchedStep,
} from './jobs.ts'

stopJobsAfterEach()

const app = await testApp({ clock: () => new Date() })
const backends = { postgres: postgresBackend(app), mongodb: await mongoBackend() }
afterAll(() => backends.mongodb.stop())

/** For what is found without a bell. */
const looks = { lookEveryMs: 100 }

async function stepRow(step: string) {
  const [row] = await sql<{ count: number }>(app.em.fork(), 'select count from step_runs where step = $1', [step])
  return row
}

describe.each(['postgres', 'mongodb'] as const)('jobs kept in %s', (name) => {
  const backend = backends[name]
  const label = (step: string) => `${name}.${step}`
  const bells = async (step: string) =>
    (await backend.rows()).filter((row) => row.name === step && row.type === 'normal')

  test('a ring runs the step at once, not at the next sweep', async () => {
    const step = watchedStep(label('soon'))
    const jobs = await startJobs(app, backend, [step])
    await idle(backend, step)
    const before = step.runs
    jobs.ring(step.name)
    await step.begun(before + 1)
    expect(await stepRow(step.name)).toEqual({ count: 1 })
  })

  test('what was left undone when the last process ended is worked on at the start', async () => {
    const last = watchedStep(label('start'))
    const ended = await startJobs(app, backend, [last])
    await idle(backend, last)
    await ended.stop()
    const step = watchedStep(last.name)
    await startJobs(app, backend, [step])
    await step.begun(1)
  })

  test('a start runs each step once, and calls no other process to it', async () => {
    const before = watchedStep(label('once'))
    const last = await startJobs(app, backend, [before])
    await idle(backend, before)
    await last.stop()
    const heard = await hearBells(app.databaseUrl, before.name)
    const gate = createGate()
    const step = watchedStep(before.name, () => gate.opened)
    await startJobs(app, backend, [step])
    await step.begun(1)
    gate.open()
    await idle(backend, step)
    expect(step.runs).toBe(1)
    expect(heard.bells()).toBe(0)
  })

  test('a process that only rings is heard by the one that works', async () => {
    const step = watchedStep(label('web'))
    await startJobs(app, backend, [step])
    const web = await startJobs(app, backend, [step], { works: false })
    await idle(backend, step)
    const before = step.runs
    web.ring(step.name)
    await step.begun(before + 1)
  })

  test('a thousand rings in one go become a few runs, and leave no rows behind', async () => {
    const step = watchedStep(label('many'))
    const jobs = await startJobs(app, backend, [step])
    await idle(backend, step)
    const before = step.runs
    for (let count = 0; count < 1000; count += 1) jobs.ring(step.name)
    await step.ended(before + 1)
    const last = step.runs
    jobs.ring(step.name)
    await step.ended(last + 1)
    expect(step.runs - before).toBeLessThanOrEqual(5)
    expect(await bells(step.name)).toEqual([])
  })

  test('a ring while the step runs leads to one more run, never to two at the same time', async () => {
    const gate = createGate()
    let before = Number.POSITIVE_INFINITY
    const step = watchedStep(label('during'), (run) => (run > before ? gate.opened : Promise.resolve()))
    const jobs = await startJobs(app, backend, [step])
    const web = await startJobs(app, backend, [step], { works: false })
    await idle(backend, step)
    before = step.runs
    jobs.ring(step.name)
    await step.begun(before + 1)
    web.ring(step.name)
    gate.open()
    await step.ended(before + 2)
    expect(step.beside).toBe(1)
  })

  test('a backlog of bells is served by a few runs', async () => {
    const step = watchedStep(label('backlog'))
    const bell = { name: step.name, type: 'normal', nextRunAt: new Date(), lockedAt: null }
    for (let count = 0; count < 200; count += 1) await backend.insert(bell)
    await startJobs(app, backend, [step], looks)
    await idle(backend, step)
    expect(step.runs).toBeLessThan(60)
  })

  test('rings for the same time in the future become one run, not before it', async () => {
    const step = watchedStep(label('later'))
    const jobs = await startJobs(app, backend, [step])
    await idle(backend, step)
    const before = step.runs
    const at = new Date(Date.now() + 400)
    for (let count = 0; count < 20; count += 1) jobs.ring(step.name, at)
    await step.begun(before + 1)
    expect(Date.now()).toBeGreaterThanOrEqual(at.getTime())
    expect((await bells(step.name)).length).toBeLessThanOrEqual(4)
  })

  test('a bell set for later does not keep the step from hearing one for now', async () => {
    const step = watchedStep(label('both'))
    const jobs = await startJobs(app, backend, [step])
    await idle(backend, step)
    const before = step.runs
    for (const minutes of [2, 3, 4]) jobs.ring(step.name, new Date(Date.now() + minutes * 60_000))
    jobs.ring(step.name)
    await step.begun(before + 1)
  })

  test('a run three times longer than its lock keeps it', async () => {
    const gate = createGate()
    let before = Number.POSITIVE_INFINITY
    const step = watchedStep(label('long'), (run) => (run > before ? gate.opened : Promise.resolve()))
    const lockMs = 600
    const jobs = await startJobs(app, backend, [step], { lockMs })
    await idle(backend, step)
    before = step.runs
    // A second away: what is due by the time it is asked for rings in the house, and takes no lock.
    jobs.ring(step.name, new Date(Date.now() + 1_000))
    await step.begun(before + 1)
    const begun = Date.now()
    const lockOf = async () => {
      const locks = (await backend.rows()).filter((row) => row.name === step.name).map(({ lockedAt }) => lockedAt)
      return Math.max(...locks.map((lock) => lock?.getTime() ?? 0))
    }
    await until(async () => (await lockOf()) > begun + 3 * lockMs)
    expect(step.runs).toBe(before + 1)
    gate.open()
    await step.ended(before + 1)
  })

  test('what a killed process held is taken over when its lock has run out', async () => {
    const step = watchedStep(label('killed'))
    await startJobs(app, backend, [step], looks)
    await idle(backend, step)
    const before = step.runs
    await backend.insert({ name: step.name, type: 'normal', nextRunAt: null, lockedAt: new Date(Date.now() - 50_001) })
    await step.begun(before + 1)
    await idle(backend, step)
    expect((await backend.rows()).filter((row) => row.name === step.name && row.lockedAt)).toEqual([])
  })

  test('ten processes that start together share one sweep of a step', async () => {
    const step = watchedStep(label('crowd'))
    await Promise.all(Array.from({ length: 10 }, () => startJobs(app, backend, [step])))
    const sweeps = (await backend.rows()).filter((row) => row.name === step.name && row.type === 'single')
    expect(sweeps).toHaveLength(1)
    const another = { name: step.name, type: 'single', nextRunAt: new Date(), lockedAt: null }
    await expect(backend.insert(another)).rejects.toThrow('duplicate key')
  })

  test('jobs that are no longer in the code are forgotten', async () => {
    await backend.insert({ name: label('gone'), type: 'single', nextRunAt: new Date(), lockedAt: null })
    await startJobs(app, backend, [watchedStep(label('here'))])
    expect((await backend.rows()).map((row) => row.name)).not.toContain(label('gone'))
  })

  test('a sweep whose interval was shortened counts from now on', async () => {
    const step = { ...watchedStep(label('hourly')), every: '1 hour' }
    await backend.insert({ name: step.name, type: 'single', nextRunAt: new Date('2030-01-01'), lockedAt: null })
    await startJobs(app, backend, [step])
    const [sweep] = (await backend.rows()).filter((row) => row.name === step.name && row.type === 'single')
    expect(sweep?.nextRunAt?.getTime()).toBeLessThanOrEqual(Date.now() + 3_600_000)
  })

  test('an interval that cannot be read, or is under a minute, refuses the start', async () => {
    for (const every of ['soon', '15', '10 seconds']) {
      const step = { ...watchedStep(label('bad')), every }
      await expect(startJobs(app, backend, [step])).rejects.toThrow(Refusal)
    }
  })

  test('stopping waits for what is in hand, tells others what is owed, and leaves no lock behind', async () => {
    const gate = createGate()
    const step = watchedStep(label('stop'), () => gate.opened)
    const jobs = await startJobs(app, backend, [step])
    await step.begun(1)
    const heard = await hearBells(app.databaseUrl, step.name)
    jobs.ring(step.name)
    await heard.reaches(1)
    jobs.ring(step.name)
    jobs.ring(step.name, new Date(Date.now() + 60_000))
    await until(async () => (await bells(step.name)).some(({ lockedAt }) => lockedAt))
    const stopped = jobs.stop()
    gate.open()
    await stopped
    await heard.reaches(2)
    const rows = (await backend.rows()).filter((row) => row.name === step.name)
    expect(rows.filter(({ lockedAt }) => lockedAt)).toEqual([])
    expect(rows.some(({ type, nextRunAt }) => type === 'normal' && nextRunAt)).toBe(true)
    expect(step.runs).toBe(1)
  })

  test('a ring for what another process has in hand is taken up by one that has nothing to do', async () => {
    const gate = createGate()
    const busy = watchedStep(label('share'), () => gate.opened)
    const free = { ...watchedStep(label('share')) }
    const jobs = await startJobs(app, backend, [busy])
    await busy.begun(1)
    let runs = 0
    await startJobs(app, backend, [{ ...free, run: async () => (runs += 1) }])
    await until(async () => runs > 0)
    const before = runs
    jobs.ring(busy.name)
    await until(async () => runs > before)
    gate.open()
  })

  test('a step that asks a vendor for news runs in one process at a time, and the lock ends with its process', async () => {
    const gate = createGate()
    const asking = watchedStep(label('alone'), () => gate.opened)
    const first = await startJobs(app, backend, [{ ...asking, alone: true }])
    await asking.begun(1)
    const other = watchedStep(label('alone'))
    const second = await startJobs(app, backend, [{ ...other, alone: true }])
    await expect(second.runNow(other.name)).rejects.toThrow('is running in another process right now')
    gate.open()
    await first.stop()
    await second.runNow(other.name)
    expect(other.runs).toBeGreaterThan(0)
  })

  test('when every connection is killed, nothing crashes and bells are heard again', async () => {
    const step = watchedStep(label('cut'))
    await startJobs(app, backend, [step])
    const web = await startJobs(app, backend, [step], { works: false })
    await idle(backend, step)
    for (let round = 0; round < 3; round += 1) {
      await killConnections()
      const before = step.runs
      web.ring(step.name)
      await step.ended(before + 1)
    }
    await until(async () => (await listeners()) >= 2)
    const before = step.runs
    web.ring(step.name)
    await step.begun(before + 1)
  })

  test('a person can run a step by name, and reads what went wrong', async () => {
    const step = watchedStep(label('asked'), async (run) => {
      if (run === 1) throw new Error('no such sale')
    })
    const jobs = await startJobs(app, backend, [step], { works: false })
    await expect(jobs.runNow(step.name)).rejects.toThrow('no such sale')
    await jobs.runNow(step.name)
    expect(step.runs).toBe(2)
    await expect(jobs.runNow('orders.nothing')).rejects.toThrow("There is no step 'orders.nothing'")
  })
})

test('a database that does not answer ends the start with a readable error', async () => {
  const away: JobsOptions = { backend: 'postgres', databaseUrl: 'postgres://nobody@127.0.0.1:1/none', works: true }
  await expect(startJobs(app, backends.postgres, [], { ...away, patienceMs: 600 })).rejects.toThrow(
    /^Postgres did not answer for 1 s: .*ECONNREFUSED/,
  )
  const mongo = { backend: 'mongodb', mongodbUrl: 'mongodb://127.0.0.1:1/none' } as const
  await expect(startJobs(app, backends.postgres, [], { ...mongo, patienceMs: 1 })).rejects.toThrow(
    /^MongoDB did not answer/,
  )
})

async function killConnections(): Promise<void> {
  await sql(
    app.em.fork(),
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
}

async function listeners(): Promise<number> {
  const rows = await sql(
    app.em.fork(),
    `select 1 from pg_stat_activity
     where datname = current_database() and (query like 'listen agenda_jobs%' or query = 'select 1')`,
  )
  return rows.length
}
