/** What a verb asks before it acts: a Slack modal, a Telegram dialogue, an HTML form. */
export type Form = {
  title: string
  submit: string
  fields: Field[]
}

export type Field = {
  name: string
  label: string
  kind: 'text' | 'long' | 'choice'
  /** What the field holds at first. */
  value?: string
  hint?: string
  optional?: boolean
  choices?: { value: string; label: string }[]
}

/** What the person filled in, by field name. */
export type Answers = Record<string, string>
