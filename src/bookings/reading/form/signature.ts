import { labelWords, roleOf } from './labels.ts'

/** '-- ' ends what was written; forms put their own footer there. So does the writer's name with lines right below. */
export function cutSignature(text: string, writer: string): { body: string; signature: string } {
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
