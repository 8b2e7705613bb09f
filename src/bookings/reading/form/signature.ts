import { isFooter } from '#src/reading/signature.ts'
import { labelWords, roleOf } from './labels.ts'

type Parted = { body: string; signature: string }

/** What a program adds at the end ("Sent from the form at ..."), and what is below the writer's own words. */
export function cutSignature(text: string, writer: string): Parted {
  const lines = text.trimEnd().split('\n')
  const last = lines.findLastIndex((line) => line.trim() !== '' && !isFooter(line))
  const below = lines.slice(last + 1).filter((line) => line.trim() !== '')
  const { body, signature } = cutCard(last < 0 ? text : lines.slice(0, last + 1).join('\n'), writer)
  return { body, signature: last < 0 ? signature : [signature, ...below].filter(Boolean).join('\n') }
}

/** '-- ' ends what was written; forms put their own footer there. So does the writer's name with lines right below. */
function cutCard(text: string, writer: string): Parted {
  const match = /(?:^|\n)--[ \t]*(?:\n|$)/.exec(text)
  if (match) return { body: text.slice(0, match.index), signature: text.slice(match.index + match[0].length) }
  const lines = text.trimEnd().split('\n')
  const at = lines.findLastIndex((line) => isSame(line, writer))
  const below = lines.slice(at + 1)
  const isForm = [lines[at - 1] ?? '', ...below].some(isAnswer)
  const isSigned =
    at > 0 && below.length > 0 && below.length < 7 && !isForm && below.every((line) => line.trim() !== '')
  return isSigned
    ? { body: lines.slice(0, at + 1).join('\n'), signature: below.join('\n') }
    : { body: text, signature: '' }
}

function isSame(line: string, writer: string): boolean {
  return writer !== '' && labelWords(line) === labelWords(writer)
}

function isAnswer(line: string): boolean {
  const role = roleOf(line.replace(/:.*/, ''))
  return role !== null && role !== 'other'
}
