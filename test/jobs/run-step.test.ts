import { afterAll, beforeEach, expect, test } from 'vitest'
import { CardPost } from '#entities/cards/card-post.ts'
import { Alert } from '#entities/operations/alert.ts'
import { StepRun } from '#entities/operations/step-run.ts'
import { createAlone } from '#jobs/agenda/alone.ts'
import { createRunner } from '#jobs/agenda/run-step.ts'
import { createWatch } from '#jobs/agenda/watch.ts'
import { defineStep, type Step } from '#jobs/job.ts'
import { sql } from '#src/database/sql.ts'
import { alertSubject } from '#src/desk/told/alert-subject.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import { createLog } from '#src/log.ts'
import { testApp } from '#test/app.ts'
import { createGate, stopJobsAfterEach, until } from './jobs.ts'

stopJobsAfterEach()

const lines: { operation?: string; message: string; duration?: number; metrics?: object }[] = []
const app = await testApp({ log: createLog('debug', (line) => void lines.push(JSON.parse(line))) })
const alone = createAlone(app.databaseUrl, () => undefined)
afterAll(() => alone.close())
const run = createRunner(app, { markAfterMs: 50, alone })

let names = 0
let does: () => Promise<number>
let step: Step
beforeEach(() => {
  names += 1
  app.bells.length = 0
  app.now = new Date('2026-03-02T14:02:00Z')
  does = async () => 0
  const rest = { every: '1 minute', pipeline: 'orders', run: () => does() }
  step = defineStep({ name: `orders.step${names}`, what: `Reading post ${names}`, ...rest })
})

const later = (minutes: number) => {
  app.now = new Date(app.now.getTime() + minutes * 60_000)
}
const record = () => app.em.fork().findOne(StepRun, { step: step.name })
const alert = () => app.em.fork().findOne(Alert, { key: `step:${step.name}` })
const vendorFails = async () => {
  throw new OutsideError('gmail', 'token refused', { retry: 'later', status: 503 })
}

test('what a vendor says of a person is logged without them: neither a number nor an address nor a token', async () => {
  does = async () => {
    const said = "The 'To' number +15550100123 of ann.lee@mail.example.com is not valid (sk-0123456789abcdef0123)"
    throw new OutsideError('twilio', said, { retry: 'later' })
  }
  await run(step, false).catch(() => undefined)
  const logged = JSON.stringify(lines)
  expect(logged).toContain("The 'To' number [phone] of [e-mail] is not valid ([secret])")
  expect(logged).not.toMatch(/15550100123|ann\.lee|0123456789abcdef/)
})

test('a failure that quotes a long text is logged at once', async () => {
  does = async () => {
    throw new Error(`refused: ${'a.'.repeat(40_000)} ann.lee@mail.example.com`)
  }
  await run(step, false)
  const logged = JSON.stringify(lines)
  expect(logged).toContain('[e-mail]')
  expect(logged).not.toContain('ann.lee')
})

test('001-287 a run leaves one line with its operation, its duration and what it did', async () => {
  does = async () => 3
  await run(step, false)
  const [line] = lines.filter(({ operation }) => operation === step.name)
  expect(line).toMatchObject({ operation: step.name, metrics: { totalProcessed: 3 }, duration: expect.any(Number) })
})

test('an idle step is recorded once a minute, however often it is rung', async () => {
  await run(step, false)
  const first = await record()
  expect(first).toMatchObject({ count: 0, failures: 0, finishedAt: app.now })
  later(0.5)
  await run(step, false)
  expect((await record())?.finishedAt).toEqual(first?.finishedAt)
  later(0.5)
  await run(step, false)
  expect((await record())?.finishedAt).toEqual(app.now)
})

test('a paused step does not run, and a person who asks for it is told', async () => {
  await sql(app.em.fork(), 'insert into step_runs (step, paused) values ($1, true)', [step.name])
  does = async () => {
    throw new Error('ran')
  }
  await run(step, false)
  await expect(run(step, true)).rejects.toThrow(Refusal)
  expect((await record())?.failures).toBe(0)
})

