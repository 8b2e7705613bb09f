import type { Role } from '#entities/people/person.ts'
import type { App } from '#src/app.ts'
import type { Answers } from '#src/cards/form.ts'
import type { Member } from '#src/cards/subject.ts'
import type { Call } from './answer.ts'
import type { Html } from './html.ts'

/** A page of the dashboard beside the lists of records. */
export type Page = {
  /** `/capacity` */
  path: string
  title: string
  /** In the menu, after the lists; false: it is only linked to. */
  isInMenu?: boolean
  /** Who may open it besides admins. */
  roles: Role[]
  /** The kinds of record it shows: news of them refreshes it. */
  kinds: string[]
  /** What stands below the title. `csrf`: what its forms must carry in a hidden field of that name. */
  draw(app: App, visit: { member: Member; csrf: string; call: Call }): Promise<Html>
  /** A form it sent to its own path -> the sentence that is shown on it next. */
  take?(app: App, member: Member, form: Answers): Promise<string>
}
