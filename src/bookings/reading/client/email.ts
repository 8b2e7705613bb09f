import { valuesOf } from '../form/field.ts'
import type { Source } from '../form/unwrap.ts'
import { isMachine } from './machine.ts'
import { clientNamed, inlineName } from './told-name.ts'

const local = String.raw`[\p{L}\d!#$%&'*+/=?^_{|}~-][\p{L}\d!#$%&'*+/=?^_{|}~.-]{0,63}`
const EMAIL = new RegExp(String.raw`${local}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,6}`, 'u')

/** Where the client reads mail: the answers of the form, else the sender, else what stands in the letter. */
export function readEmail({ fields, from, prose, signature, isReply }: Source): string | null {
  const asked = fields.some(({ role }) => role === 'email')
  const labelled = (['email', 'from', 'name'] as const).flatMap((role) => valuesOf(fields, role))
  const stated = labelled.map(emailIn).find((one) => one !== null)
  if (stated) return stated
  const named = emailIn(clientNamed([...valuesOf(fields, 'text'), prose].join('\n'))?.rest ?? '')
  if (named) return named
  const sender = emailIn(from)
  const isPerson = sender !== null && !isMachine(sender)
  if (isPerson && (isReply || (!asked && !signsWith(prose)))) return sender
  const free = [
    ...valuesOf(fields, null),
    ...[...valuesOf(fields, 'text'), prose, signature],
    ...(asked ? valuesOf(fields, 'phone') : []),
  ]
  return free.map(emailIn).find((one) => one !== null && !isMachine(one)) ?? null
}

/** "Best, Noa Weiss, noa@weiss.example": the address a letter is signed with, not one that stands within it. */
function signsWith(prose: string): boolean {
  return EMAIL.test(prose.trim().slice(-120)) && inlineName(prose) !== null
}

export function emailIn(text: string): string | null {
  const plain = text
    .slice(0, 4000)
    .replace(/\s?[[(]at[)\]]\s?/gi, '@')
    .replace(/\s?[[(]dot[)\]]\s?/gi, '.')
  return (
    EMAIL.exec(plain)?.[0]
      .replace(/^mailto:/i, '')
      .replace(/^'+|[.'-]+$/g, '') ?? null
  )
}
