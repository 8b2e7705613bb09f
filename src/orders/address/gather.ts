import type { Role } from './labels.ts'
import { createPiece, type Piece, type PieceKind } from './read-piece.ts'

/** The pieces that make up one address, in the order they were written. */
export type Group = { pieces: Piece[]; role: Role | null; before: string; afterOr: boolean }

type State = { groups: Group[]; open: Group; waiting: Piece[]; talk: string }

/** Parts the pieces of a text into addresses: a second street after a finished place opens the next one. */
export function gatherGroups(pieces: readonly Piece[]): Group[] {
  const state: State = { groups: [], open: emptyGroup(null, '', false), waiting: [], talk: '' }
  for (const [at, one] of pieces.entries()) step(state, settle(one, state.open, pieces, at))
  close(state)
  return state.groups.filter((group) => group.pieces.length > 0)
}

/** `2525 Clinton`: a number that opens a piece is a postcode only when the street stands already, or comes next. */
function settle(one: Piece, open: Group, pieces: readonly Piece[], at: number): Piece {
  if (one.kind !== 'place' || !one.place?.isGuess || one.isLabelled) return one
  const next = pieces.slice(at + 1, at + 3).find((later) => later.kind !== 'break')
  if (one.place.rest === '') {
    const isNumber =
      open.pieces.at(-1)?.kind === 'other' && next?.kind === 'place' && next.place?.rest === '' && next.place.isGuess
    return isNumber ? { ...one, kind: 'street', place: null } : one
  }
  const streetStands = has(open, 'street') || (next?.kind === 'street' && next.isStrong)
  const numberStands = open.pieces.some((earlier) => earlier.kind === 'other' && /\d$/.test(earlier.text))
  return streetStands || numberStands || one.place.country !== null ? one : { ...one, kind: 'street', place: null }
}

function step(state: State, one: Piece): void {
  if (one.kind === 'heading') openNext(state, one.role, one.text)
  else if (one.kind === 'or') openAlternative(state)
  else if (one.kind === 'prose' || one.kind === 'courtesy') hearTalk(state, one)
  else if (!isFinished(state.open)) {
    if (one.kind !== 'break') state.open.pieces.push(one)
  } else if (one.kind === 'break') state.open.pieces.push(createPiece('break', '', -1))
  else followFinished(state, one)
}

function openAlternative(state: State): void {
  close(state)
  state.open = emptyGroup(null, state.talk, true)
}

/** A heading starts an address of its own unless nothing was said yet. */
function openNext(state: State, role: Role | null, text: string): void {
  if (!has(state.open, 'street') && !has(state.open, 'place')) {
    state.open.role ??= role
    state.open.before = text
    return
  }
  close(state)
  state.open = emptyGroup(role, text, false)
}

/** Talk ends a finished address; before one, only a name is kept across it. */
function hearTalk(state: State, one: Piece): void {
  state.talk = one.text
  state.waiting = []
  if (has(state.open, 'street') || has(state.open, 'place')) {
    if (isFinished(state.open)) state.open.pieces.push(one)
    return
  }
  const name = state.open.pieces.find((earlier) => earlier.kind === 'other' || earlier.kind === 'recipient')
  state.open.pieces = name ? [name] : []
  state.open.before = one.text
}

const closesPlace = new Set<PieceKind>(['country', 'place', 'region', 'town'])

/** After a finished address only what it still lacks joins it; the rest waits for the next street. */
function followFinished(state: State, one: Piece): void {
  if (lacks(state.open, one) && (one.isLabelled || one.kind === 'country' || joinsPlace(state, one))) {
    keep(state, one)
  } else if (one.kind === 'street' || (one.kind === 'place' && state.waiting.length > 0)) {
    startNext(state, one)
  } else {
    state.waiting.push(one)
  }
}

function joinsPlace(state: State, one: Piece): boolean {
  const last = state.open.pieces.at(-1)
  const isApart = last?.kind === 'prose' || last?.kind === 'courtesy'
  const isAlone = state.waiting.length === 0 || state.waiting.at(-1)?.line === one.line
  return !isApart && isAlone && closesPlace.has(one.kind)
}

function keep(state: State, one: Piece): void {
  state.open.pieces.push(...state.waiting, one)
  state.waiting = []
}

function startNext(state: State, one: Piece): void {
  const carried = state.waiting
  state.waiting = []
  close(state)
  state.open = { pieces: [...carried, one], role: null, before: state.talk, afterOr: false }
}

function lacks(group: Group, one: Piece): boolean {
  if (one.kind === 'place') {
    const code = one.place?.postcode != null && group.pieces.some((earlier) => earlier.place?.postcode != null)
    const region = one.place?.region != null && group.pieces.some((earlier) => earlier.place?.region != null)
    return !code && !region
  }
  return !group.pieces.some((earlier) => earlier.kind === one.kind)
}

/** Street and place are there: what follows may belong to the next address. */
function isFinished(group: Group): boolean {
  const hasStreet = has(group, 'street')
  if (!hasStreet && !has(group, 'other')) return false
  return group.pieces.some(endsAddress) || (hasStreet && (has(group, 'town') || has(group, 'city')))
}

function endsAddress(one: Piece): boolean {
  if (one.kind === 'place') return one.place?.postcode != null || one.place?.region != null
  return one.kind === 'postcode' || one.kind === 'country'
}

function close(state: State): void {
  const last = state.open.pieces.findLast((one) => one.line >= 0)
  const isApart = last?.kind === 'prose' || last?.kind === 'courtesy'
  for (const one of state.waiting) {
    if (isFinished(state.open) && (isApart || one.line !== last?.line))
      state.open.pieces.push({ ...one, kind: 'closing' })
    else state.open.pieces.push(one)
  }
  state.waiting = []
  state.groups.push(state.open)
  state.talk = ''
}

function has(group: Group, kind: Piece['kind']): boolean {
  return group.pieces.some((one) => one.kind === kind)
}

function emptyGroup(role: Role | null, before: string, afterOr: boolean): Group {
  return { pieces: [], role, before, afterOr }
}
