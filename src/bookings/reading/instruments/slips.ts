/** Of several words one has a slip, and at its end too: 'double bas'. */
export function isSlip(word: string, name: string): boolean {
  if (Math.abs(word.length - name.length) > 1) return false
  const [said, meant] = [word.split(' '), name.split(' ')]
  const [at, ...more] = meant.flatMap((part, index) => (part === said[index] ? [] : [index]))
  const [one = '', other = ''] = [said[at ?? 0], meant[at ?? 0]]
  if (meant.length === 1 || at === undefined) return isSlipWithin(word, name)
  const isCut = one === other.slice(0, -1) || other === one.slice(0, -1)
  return more.length === 0 && other.length >= LEAST_OF_SEVERAL && (isCut || isSlipWithin(one, other))
}

const LEAST_OF_SEVERAL = 4

/** Two letters changed places, a vowel for another, or a letter too many or too few within the word. */
function isSlipWithin(word: string, name: string): boolean {
  if (word === name) return false
  let at = 1
  while (at < word.length && word[at] === name[at]) at += 1
  const [a, b] = [word.slice(at), name.slice(at)]
  if (a.length !== b.length) return Math.min(a.length, b.length) > 0 && (a.slice(1) === b || b.slice(1) === a)
  const isSwapped = a.charAt(0) + a.charAt(1) === b.charAt(1) + b.charAt(0) && a.slice(2) === b.slice(2)
  return isSwapped || (/^[aeiou][aeiou]$/.test(a.charAt(0) + b.charAt(0)) && a.slice(1) === b.slice(1))
}
