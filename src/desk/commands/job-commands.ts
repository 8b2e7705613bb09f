import { StepRun } from '#entities/operations/step-run.ts'
import type { Asked, Command, CommandApp, Reply } from '#src/cards/command.ts'
import { writeWhen } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import { Refusal } from '#src/errors.ts'
import { sharedHours } from '../pipelines.ts'
import { tellStatus, tellStep } from '../told/status.ts'
import { nearest } from './nearest.ts'

export const jobCommands: Command[] = [
  {
    name: 'status',
    help: 'what is behind or broken, and since when',
    roles: ['seller', 'booker'],
    run: async ({ app, member }) => ({ text: (await tellStatus(app, member.zone)).join('\n') }),
  },
  { name: 'jobs', help: 'every step: when it last ran, and how', roles: ['admin'], run: listJobs },
  { name: 'run', usage: '<job>', example: 'run outbox.send', help: 'run a step now', roles: ['admin'], run: runJob },
  {
    name: 'pause',
    usage: '<job>',
    example: 'pause outbox.send',
    help: 'stop a step until it is resumed',
    roles: ['admin'],
    run: (asked) => setPaused(asked, true),
  },
  {
    name: 'resume',
    usage: '<job>',
    example: 'resume outbox.send',
    help: 'let a paused step go on',
    roles: ['admin'],
    run: (asked) => setPaused(asked, false),
  },
]

async function listJobs({ app, member }: Asked): Promise<Reply> {
  const runs = await app.em.fork().find(StepRun, { step: { $ne: null } })
  const when = (at: Date) => writeWhen(at, member.zone, app.clock(), sharedHours(app.settings))
  const lines = app.steps.map(({ name, what, every }) => {
    const run = runs.find(({ step }) => step === name)
    if (run && (run.paused || run.failures > 0)) return tellStep(app.steps, run, when)
    const last = run?.finishedAt ? `last ${when(run.finishedAt)}, ${run.count} done` : 'has not run yet'
    return `${what} (${name}) every ${every}: ${last}`
  })
  return { text: lines.join('\n') }
}

async function runJob({ app, rest }: Asked): Promise<Reply> {
  const step = findStep(app, rest, 'run')
  const [run] = await sql<{ paused: boolean }>(
    app.em.fork(),
    `update step_runs set next_try_at = null where step = $1 returning paused`,
    [step],
  )
  if (run?.paused) throw new Refusal(`${step} is paused. First: resume ${step}`)
  app.ring(step)
  return { text: `${step} runs now. Type jobs to see how it went.` }
}

async function setPaused({ app, rest }: Asked, paused: boolean): Promise<Reply> {
  const step = findStep(app, rest, paused ? 'pause' : 'resume')
  await sql(
    app.em.fork(),
    `insert into step_runs (step, paused) values ($1, $2) on conflict (step) do update set paused = excluded.paused`,
    [step, paused],
  )
  if (paused) return { text: `${step} is paused. Its work waits, nothing is lost. To go on: resume ${step}` }
  app.ring(step)
  return { text: `${step} goes on.` }
}

function findStep({ steps }: CommandApp, text: string, command: string): string {
  const names = steps.map(({ name }) => name)
  const wanted = text.toLowerCase()
  const ends = names.filter((name) => name.endsWith(`.${wanted}`))
  if (names.includes(wanted)) return wanted
  if (ends[0] && ends.length === 1) return ends[0]
  const near = nearest(wanted, names)
  if (near) throw new Refusal(`There is no job '${text.slice(0, 40)}'. Did you mean: ${command} ${near}`)
  throw new Refusal(`Which job? Type jobs for the list, then for example: ${command} ${names[0] ?? 'outbox.send'}`)
}
