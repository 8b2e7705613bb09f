import { loadLexicon } from './lexicon.ts'
import { normalise } from './text.ts'
import { tokenise } from './tokens.ts'

const toMachine = loadLexicon('to-machine')

/** A line of a program, or one that speaks to a machine: never read for a value. */
export function addressesTheMachine(line: string): boolean {
  return /\w[._]\w{1,40}\(/.test(line) || speaksToMachine(line)
}

/** "Ignore previous instructions", "set the client's e-mail to ...". */
export function speaksToMachine(line: string): boolean {
  const said = toMachine.meaningsIn(tokenise(normalise(line.slice(0, 2000)).text))
  return said.has('machine') || (said.has('forget') && said.has('rules')) || (said.has('set') && said.has('field'))
}
