import type { Offer } from '../../sales/read-sale.ts'
import type { Atom } from '../atoms.ts'
import { isCore } from './group-counts.ts'

/** Colours that are not wanted, and what was not understood of it. */
type Denied = { except: string[]; drop: string[]; left: Atom[] }

/** "all but black", "scratch the red": the colours that follow are none that is wanted. */
export function takeExcepts(atoms: Atom[], part: Denied): Atom[] {
  const rest: Atom[] = []
  for (let at = 0; at < atoms.length; ) {
    const atom = atoms[at]
    const isExcept = atom?.tag === 'except' || atom?.tag === 'drop'
    const end = isExcept ? deniedUntil(atoms, at) : at + 1
    const denied = atoms.slice(at + 1, end)
    if (atom) rest.push(...(isExcept ? except(atom, denied, part) : [atom]))
    // "1 dusty rose, no pink"
    part.left.push(...denied.filter(({ colour }) => colour?.doubtful))
    at = end
  }
  const isOfEach = rest.some(({ tag }) => tag === 'each')
  if (part.except.length > 0 && !isOfEach) part.left.push(...atoms.filter(({ tag }) => tag === 'except'))
  return rest
}

/** What stays to be read of an exception: "all but" and "everything except" also mean each. */
function except(atom: Atom, denied: Atom[], part: Denied): Atom[] {
  const keys = denied.flatMap(({ colour }) => (colour ? [colour.key] : []))
  part[atom.tag === 'drop' ? 'drop' : 'except'].push(...keys)
  if (keys.length === 0) part.left.push(atom)
  return keys.length > 0 && /^(?:all|every)/.test(atom.text) ? [{ ...atom, tag: 'each' }] : []
}

function deniedUntil(atoms: Atom[], at: number): number {
  const isDenied = (atom: Atom | undefined) =>
    atom !== undefined && (atom.kind === 'colour' || ['and', 'fill', 'article'].includes(atom.tag))
  let end = at + 1
  while (isDenied(atoms[end])) end += 1
  return end
}

/** "all four colours": one of each, if there are four. "all five" of one colour, "3 tees, all black": the count. */
export function readAll(atoms: Atom[], { colours }: Offer): Atom[] {
  const at = atoms.findIndex(({ tag }) => tag === 'all')
  const [all, next] = [atoms[at], atoms[at + 1]]
  if (!all) return atoms
  const isEach = next?.kind === 'count' && next.count === colours.length && colours.length > 1
  if (isEach) return [...atoms.slice(0, at), { ...all, tag: 'each', text: 'one of each' }, ...atoms.slice(at + 2)]
  const cores = atoms.filter(isCore).map(({ kind }) => kind)
  const isOfOne = next?.kind === 'count' && colours.length === 1 && cores.length === 1
  const isOfCount = cores.join() === 'count,colour' && atoms.slice(at).some(({ kind }) => kind === 'colour')
  return isOfOne || isOfCount ? atoms.map((one) => (one === all ? { ...one, tag: 'fill' } : one)) : atoms
}
