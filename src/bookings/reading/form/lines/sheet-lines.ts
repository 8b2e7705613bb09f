import { roleOf } from '../labels.ts'

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

/** "client_name=Ezra+Whitcomb" and nothing else in any line: what a browser sends of a form. */
function decoded(lines: readonly string[]): readonly string[] {
  const full = lines.filter((line) => line.trim() !== '')
  if (full.length < 2 || !full.every((line) => /^[\w.[\]-]{2,60}=\S*$/.test(line.trim()))) return lines
  return full.flatMap((line) => [...new URLSearchParams(line.trim())].map(([label, value]) => `${label}=${value}`))
}

/** "Full Name Ada Pell Email ada@pell.example Phone Number ...": the labels we know, one after another. */
function fromRun(line: string): string[] | null {
  if (line.length > LONGEST || !line.includes('@') || /[:=\t|]\s/.test(line)) return null
  const words = line.trim().split(/\s+/)
  const starts: { at: number; size: number }[] = []
  for (let at = 0; at < words.length; ) {
    const size = [3, 2, 1].find((one) => isLabel(words.slice(at, at + one), one)) ?? 0
    if (size > 0) starts.push({ at, size })
    at += size || 1
  }
  if (starts.length < LEAST_LABELS || starts[0]?.at !== 0) return null
  return starts.map(({ at, size }, index) => {
    const label = words.slice(at, at + size).join(' ')
    return `${label}: ${words.slice(at + size, starts[index + 1]?.at).join(' ')}`
  })
}

function isLabel(words: readonly string[], size: number): boolean {
  const role = words.length === size && words.every((word) => LABEL.test(word)) ? roleOf(words.join(' ')) : null
  return role !== null && role !== 'other'
}
