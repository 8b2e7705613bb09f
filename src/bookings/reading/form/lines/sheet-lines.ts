import { type Role, roleOf } from '../labels.ts'

const LONGEST = 2000
const LEAST_LABELS = 4
/** A word of a label: "Instrument(s)", "E-mail". */
const LABEL = /^\p{Lu}[\p{L}-]*(?:\(s\))?$/u

/** Lines that are no question yet, as `Label: answer`, each by itself. */
export function sheetLines(lines: readonly string[]): string[] {
  return decoded(lines.map(withBars)).flatMap((line) => fromRun(line) ?? [line])
}

/** "| Requester | Fiona |": a table of labels and answers. */
function withBars(line: string): string {
  const [, label = '', value] = /^\s*\|\s*([^|]{2,60}?)\s*\|\s*([^|]*?)\s*\|\s*$/.exec(line.slice(0, LONGEST)) ?? []
  return value !== undefined && roleOf(label) !== null ? `${label}: ${value}` : line
}

/** "client_name=Ezra+Whitcomb" and the like in every line, as browsers write: no @, some sign by its number. */
function decoded(lines: readonly string[]): readonly string[] {
  const full = lines.filter((line) => line.trim() !== '')
  const isEncoded = full.some((line) => /%[0-9A-Fa-f]{2}/.test(line)) && !full.some((line) => line.includes('@'))
  if (!isEncoded || !full.every((line) => /^[\w.[\]-]{2,60}=[^\s&]*$/.test(line.trim()))) return lines
  return full.flatMap((line) => [...new URLSearchParams(line.trim())].map(([label, value]) => `${label}=${value}`))
}

/** "Full Name Ada Pell Email ada@pell.example Phone Number ...": the labels we know, one after another. */
function fromRun(line: string): string[] | null {
  if (line.length > LONGEST || !line.includes('@') || /[:=\t|]\s/.test(line)) return null
  const words = line.trim().split(/\s+/)
  const starts = labelsIn(words)
  if (starts.length < LEAST_LABELS || starts[0]?.at !== 0) return null
  const answers = starts.map(({ at, size, role }, index) => {
    return { role, label: words.slice(at, at + size).join(' '), value: words.slice(at + size, starts[index + 1]?.at) }
  })
  return answers.every(isAnswered) ? answers.map(({ label, value }) => `${label}: ${value.join(' ')}`) : null
}

type Start = { at: number; size: number; role: Role }

/** Each question once, none within free words: a song may be called "Last Date". */
function labelsIn(words: readonly string[]): Start[] {
  const starts: Start[] = []
  for (let at = 0; at < words.length; ) {
    const found = [3, 2, 1].map((size) => startAt(words, at, size)).find((one) => one !== null)
    const isNew = found && starts.every(({ role }) => role !== found.role && role !== 'text')
    if (isNew) starts.push(found)
    at += (isNew && found.size) || 1
  }
  return starts
}

function startAt(words: readonly string[], at: number, size: number): Start | null {
  const label = words.slice(at, at + size)
  const role = label.length === size && label.every((word) => LABEL.test(word)) ? roleOf(label.join(' ')) : null
  return role !== null && role !== 'other' ? { at, size, role } : null
}

/** A name has capitals, an e-mail its sign; "Contact me soon! Email ..." is a sentence. */
function isAnswered({ role, value }: { role: Role; value: readonly string[] }): boolean {
  if (role === 'email') return value.length === 1 && (value[0] ?? '').includes('@')
  return !NAMES.has(role) || (value.length > 0 && value.every((word) => /^\p{Lu}/u.test(word)))
}

const NAMES = new Set<Role>(['name', 'firstName', 'lastName'])
