import { valuesOf } from '../form/field.ts'
import type { Source } from '../form/unwrap.ts'
import { isShortFor, nameOfSender } from './name.ts'
import { cleanName, clientNamed } from './told-name.ts'

const NAME = String.raw`\p{Lu}[\p{L}'’-]{1,30}(?: \p{Lu}[\p{L}'’.-]{0,30}){1,2}`
const ENDS = new RegExp(String.raw`(?<![\p{L}'’-])${NAME}(?=[\s,:;(/<|–-]{1,4}$)`, 'u')

/**
 * Somebody beside who asks: "the client is Ben Ode" from Noa Weiss, or an address or a number behind another name. A
 * person says whose booking it is.
 */
export function otherPerson(source: Source, name: string | null, reached: readonly string[]): string | null {
  const text = [...valuesOf(source.fields, 'text'), source.prose].join('\n')
  const named = clientNamed(text)?.name
  const stated = [...valuesOf(source.fields, 'name').map(cleanName), nameOfSender(source.from)]
  if (named && stated.some((one) => one !== null && !isOne(one, named))) return named
  const beside = reached.map((one) => nameBefore(text, one))
  return beside.find((one) => one !== null && name !== null && !isOne(one, name)) ?? null
}

function isOne(one: string, other: string): boolean {
  return isShortFor(one, other) || isShortFor(other, one)
}

/** "Rob Hall, rob@hall.example" */
function nameBefore(text: string, reach: string): string | null {
  const at = reach === '' ? -1 : text.toLowerCase().indexOf(reach.toLowerCase())
  const found = at < 0 ? null : ENDS.exec(text.slice(Math.max(0, at - 100), at))
  return found ? cleanName(found[0]) : null
}
