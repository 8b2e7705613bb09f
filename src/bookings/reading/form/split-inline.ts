import { roleOf } from './labels.ts'

const LONGEST = 2000
const APART = /\s*[|;\t]\s*| {3,}/
const SENTENCES = /\.\s(?=\p{Lu}[^:.]{1,30}:\s)/u
const COMMAS = /,\s(?=[^:,]{2,30}:\s)/
const LABEL = /^[^:]{2,40}:/

/** 'Name: Ann | Email: a@b.example | When: ...' in one line; in sentences each begins with a label. */
export function splitInline(line: string): string[] {
  if (line.length > LONGEST) return [line]
  const [sign = SENTENCES] = [APART, COMMAS].filter((one) => one.test(line))
  const pieces = line.split(sign).filter((piece) => piece !== '')
  const labelled = pieces.filter((piece) => LABEL.test(piece) && roleOf(piece.slice(0, piece.indexOf(':'))) !== null)
  const isForm = APART.test(line) || pieces.every((piece) => LABEL.test(piece))
  return labelled.length >= (sign === COMMAS ? 3 : 2) && isForm ? pieces : [line]
}
