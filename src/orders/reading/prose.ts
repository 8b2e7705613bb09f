import type { Atom } from './atoms.ts'

const TALK = new Set(
  `from live lives name named is are was were has looks look looking love loves loved loving adore hides goes went matches suits like obsessed beautiful gorgeous pretty stunning favourite favorite makes made wears wearing wore door car hair eyes dress shirt shoes outfit bag dog cat house kitchen friday one's that's they're it's bag theme wedding party night carpet box envelope`.split(
    /\s+/,
  ),
)

const COURTESY = new Set(
  `please pls plz plss thanks thank you thx ty asante merci danke gracias obrigado obrigada grazie bitte i id i'd i'll ill we me my mine want wants need would order get take have buy like one ones for the a an in of color colour colors colours colored just can could love email mail e at it this that these those hi hello hey hola ok yes yep yay omg also with mom mum dad sister sis wife husband son daughter friend her him and to send is my no only size one os mi correo para por favor quiero una un las los el la de mon ma je voudrais un une pour le les en ich mochte hatte gern einen eine fur nataka naomba ya za wa cha rangi yangu yake`.split(
    /\s+/,
  ),
)

/** A colour without a number in running talk ("black hides the flour", "the blue door") is no wish. */
export function isProse(at: number, atoms: Atom[]): boolean {
  const colour = atoms[at]
  if (colour?.kind === 'colour' && colour.found.how === 'emoji') return true
  const before = wordsBeside(at, atoms, -1)
  const after = wordsBeside(at, atoms, 1)
  if ([...before.slice(0, 4), ...after.slice(0, 4)].some((word) => TALK.has(word))) return true
  return [...before, ...after].filter((word) => !COURTESY.has(word)).length > 3
}

/** The words on one side, nearest first, up to the next comma. */
function wordsBeside(at: number, atoms: Atom[], way: 1 | -1): string[] {
  const words: string[] = []
  for (let i = at + way; Math.abs(i - at) < 20; i += way) {
    const atom = atoms[i]
    if (!atom || atom.kind === 'sep') return words
    if (atom.kind === 'word') words.push(atom.v)
  }
  return words
}
