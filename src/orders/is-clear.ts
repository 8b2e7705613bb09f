import type { OrderView } from './order-view.ts'

/** Nothing about it needs a look: read without a doubt, complete, and the only one of its writer. */
export function isClear({ email, items, reading, siblings, attention }: OrderView): boolean {
  return Boolean(email && items && reading?.clear) && siblings.length === 0 && attention === null
}
