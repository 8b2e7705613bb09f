import type { App } from '#src/app.ts'
import type { Answers } from '#src/cards/form.ts'
import type { Settings } from '#src/config.ts'
import type { OpenedLink } from '#src/links/links.ts'
import type { Answer, Call } from './answer.ts'
import type { Html } from './html.ts'

/** What stands behind the public links `/a/:token` of one purpose. Null from any of them: what it was about is gone. */
export type PublicLink = {
  /** Looking changes nothing: previewers and mail scanners look too. */
  show(app: App, link: OpenedLink, call: Call): Promise<Answer | null>
  /**
   * The sent form. A link that works once is used by `useLink`, in the transaction of what it does. None: only a
   * page.
   */
  take?(app: App, link: OpenedLink, form: Answers, call: Call): Promise<Answer | null>
  /** Below the link by name: `event.ics`, a picture. */
  files?: Record<string, (app: App, link: OpenedLink, call: Call) => Promise<Answer | null>>
  /** What is read where a link is over; none: the same as where there never was one. */
  over?(settings: Settings): Html
}
