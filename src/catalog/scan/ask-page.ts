import type { EntityManager } from '@mikro-orm/postgresql'
import type { Needs } from '#src/app.ts'
import { forgetNotes, readNote, writeNote } from '#src/database/notes.ts'
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
  return `${pagesOf(id)}${cursor}`
}

/** What the pages of an account that are known begin with. */
function pagesOf(accountId: string): string {
  return `page:${accountId}/`
}

/** They are known no longer. */
export function forgetPages(em: EntityManager, accountId: string): Promise<void> {
  return forgetNotes(em, pagesOf(accountId))
}

type Kept = Omit<Page, 'calls'>
type Written = Omit<Kept, 'items'> & { items: (Omit<Post, 'timestamp'> & { timestamp: string })[] }

async function findPage({ em, clock }: Needs<'em' | 'clock'>, name: string): Promise<Kept | null> {
  const note = await readNote<Written>(em.fork(), name)
  if (!note || note.at.getTime() <= clock().getTime() - FRESH_MS) return null
  return { ...note.value, items: note.value.items.map((post) => ({ ...post, timestamp: new Date(post.timestamp) })) }
}

async function keepPage({ em, clock }: Needs<'em' | 'clock'>, name: string, page: Kept): Promise<void> {
  await writeNote(em.fork(), name, page, clock())
}
