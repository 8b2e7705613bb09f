import { Alert } from '#entities/operations/alert.ts'
import { StepRun } from '#entities/operations/step-run.ts'
import type { App, StepInfo } from '#src/app.ts'
import { tame } from '#src/cards/clip.ts'
import { type Hours, writeWhen } from '#src/cards/times.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import type { Html } from '#src/web/html.ts'
import { html } from '#src/web/html.ts'
import type { SignedIn } from '../session.ts'
import type { Drawn } from './frame.ts'
import { loadInOrder, renderRows, writeWord } from './rows.ts'

type Drawing = { csrf: string; when: (at: Date) => string }

/** What can be done to a step, by the command of the same name. */
export const jobCommands = ['run', 'pause', 'resume'] as const

/** Every step, how its last run went, and what is broken now. */
export async function drawJobs(app: App & { hours?: Hours }, { member, csrf }: SignedIn): Promise<Drawn> {
  const em = app.em.fork()
  const runs = new Map(
    (await em.find(StepRun, { step: { $in: app.steps.map(({ name }) => name) } })).map((run) => [run.step, run]),
  )
  const drawing: Drawing = { csrf, when: (at) => writeWhen(at, member.zone, app.clock(), app.hours) }
  const byPipeline = Map.groupBy(app.steps, ({ pipeline }) => pipeline)
  return {
    title: 'Jobs',
    area: '/jobs',
    kinds: ['alert'],
    body: html`<h1>Jobs</h1>${await renderAlerts(app)}
      ${[...byPipeline].map(
        ([
          pipeline,
          steps,
        ]) => html`<section aria-labelledby="jobs-${pipeline}"><h2 id="jobs-${pipeline}">${writeWord(pipeline)}</h2>
          <ul class="rows jobs">${steps.map((step) => renderStep(step, runs.get(step.name), drawing))}</ul>
        </section>`,
      )}`,
  }
}

async function renderAlerts(app: App): Promise<Html> {
  const em = app.em.fork()
  const open = await em.find(Alert, { state: 'open' }, { fields: ['id'], orderBy: { openedAt: 'desc' }, limit: 50 })
  if (open.length === 0) return html`<p class="soft">Nothing is broken.</p>`
  const ids = open.map(({ id }) => id)
  const subject = subjectNamed('alert')
  const rows = await loadInOrder(subject, () => subject.load(em, ids), ids)
  return html`<section aria-labelledby="alerts"><h2 id="alerts">Broken now · ${rows.length}</h2>
    ${renderRows(app, rows, '')}</section>`
}

function renderStep({ name, what, every }: StepInfo, run: StepRun | undefined, drawing: Drawing): Html {
  const { words, tone } = stateOf(run)
  return html`<li class="job">
    <div>
      <strong>${what}</strong> <code>${name}</code> ${words ? html`<span class="badge ${tone}">${words}</span>` : ''}
      <p class="soft">every ${every} and when there is work · ${writeRun(run, drawing)}</p>
      ${run?.lastError ? html`<p class="error" dir="auto">${tame(run.lastError)}</p>` : ''}
    </div>
    <form method="post" action="/jobs" class="buttons">
      <input type="hidden" name="csrf" value="${drawing.csrf}">
      <input type="hidden" name="step" value="${name}">
      ${
        run?.paused
          ? html`<button name="command" value="resume" class="primary" aria-label="Resume: ${what}">Resume</button>`
          : html`<button name="command" value="run" aria-label="Run now: ${what}">Run</button>
            <button name="command" value="pause" aria-label="Pause: ${what}">Pause</button>`
      }
    </form>
  </li>`
}

function stateOf(run: StepRun | undefined): { words: string; tone: string } {
  if (run?.paused) return { words: 'paused', tone: 'todo' }
  if (!run || run.failures === 0) return { words: '', tone: '' }
  return { words: run.failures === 1 ? 'failed' : `failed ${run.failures} times`, tone: 'bad' }
}

function writeRun(run: StepRun | undefined, { when }: Drawing): string {
  if (!run?.startedAt) return 'has not run yet'
  if (!run.finishedAt || run.finishedAt < run.startedAt) return `runs since ${when(run.startedAt)}`
  const next = run.nextTryAt ? `, again ${when(run.nextTryAt)}` : ''
  return `last ${when(run.finishedAt)}: ${run.count} done${next}`
}
