import type { Environment, Settings } from '#src/config.ts'

export type Field = {
  name: keyof Settings
  /** What is asked: what it is and where it is found. */
  asks: string
  /** Shown by its last letters only. */
  isSecret?: true
  /** The others are asked in any case. */
  when?(known: Environment): boolean
  /** What Enter takes where nothing is set yet. */
  usual?(): string
}

export type Account = {
  title: string
  /** What it is for, as the question says it: `Slack, where your team decides`. */
  what: string
  chapter?: string
  fields: Field[]
  /** Without this there is no such account, whatever else of it is set. None: any of the fields will do. */
  needs?: keyof Settings
  /** What is set along with it, where it is not set yet. */
  sets?: Partial<Record<keyof Settings, () => string>>
  /** The doctor's names of what is looked at. */
  checks: string[]
  /** It is of use only once a person has allowed it in a browser. */
  byConsent?: true
}
