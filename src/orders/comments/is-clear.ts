import type { OrderView } from '../card/order-view.ts'

/** Nothing about it needs a look: read without a doubt, complete, and the only one of its writer. */
export function isClear({ email, items, reading, siblings, attention }: OrderView): boolean {
  return Boolean(email && items && reading?.clear) && siblings.length === 0 && attention === null
}

/** The same in SQL, over `t`, a row of orders that wait without a question. */
export const clearSql = `t.email is not null and t.items is not null and (t.reading ->> 'clear')::boolean
  and not exists (${siblingBy('username')}) and not exists (${siblingBy('email')})`

/** One column at a time: each has its index, both together read every order of the sale. */
function siblingBy(column: 'username' | 'email'): string {
  return `select 1 from orders s where s.${column} = t.${column} and s.ig_media_id = t.ig_media_id and s.id <> t.id
    and s.state not in ('scraped', 'not-valid')`
}
