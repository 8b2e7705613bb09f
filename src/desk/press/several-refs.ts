import type { Reply } from '#src/cards/command.ts'
import { isForOneAlone } from '#src/cards/for-one-alone.ts'
import { readRef } from '#src/cards/ref.ts'
import { sentenceFor } from '#src/errors.ts'
import { subjects } from './subjects.ts'

const MOST_AT_ONCE = 20

/** What is typed behind a verb: `O-5`, and whatever stands behind it. */
export type Named = { ref: string; rest: string[] }

/** `O-5`, `O-5:`, `O-5,O-6`: a ref ends where a sign between words stands. */
export function readNamed(typed: string): Named {
  const [named = '', ...words] = typed.trim().split(/\s+/)
  const ref = /^#?[a-z]{1,2}-?\d{1,9}(?=[,;&+]|[:.]?$)/i.exec(named)?.[0] ?? named
  const behind = named.slice(ref.length).replace(/^[,;:.&+]+/, '')
  return { ref, rest: behind ? [behind, ...words] : words }
}

/** `O-5, O-6 and O-7`: the refs, where nothing else is said; null where there is one, or other words. */
export function readSeveral({ ref, rest }: Named): string[] | null {
  const refs = [ref, ...rest]
    .flatMap((word) => word.split(/[,;&+]/))
    .filter((word) => word !== '' && !/^and$/i.test(word))
  return refs.length > 1 && refs.every(isRef) ? refs : null
}

export function areOfOneKind(refs: string[]): boolean {
  return new Set(refs.map((ref) => readRef(ref)?.prefix)).size === 1
}

/** Refs among other words. */
export function refsAmong(words: string[]): string[] {
  return words.flatMap((word) => word.split(/[^\w#-]+/)).filter(isRef)
}

function isRef(word: string): boolean {
  const prefix = readRef(word)?.prefix
  return subjects().some(({ kind }) => kind.prefix === prefix)
}

/** `approve O-5 O-6`: each by itself, and what cannot be done holds up no other. */
export async function runEach(verb: string, refs: string[], run: (words: string) => Promise<Reply>): Promise<Reply> {
  const told: string[] = []
  for (const ref of refs.slice(0, MOST_AT_ONCE)) {
    const { text } = await run(`${verb} ${ref}`).catch((error) => ({ text: sentenceFor(error) }))
    told.push(`${ref.toUpperCase()}: ${text || `that asks first. Write it alone: ${verb} ${ref}`}`)
  }
  const more = refs.length - told.length
  if (more > 0) told.push(`${more} more: write them again, ${MOST_AT_ONCE} at a time.`)
  const text = told.join('\n')
  return { text, ...(isForOneAlone(text) && { isPrivate: true }) }
}
