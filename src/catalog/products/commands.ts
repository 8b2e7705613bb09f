import { writeCount } from '#src/basics/write-count.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { writeRef } from '#src/cards/ref.ts'
import { MOST_LISTED, more } from '../drafts/commands.ts'
import { productKind } from '../kinds.ts'
import { findStore } from '../stores/find-store.ts'
import { feedUrl } from './feed.ts'
import { countProducts, findProducts } from './find-products.ts'
import { productLine } from './product-card.ts'
import { loadProducts } from './product-view.ts'

export const productsCommand: Command = {
  ...{ name: 'products', usage: '[words]', example: 'products jacket', roles: ['seller'], pipeline: 'catalog' },
  ...{ help: 'what is in the shop', run: listProducts },
}

async function listProducts({ app, member, rest }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const filter = rest ? { q: rest } : {}
  const { ids, total } = await findProducts(em, member, filter, { page: 1, limit: MOST_LISTED })
  if (total === 0)
    return {
      text: rest ? `No product is called '${rest}'.` : 'No products yet. Approve a draft, or write: product add',
    }
  const views = await loadProducts(em, ids)
  const lines = ids
    .flatMap((id) => views.find((view) => view.id === id) ?? [])
    .map((view) => `${writeRef(productKind, view)} ${productLine(view)}`)
  const { active = 0 } = await countProducts(em, member)
  const head = rest ? `${total} found` : `${writeCount(total, 'product')}, ${active} in the shop`
  const hint = `edit ${lines[0]?.split(' ')[0]} changes one; hide, sold and restock too.`
  const feed = rest ? [] : await feedLines(app, member)
  return { text: [`${head}:`, ...lines, ...more(total, lines.length), hint, ...feed].join('\n') }
}

/** Where others read what a seller sells; an admin sees the shops of all. */
async function feedLines({ em, publicUrl }: Asked['app'], member: Asked['member']): Promise<string[]> {
  if (member.role === 'admin') return []
  const { name } = await findStore(em.fork(), member)
  return [`For Google and others: ${feedUrl(publicUrl, name)}, or .csv`]
}
