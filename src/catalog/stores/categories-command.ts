import { Store } from '#entities/people/store.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { Refusal } from '#src/errors.ts'
import { CATEGORIES, orderCategories } from '../extract/categories.ts'
import { findStore } from './find-store.ts'

/** `categories beauty, home`: those of the nine that come first in this shop. */
export const categoriesCommand: Command = {
  ...{ name: 'categories', usage: '[those that come first | as listed]', roles: ['seller'], pipeline: 'catalog' },
  ...{ example: 'categories beauty, home', run: categories },
  help: 'in which order categories are offered; where a picture fits several, the first one is taken',
}

async function categories({ app, member, rest }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const [, named = '', order = rest] = (member.role === 'admin' && /^([^:\n]{1,80}):\s*(.*)$/s.exec(rest)) || []
  const { id } = await findStore(em, member, named, 'first, and a colon')
  if (order.trim()) await em.nativeUpdate(Store, { id }, { categories: readOrder(order) })
  const { categories: first, name } = await em.findOneOrFail(Store, { id }, { refresh: true })
  const lines = orderCategories(first).map((category, at) => `${at + 1}. ${category}`)
  return { text: [`${name} puts its products under, in this order:`, ...lines].join('\n') }
}

/** A name may be cut short: `home` is Home & Living. */
function readOrder(text: string): string[] {
  if (/^as listed$/i.test(text.trim())) return []
  const names = text.split(/[,;\n]/).map((name) => name.trim().toLowerCase())
  return [...new Set(names.filter(Boolean).map(readCategory))]
}

function readCategory(named: string): string {
  const [found, ...others] = CATEGORIES.filter((known) => isNamed(known.toLowerCase(), named))
  if (found && others.length === 0) return found
  throw new Refusal(`Which category is '${named}'? There are: ${CATEGORIES.join(', ')}.`)
}

/** By its beginning, or by one of its words. */
function isNamed(known: string, named: string): boolean {
  return known.startsWith(named) || known.split(/\W+/).includes(named)
}
