import type { Failure } from './api/ack.ts'
import type { Core } from './core.ts'
import { nextTs } from './core.ts'
import type { Deliver } from './deliver.ts'
import type { Person, View } from './workspace.ts'
import { topModal } from './workspace.ts'

/** What the person saw of it. */
export type Seen = {
  /** The app answered within the time. */
  acked: boolean
  /** The words "only visible to you" that came meanwhile. */
  ephemeral: string[]
  /** The modal on top now. */
  view: View | null
  /** What stands in red under the fields of that modal, by block. */
  errors: Record<string, string>
  /** Slack's own complaint. */
  error?: string
}

/** What every act needs; `seen` runs one act and tells what the person saw of it. */
export type Stage = {
  core: Core
  deliver: Deliver
  commands: readonly string[]
  /** Resolves when the memory is kept. */
  saved(): Promise<unknown>
  seen(user: string, act: (person: Person) => Promise<Result>): Promise<Seen>
}
export type Result = { acked?: boolean; error?: string | undefined }

/** Runs acts and watches what the person sees. */
export function createStage(
  core: Core,
  deliver: Deliver,
  commands: readonly string[],
  saved: () => Promise<unknown>,
): Stage {
  return {
    core,
    deliver,
    commands,
    saved,
    async seen(user, act) {
      const { workspace } = core
      const person = workspace.people[user]
      if (!person || person.deleted) throw new Error(`There is no one called ${user} in this Slack.`)
      const since = nextTs(core)
      delete workspace.notices[user]
      const { acked = true, error } = await act(person)
      if (error) workspace.notices[user] = error
      await saved()
      core.changed()
      const view = topModal(core.workspace, user) ?? null
      const ephemeral = ephemeralsSince(core, user, since)
      return { acked, ephemeral, view, errors: view?.errors ?? {}, ...(error && { error }) }
    },
  }
}

/** What the app's silence looks like to the person who pressed. */
export function failed(failure: Failure): Result {
  return { acked: false, error: `This app did not respond (${failure}). Try again?` }
}

function ephemeralsSince(core: Core, user: string, since: string): string[] {
  const all = Object.values(core.workspace.places).flatMap((place) => place.messages)
  return all.filter(({ only, ts }) => only === user && Number(ts) > Number(since)).map(({ text }) => text)
}
