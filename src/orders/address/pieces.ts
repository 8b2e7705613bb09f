import { type Part, readLabel, splitLabels } from './labels.ts'
import { readPlace } from './places.ts'
import { cutLeadIn, trimCourtesy } from './prose.ts'
import { createPiece, type Piece, type PieceKind, readPiece } from './read-piece.ts'
import { endAtPostcode, setCodeApart, splitAlternatives, splitCommas, splitSentences, tidyLine } from './split-line.ts'

const maxLines = 400

/** The pieces of a text in order; blank lines are `break`, talk is `prose`. */
export function readPieces(text: string): Piece[] {
  const lines = text.split('\n').slice(0, maxLines)
  return lines.flatMap((line, at) => piecesOfLine(tidyLine(line), at))
}

function piecesOfLine(line: string, at: number): Piece[] {
  if (line === '') return [createPiece('break', '', at)]
  return splitAlternatives(endAtPostcode(line)).flatMap((one, index) => [
    ...(index > 0 ? [createPiece('or', '', at)] : []),
    ...splitLabels(one).flatMap((part) => labelled(part, at)),
  ])
}

function labelled(text: string, at: number): Piece[] {
  const label = readLabel(text)
  if (!label) return /[:：]$/.test(text) && !/\d/.test(text) ? [createPiece('prose', text, at)] : free(text, at)
  if (label.part === 'aside') return [createPiece('prose', text, at)]
  if (label.part === 'heading')
    return [
      { ...createPiece('heading', text, at), role: label.role },
      ...(label.value === '' ? [] : free(label.value, at)),
    ]
  if (label.value === '' || /^[-–n/a.]+$/i.test(label.value)) return []
  return readValue(label.part, label.label, label.value, at)
}

function readValue(part: Part, label: string, value: string, at: number): Piece[] {
  if (part === 'unit') return [marked('unit', unitText(label, value), at)]
  if (part === 'street') return streetValue(label, value, at)
  const place = part === 'postcode' || part === 'region' || part === 'city' ? readPlace(value) : null
  if (place === null || (part === 'city' && place.rest === '')) return [marked(part, value, at)]
  if (part === 'city') return [{ ...marked('place', value, at), place }]
  const postcode = part === 'postcode' ? (place.postcode ?? value) : place.postcode
  return [{ ...marked('place', value, at), place: { ...place, rest: '', postcode } }]
}

/** `Apt: 9` is "Apt 9"; `Address line 2: Apt 9` is as written. */
function unitText(label: string, value: string): string {
  const isBare = /^#?\w{1,4}$/.test(value) && !/\d/.test(label)
  return isBare ? `${label.replace(/(?:ment)? (?:no\.?|number)$/i, '')} ${value}` : value
}

function streetValue(label: string, value: string, at: number): Piece[] {
  const written = /box|s\.?l\.?p|sanduku/i.test(label) && /^\d/.test(value) ? `${label} ${value}` : value
  const all = free(written, at)
  const [first] = all
  if (all.length > 1)
    return all.map((one) => (one.kind === 'other' && one === first ? marked('street', one.text, at) : one))
  return first?.kind === 'place' || first?.kind === 'prose' ? all : [marked('street', written, at)]
}

function marked(kind: PieceKind, text: string, at: number): Piece {
  return { ...createPiece(kind, text, at), isStrong: true, isLabelled: true }
}

function free(text: string, at: number): Piece[] {
  const said = introduced.exec(text)
  if (said?.[1])
    return [{ ...createPiece('recipient', said[1], at), isLabelled: true }, ...free(text.replace(said[0], ' '), at)]
  return splitSentences(text).flatMap((sentence, index) => {
    if (index > 0 && readLabel(sentence)) return labelled(sentence, at)
    const bare = trimCourtesy(cutLeadIn(sentence)).replace(/^\((?:it.?s )?for\s+(.+)\)$/i, 'Name: $1')
    const named = /^(?:name|to|for): (.+)$/i.exec(bare)
    if (named?.[1]) return [{ ...createPiece('recipient', named[1], at), isLabelled: true }]
    return splitCommas(setCodeApart(bare)).flatMap((one) => readPiece(one, at))
  })
}

/** "My name is Jo Park and ...": the name, said in a sentence. */
const introduced =
  /(?:\b(?:[Mm]y (?:full )?name is|[Nn]ame is|[Tt]his is|[Mm]i nombre es|[Mm]e llamo|[Ss]oy|[Jj]e m.appelle|[Jj]e suis|[Ii]ch heiße|[Mm]ein Name ist|[Mm]i chiamo|[Mm]eu nome é|[Jj]ina langu ni|[Mm]ijn naam is)\s+)(\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’-]+){1,3})(?:\s*[,.]|\s+(?:and|y|et|und|na|e|en)\b|\s*$)?/u
