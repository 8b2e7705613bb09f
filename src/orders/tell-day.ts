import type { EntityManager } from '@mikro-orm/postgresql'
import { writeCount } from '#src/basics/write-count.ts'
import { sql } from '#src/database/sql.ts'
import { writeMoney } from '#src/money.ts'

type Day = { came: number; approved: number; links: number; read: number; asked: number }
type Sum = { currency: string; count: number; sum: string }

/** What a day brought, for the owner: orders, mails that were read for them, and the money. */
export async function tellDay(em: EntityManager, from: Date, to: Date): Promise<string[]> {
  const [day] = await sql<Day>(
    em,
    `select (select count(*)::int from orders where created_at >= $1 and created_at < $2) as came,
       (select count(*)::int from order_mails where direction = 'in' and at >= $1 and at < $2) as read,
       (select count(*)::int from order_mails where asked and at >= $1 and at < $2) as asked,
       count(distinct record_id) filter (where verb = 'approve')::int as approved,
       count(distinct record_id) filter (where verb = 'link')::int as links
     from moves where kind = 'order' and at >= $1 and at < $2 and verb in ('approve', 'link')`,
    [from, to],
  )
  const paid = await sumOf(em, 'o.paid_at >= $1 and o.paid_at < $2', [from, to])
  if (!day || (day.came + day.approved + day.links + day.read === 0 && paid.length === 0)) return []
  const waiting = await sumOf(em, `o.state = 'shopping-cart-link-sent' and o.paid_at is null`, [])
  return [
    writeCount(day.came, 'order in', 'orders in'),
    `${day.approved} approved`,
    writeCount(day.links, 'link'),
    ...tellMails(day),
    ...paid.map((sum) => `${sum.count} paid${inMoney(sum)}`),
    ...waiting.map((sum) => `${sum.count} to be paid${inMoney(sum)}`),
  ]
}

/** What was saved: of 37 mails a person had to look at four. */
function tellMails({ read, asked }: Day): string[] {
  if (read === 0) return []
  return [`${writeCount(read, 'mail')} read (${asked === 0 ? 'none' : asked} looked at)`]
}

function inMoney({ sum, currency }: Sum): string {
  return currency ? `, ${writeMoney(BigInt(sum), currency)}` : ''
}

/** By currency; orders of a sale without a price count as nothing. */
function sumOf(em: EntityManager, where: string, params: unknown[]): Promise<Sum[]> {
  return sql<Sum>(
    em,
    `select coalesce(s.currency, '') as currency, count(*)::int as count,
       coalesce(sum(s.price * (select sum(i.value::int) from jsonb_each_text(o.items) i)), 0)::text as sum
     from orders o join sales s on s.ig_media_id = o.ig_media_id where ${where} group by 1 order by 1`,
    params,
  )
}