test('a vendor that fails is tried again after 1, 2, 4 minutes and called in at the third time', async () => {
  does = vendorFails
  for (const [failures, wait] of [
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 8],
    [5, 15],
    [6, 15],
  ] as const) {
    await run(step, false)
    const nextTryAt = new Date(app.now.getTime() + wait * 60_000)
    expect(await record()).toMatchObject({ failures, lastError: 'gmail: token refused', nextTryAt })
    expect(app.bells).toContainEqual({ step: step.name, at: nextTryAt })
    expect((await alert()) !== null).toBe(failures >= 3)
    later(wait - 0.1)
    await run(step, false)
    expect((await record())?.failures).toBe(failures)
    later(0.1)
  }
  expect(await alert()).toMatchObject({
    state: 'open',
    pipeline: 'orders',
    detail: 'gmail: token refused',
    step: step.name,
  })
})

test('the first run that works closes the alert', async () => {
  does = vendorFails
  for (let failure = 0; failure < 3; failure += 1) {
    await run(step, false)
    later(15)
  }
  does = async () => 1
  await run(step, false)
  expect(await alert()).toMatchObject({ state: 'closed', closedAt: app.now })
  expect(await record()).toMatchObject({ failures: 0, lastError: null, nextTryAt: null })
})

test('a bug calls people at once, rings once, and gives no secret away', async () => {
  does = async () => {
    throw new TypeError('cannot read 123456:AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDD of undefined')
  }
  await run(step, false)
  const opened = await alert()
  expect(opened).toMatchObject({ title: `${step.what} failed`, detail: 'cannot read [secret] of undefined' })
  later(1)
  await run(step, false)
  expect(await alert()).toMatchObject({ title: `${step.what} failed 2 times in a row`, moves: 0 })
  const posts = await app.em.fork().find(CardPost, { subjectId: opened?.id ?? '' })
  expect(posts.map(({ wanted, ring }) => ({ wanted, ring }))).toEqual([
    { wanted: 2, ring: 1 },
    { wanted: 2, ring: 1 },
  ])
})

test('a vendor that asks for a longer pause gets it', async () => {
  does = async () => {
    throw new OutsideError('instagram', 'too many calls', { retry: 'later', retryAfterS: 3600 })
  }
  await run(step, false)
  expect((await record())?.nextTryAt).toEqual(new Date(app.now.getTime() + 3_600_000))
})

test('001-271 a database that is away for a moment is no failure: the step runs again a second later', async () => {
  does = async () => {
    throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' })
  }
  await run(step, false)
  expect(await record()).toBeNull()
  expect(app.bells).toEqual([{ step: step.name, at: new Date(app.now.getTime() + 1000) }])
  for (let more = 0; more < 5; more += 1) await run(step, false)
  expect(await record()).toMatchObject({ failures: 1 })
})

test('a run that hangs is reported after five minutes, and forgotten when it ends', async () => {
  const gate = createGate()
  does = () => gate.opened.then(() => 1)
  const running = run(step, false)
  await until(async () => (await record()) !== null)
  const watch = createWatch([step])
  later(4.9)
  expect(await watch.run(app)).toBe(0)
  later(0.2)
  expect(await watch.run(app)).toBe(1)
  // Kept without a clock: each reader has it by their own.
  const title = `${step.what} has not finished since 2026-03-02T14:02:00.000Z`
  expect(await alert()).toMatchObject({ state: 'open', title })
  const [view] = await alertSubject.load(app.em.fork(), [(await alert())?.id ?? ''])
  const titleBy = (hours: 12 | 24) => view && alertSubject.card(view, { ...app, hours }).title
  expect(titleBy(24)).toMatch(/ has not finished since 14:02$/)
  expect(titleBy(12)).toMatch(/ has not finished since 2:02 PM$/)
  gate.open()
  await running
  expect(await watch.run(app)).toBe(0)
  expect(await alert()).toMatchObject({ state: 'closed' })
})

test('a run whose process died is reported, and forgotten when the step runs again', async () => {
  await sql(app.em.fork(), 'insert into step_runs (step, started_at) values ($1, $2)', [step.name, app.now])
  later(6)
  await createWatch([step]).run(app)
  expect(await alert()).toMatchObject({ state: 'open' })
  await run(step, false)
  expect(await alert()).toMatchObject({ state: 'closed' })
})
