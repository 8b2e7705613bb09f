import { type Bag, isBag, listOf, readLooseJson, textOf } from './json.ts'

const PRODUCT = /(?:^|[/#:])(?:Product|ProductGroup|ProductModel|IndividualProduct|SomeProducts|Book|Vehicle|Car)$/i
/** Other products than the one of the page hang on these. */
const OTHERS = /^(?:is(?:RelatedTo|SimilarTo|AccessoryOrSparePartFor|ConsumableFor)|itemListElement|reviews?)$/
const DEEPEST = 8
const MOST_NODES = 5_000

export type ProductNode = { node: Bag; isListed: boolean }

/** The JSON-LD blocks of a page, found without parsing its HTML. */
function findBlocks(html: string): string[] {
  const blocks: string[] = []
  for (let at = html.indexOf('ld+json'); at !== -1; at = html.indexOf('ld+json', at + 1)) {
    const open = html.lastIndexOf('<', at)
    const start = html.indexOf('>', at) + 1
    const end = html.indexOf('</script', start)
    if (start === 0 || end === -1) break
    if (/^<script\b/i.test(html.slice(open, open + 8))) blocks.push(html.slice(start, end))
    at = Math.max(at, blocks.length ? end : at)
  }
  return blocks
}

/** Every product a page's JSON-LD speaks of. `isListed`: as one of others, in a list or as a relation. */
export function findProducts(html: string): ProductNode[] {
  const found: ProductNode[] = []
  const budget = { left: MOST_NODES }
  for (const block of findBlocks(html)) collect(readLooseJson(block), found, budget, 0, false)
  return found
}

function collect(
  value: unknown,
  found: ProductNode[],
  budget: { left: number },
  depth: number,
  isListed: boolean,
): void {
  if (depth > DEEPEST || budget.left-- <= 0) return
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found, budget, depth + 1, isListed)
    return
  }
  if (!isBag(value)) return
  if (isProduct(value)) found.push({ node: value, isListed })
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner !== 'object' || name === 'offers' || name === 'Offers' || name === 'hasVariant') continue
    collect(inner, found, budget, depth + 1, isListed || OTHERS.test(name))
  }
}

function isProduct(node: Bag): boolean {
  const types = listOf(node['@type']).map(String)
  if (types.some((type) => PRODUCT.test(type))) return true
  return (
    types.some((type) => /(?:^|[/#:])(?:Event|Course|Offer|Service)$/i.test(type)) && 'offers' in node && 'name' in node
  )
}

/** The name of a node, tags and entities as they are. */
export function nameOf(node: Bag): string | null {
  return textOf(node.name)
}
