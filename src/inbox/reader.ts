import type { InboxItem } from '#entities/operations/inbox-item.ts'
import type { App } from '#src/app.ts'

/** Reads what arrived from a source, one item at a time: its own, or not. `step`: the step that calls it. */
export type Reader = {
  source: string
  step: string
  read(app: App, item: InboxItem): Promise<'mine' | 'not mine'>
}
