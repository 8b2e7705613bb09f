import type { App } from '#src/app.ts'
import type { Roles } from '../page/types.ts'
import type { World } from '../world.ts'

/** Where a story plays: the product, the vendors around it, and the zone the stage's clocks show. */
export type Stage = { app: App; world: World; zone: string }

/**
 * One thing a person does, as the page, *Play it for me* and the story tests all do it.
 * `put`: words into the field that `into` (a CSS selector within the pane) finds; `send` presses the button of its form.
 * `press`: the button whose label begins so, in the last message that holds `on` (none: the last such button).
 */
export type Act =
  | { in: string; put: string; into: string; send?: true }
  | { in: string; press: string; on?: string | undefined }

export type Step = {
  name: string
  /** Whose hands it is in: `Slack, as Ann`. */
  who: string
  say: string
  /** None: it happens by itself, and one waits for it. */
  acts: Act[] | ((stage: Stage) => Promise<Act[]>)
  /** What the world does on a press: a button on the step itself, in the pane `steps`. */
  button?: { label: string; happen(stage: Stage): Promise<unknown> }
  /** It has happened: from what is stored, so that it stays true after a restart. */
  done(stage: Stage): Promise<boolean>
}

/** One tile of the stage. */
export type Story = {
  name: string
  who: string
  sentence: string
  minutes: number
  /** The panes beside Slack and Telegram, by column; those of one column stand above each other. */
  panes: string[][]
  /** Whose phones are shown first. */
  as?: Partial<Roles>
  steps: Step[]
  /** Takes away what this story made, and nothing else. */
  reset(stage: Stage): Promise<void>
}
