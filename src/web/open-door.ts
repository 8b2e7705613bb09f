import type { App } from '#src/app.ts'
import type { Answer, Call } from './answer.ts'

/**
 * A route without key and session: a webhook, an OAuth callback, a sign-up page, a feed. It checks its caller itself.
 * A `Refusal` (or `Problem`) it throws is told: as JSON, or on a page where people use it.
 */
export type OpenDoor = {
  method: 'get' | 'post'
  /** Whole, with the words of Hono's router: `/feed/:store`. */
  path: string
  /** People use it with a browser: errors are pages. Else a program does: errors are JSON, a fault of ours is 503. */
  isForPeople?: boolean
  /** Too many calls to be told one by one in the log. */
  quiet?: boolean
  /** How often one caller may come in an hour, where each time costs something: a mail, a text. */
  mostPerHour?: number
  take(app: App, call: Call): Promise<Answer>
}
