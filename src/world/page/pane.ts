import type { HtmlEscapedString } from 'hono/utils/html'
import type { World } from '../world.ts'
import type { Roles } from './roles.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString> | string

/** What a pane is drawn from: the vendors, whose phones are shown, and the zone of the stage's clocks. */
export type Glance = { world: World; roles: Roles; zone: string; now: Date }

/** Above a pane: whose it is. `name`: the role it changes. */
export type Choice = { name: keyof Roles; label: string; chosen: string; options: [value: string, label: string][] }

/** One app on somebody's screen. */
export type Pane = {
  /** `data-pane`, and the name stories use. */
  name: string
  title: string
  render(glance: Glance): Html
  choices?(glance: Glance): Choice[]
  /** Calls `tell` whenever something on it has changed. */
  watch(world: World, tell: () => void): void
}
