import { clip } from '#src/cards/clip.ts'
import type { Alias, Command } from '#src/cards/command.ts'
import { readRef } from '#src/cards/ref.ts'
import { verbNames } from '../press/verb-command.ts'
import { nearest } from './nearest.ts'

/** The nearest of all that could have been meant, with an example of how it is typed in full. */
export function suggest(words: string, allowed: (Command | Alias)[]): string {
  const typed = words.split(/\s+/)
  const unknown = `I do not know '${clip(words, 40)}'.`
  const near = nearest(
    typed.slice(0, 2).join(' ').toLowerCase(),
    allowed.map(({ name }) => name),
  )
  const verb = nearest(typed[0]?.toLowerCase() ?? '', verbNames())
  if (verb && readRef(typed[1] ?? '')) return `${unknown} Did you mean: ${verb} ${typed[1]?.toUpperCase()}`
  const first = nearest(
    typed[0]?.toLowerCase() ?? '',
    allowed.map(({ name }) => name),
  )
  const command = allowed.find(({ name }) => name === (near ?? first))
  if (!command) return `${unknown} Type help for what I can do, for example: pending`
  const example = command.example ? ` For example: ${command.example}` : ''
  return `${unknown} Did you mean: ${[command.name, command.usage].filter(Boolean).join(' ')}${example}`
}
