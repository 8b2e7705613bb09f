import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import type { Connected } from '#src/instagram/account.ts'
import { callInstagram, type InstagramApp } from '#src/instagram/call-instagram.ts'
import type { Post, PostPage } from '#src/integrations/meta/instagram.ts'

/** `calls`: what it cost of the budget. */
export type Page = Pick<PostPage, 'items' | 'broken' | 'next'> & { calls: number }

const FRESH_MS = 3_600_000

/**
 * A page of an account's posts. The first one is always asked for: new posts stand there. What follows it is known for
 * an hour, by the cursor that leads there: with another post before it the cursor is another one.
 */
export async function askPage(app: InstagramApp, account: Connected, cursor?: string): Promise<Page> {
  const kept = cursor ? await findPage(app, nameOf(account, cursor)) : null
  if (kept) return { ...kept, calls: 0 }
  const { items, broken, next } = await callInstagram(app, account, 'scans', (instagram) =>
    instagram.posts(account, cursor),
  )
  if (cursor) await keepPage(app, nameOf(account, cursor), { items, broken, next })
  return { items, broken, next, calls: 1 }
}

function nameOf({ id }: Pick<Connected, 'id'>, cursor: string): string {
  return `page:${id}/${cursor}`
}

type Kept = Omit<Page, 'calls'>
type Written = Omit<Kept, 'items'> & { items: (Omit<Post, 'timestamp'> & { timestamp: string })[] }

async function findPage({ em, clock }: Needs<'em' | 'clock'>, name: string): Promise<Kept | null> {
  const since = new Date(clock().getTime() - FRESH_MS)
  const [row] = await sql<{ value: Written }>(em.fork(), 'select value from notes where name = $1 and at > $2', [
    ...[name, since],
  ])
  if (!row) return null
  return { ...row.value, items: row.value.items.map((post) => ({ ...post, timestamp: new Date(post.timestamp) })) }
}

async function keepPage({ em, clock }: Needs<'em' | 'clock'>, name: string, page: Kept): Promise<void> {
  await sql(
    em.fork(),
    `insert into notes (name, value, at) values ($1, $2, $3)
     on conflict (name) do update set value = excluded.value, at = excluded.at`,
    [name, JSON.stringify(page).replaceAll('\\u0000', ''), clock()],
  )
}
