import type { Locator, Page } from 'playwright-core'
import type { Act, Story } from '#src/world/stories/story.ts'

/** A step waits for every message before its own to leave, and beside a busy machine that takes a while. */
const PATIENCE_MS = 150_000

/**
 * Plays one step of a story by its name, with real keys and clicks: the same words, fields and buttons that the page
 * shows a person and that *Play it for me* uses. Resolves when the step has ticked itself off.
 */
export function playing(page: Page, story: Story): (step: string) => Promise<void> {
  return async (name) => {
    if (!story.steps.some((step) => step.name === name)) throw new Error(`${story.name} has no step ${name}`)
    await page.locator(`[data-step="${name}"] .number`).click()
    const acts = await actsOf(page, story, name)
    const done = page.locator(`[data-step="${name}"].done`)
    for (const act of acts) {
      // The stage's own button goes with its step: what the hour of the day has done already needs no press.
      if (act.in !== 'steps' || (await done.count()) === 0) await perform(page, act).catch(tellPane(page, act.in))
    }
    await done.waitFor({ state: 'attached', timeout: PATIENCE_MS })
  }
}

/** What stood there instead. */
function tellPane(page: Page, name: string) {
  return async (error: Error) => {
    const stood = await page.locator(`[data-pane="${name}"]`).innerText()
    throw new Error(`${error.message}\n${name} ends with:\n${stood.slice(-1500)}`, { cause: error })
  }
}

/** What is computed of what has happened comes with the next drawing. */
async function actsOf(page: Page, { steps }: Story, name: string): Promise<Act[]> {
  const isComputed = typeof steps.find((step) => step.name === name)?.acts === 'function'
  const step = page.locator(isComputed ? `[data-step="${name}"]:not([data-acts="[]"])` : `[data-step="${name}"]`)
  return JSON.parse((await step.getAttribute('data-acts')) ?? '[]')
}

async function perform(page: Page, act: Act): Promise<void> {
  const pane = page.locator(`[data-pane="${act.in}"]`)
  if ('press' in act) return buttonOf(pane, act).click()
  const field = pane.locator(act.into).first()
  await unfold(field)
  await field.fill(act.put)
  if (act.send) await field.locator('xpath=ancestor::form').locator('button:not([type=button], .photo)').last().click()
}

function buttonOf(pane: Locator, { press, on }: Extract<Act, { press: string }>): Locator {
  const label = new RegExp(`^[^\\p{L}\\p{N}$]*${press.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')}`, 'u')
  const button = pane.page().locator('button, summary').filter({ hasText: label })
  if (on === undefined) return pane.locator(button).last()
  return pane
    .locator('[role=dialog], li')
    .filter({ hasText: on })
    .filter({ has: button })
    .last()
    .locator(button)
    .first()
}

/** A mail that is folded is opened first. */
async function unfold(field: Locator): Promise<void> {
  await field.waitFor({ state: 'attached' })
  if (!(await field.isVisible())) await field.locator('xpath=ancestor::details[1]/summary').click()
}
