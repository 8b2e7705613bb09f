import { html, raw } from 'hono/html'
import { Refusal } from '#src/errors.ts'
import { stories, storyOf } from '../stories/index.ts'
import type { Act, Stage, Step, Story } from '../stories/story.ts'

type Seen = Step & { story: string; at: number; isDone: boolean; acts: Act[] }

/** The steps of a story, ticked as they happen; the first open one is shown, the others on a press of their number. */
export async function renderSteps(stage: Stage, name: string) {
  const story = storyOf(name)
  const steps = await lookAt(stage, story)
  const now = steps.find(({ isDone }) => !isDone)
  return html`<div class="steps" data-done="${steps.filter(({ isDone }) => isDone).length}">
    <ol aria-label="Steps of ${story.who}">${steps.map((step) => renderStep(step, step === now))}</ol>
    <div class="conduct">
      ${now ? html`<button type="button" class="play" data-play>▶ Play it for me</button>` : html`<p class="over">That was all of it.</p>`}
      <form method="post" action="/sandbox/story/${story.name}/reset"><button>Begin this story again</button></form>
    </div>
  </div>`
}

/** `reset`, or the name of a step whose button was pressed. */
export async function handleStory(stage: Stage, name: string, act: string, reset: (story: Story) => Promise<void>) {
  const story = stories.find((one) => one.name === name)
  if (!story) throw new Refusal('There is no such story.')
  if (act === 'reset') return reset(story)
  const step = story.steps.find((one) => one.name === act)
  if (!step?.button) throw new Refusal('This step has no button.')
  await step.button.happen(stage)
}

/** Who did a later step has done the earlier ones, also where nothing is left to show it. */
async function lookAt(stage: Stage, { name: story, steps }: Story): Promise<Seen[]> {
  const done = await Promise.all(steps.map((step) => step.done(stage)))
  return Promise.all(
    steps.map(async (step, at) => {
      const acts = typeof step.acts === 'function' ? await step.acts(stage) : step.acts
      return { ...step, story, at, acts, isDone: done.slice(at).includes(true) }
    }),
  )
}

function renderStep({ story, name, who, say, acts, at, isDone, button }: Seen, isNow: boolean) {
  const puts = acts.filter((act) => 'put' in act)
  return html`<li data-step="${name}" data-acts="${JSON.stringify(acts)}" class="${isDone ? 'done' : ''}"${isNow ? raw(' aria-current="step"') : ''}>
    <button type="button" class="number" aria-label="Step ${at + 1}: ${who}${isDone ? ', done' : ''}">${isDone ? '✓' : at + 1}</button>
    <div class="told"><p><b>${who}:</b> ${say}</p>
      ${puts.length > 0 ? html`<p class="words">${puts.map(({ put }) => html`<code>${put}</code>`)}<button type="button" data-put>Put it there</button></p>` : ''}
      ${button ? html`<form method="post" action="/sandbox/story/${story}/${name}"><button>${button.label}</button></form>` : ''}
    </div>
  </li>`
}
