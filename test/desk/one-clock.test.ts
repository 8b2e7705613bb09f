import { describe, expect, test } from 'vitest'
import { StepRun } from '#entities/operations/step-run.ts'
import type { StepInfo } from '#src/app.ts'
import type { Asked } from '#src/cards/command.ts'
import { readSettings } from '#src/config.ts'
import { jobCommands } from '#src/desk/commands/job-commands.ts'
import { sharedHours } from '#src/desk/pipelines.ts'
import { tellStatus } from '#src/desk/told/status.ts'
import { testApp } from '#test/app.ts'

const REPS = { REPS: 'on' }
const SHOP = { ...REPS, INSTAGRAM_ACCESS_TOKEN: 'IGQVtoken', INSTAGRAM_ACCOUNT_ID: '1784' }

describe('002-051: where several lines of work are told together there is one clock', () => {
  test('the one they share, else 24 hours', () => {
    expect(sharedHours(readSettings(REPS))).toBe(12)
    expect(sharedHours(readSettings(SHOP))).toBe(24)
  })

  test.each([
    ['a team of reps', REPS, '2:02 PM'],
    ['a team that sells', SHOP, '14:02'],
  ])('status and jobs of %s', async (_, environment, written) => {
    const app = await testApp({}, environment)
    const run = { step: 'outbox.send', paused: false, failures: 2, finishedAt: app.now, lastError: 'no reason' }
    await app.em.fork().insert(StepRun, run as StepRun)
    app.steps = [{ name: 'outbox.send', what: 'Sending', pipeline: 'outbox' } as StepInfo]
    expect((await tellStatus(app, 'UTC')).join('\n')).toContain(written)
    const jobs = jobCommands.find(({ name }) => name === 'jobs')
    const told = await jobs?.run({ app, member: { zone: 'UTC' }, rest: '' } as unknown as Asked)
    expect(JSON.stringify(told)).toContain(written)
  })
})
