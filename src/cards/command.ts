import type { Role } from '#entities/people/person.ts'
import type { App } from '#src/app.ts'
import type { Card } from './card.ts'
import type { Form } from './form.ts'
import type { Member } from './subject.ts'
import type { Visitor } from './visitor.ts'

export type CommandApp = Pick<
  App,
  | 'em'
  | 'clock'
  | 'ring'
  | 'settings'
  | 'publicUrl'
  | 'doctor'
  | 'instagram'
  | 'gmail'
  | 'twilio'
  | 'mail'
  | 'openai'
  | 'addressValidation'
  | 'steps'
  | 'findPlace'
  | 'log'
  | 'web'
  | 'keys'
  | 'pictures'
  | 'priceOf'
>

/** What the person reads: words, cards with live buttons, or a form to fill in first. */
export type Reply = {
  text: string
  /** For this person's eyes: never said where others read it, such as a link that signs in. */
  isPrivate?: boolean
  cards?: Card[]
  form?: { token: string; form: Form }
}

/** Something a person can type: `/desk sales`, `/sales`, or `sales` to the bot alone. */
export type Command = {
  /** One or two words: `sale add`. */
  name: string
  /** What follows the name: `<url>`. */
  usage?: string
  /** Typed in full, for who got it wrong; none: the name alone. */
  example?: string
  help: string
  /** Hidden from menus and help while this pipeline is not configured. */
  pipeline?: string
  /** Of several commands of one name, the one that is meant by what follows; none: it takes anything. */
  fits?(rest: string): boolean
  /** Who may; none named: every member. Admins may everything. */
  roles?: Role[]
  /** A file sent with it is read as text: it stands below what was typed. */
  takesFile?: boolean
  /** It is what one means who sends a picture, with words or without. */
  takesPictures?: boolean
  run(asked: Asked): Promise<Reply>
}

/** Another name for a verb: `sale close S-3` is `close S-3`. */
export type Alias = Omit<Command, 'run'> & { verb: string }

/** A file that came with someone's words. Its bytes are fetched only for a command that takes them. */
export type SentFile = { name: string; size: number; load(): Promise<Uint8Array> }

/** Pictures that came with words. `id`: of their message, or of its album: the same is no second thing. */
export type SentPictures = { id: string; pictures: SentFile[] }

export type Sent = SentFile | SentPictures

export type Asked = {
  app: CommandApp
  member: Member
  /** Which door, and who there: what `press` needs. */
  by: Visitor
  /** What was typed after the name. */
  rest: string
  sent?: SentPictures
}
