import { type Mention, PRICE_CLASS } from './mentions.ts'

const OTHERS = 3
const UNTAXED = 10
/** No tax is more of what it is added to. */
const MOST_TAX = 0.3

/** The mentions with what they tell of each other: amounts that are other products', and those before tax. */
export function compareMentions(mentions: Mention[]): Mention[] {
  const looks = Map.groupBy(mentions, ({ classes }) => classes)
  const listed = new Set([...looks].filter(isList).map(([classes]) => classes))
  const own = mentions.find(({ score, classes }) => score > 0 && PRICE_CLASS.test(classes) && !listed.has(classes))
  const untaxed = new Set(mentions.filter(({ not }) => not === 'untaxed').map(({ amount }) => Number(amount)))
  const sums = new Set(mentions.map(({ amount }) => cents(amount)))
  const isTaxOf = (tax: number, net: number) => tax <= net * MOST_TAX && sums.has(cents(net) + cents(tax))
  return mentions.map((one): Mention => {
    // "Price ex VAT £24.00, VAT £4.80, total £28.80"
    if (one.not === null && one.isTax && [...untaxed].some((net) => isTaxOf(Number(one.amount), net)))
      return { ...one, not: 'other', score: one.score - UNTAXED }
    // "Price ex VAT £24.00", and £24.00 once more in a table.
    if (one.not === null && untaxed.has(Number(one.amount)))
      return { ...one, not: 'untaxed', score: one.score - UNTAXED }
    const isOther = isElsewhere(one) || (own !== undefined && one.at > own.at && listed.has(one.classes))
    return isOther ? { ...one, score: one.score - OTHERS } : one
  })
}

function cents(amount: string | number): number {
  return Math.round(Number(amount) * 100)
}

/** Behind words that lead to another page it is rather that page's. */
function isElsewhere({ line }: Mention): boolean {
  return line.opensLinked && line.control === null
}

/** Several lines show amounts just alike, as the cards of a list do; the price of the page is shown like no other. */
function isList([classes, mentions]: [string, Mention[]]): boolean {
  const [first] = mentions
  return classes.trim() !== '' && mentions.some(({ line, amount }) => line !== first?.line && amount !== first?.amount)
}
