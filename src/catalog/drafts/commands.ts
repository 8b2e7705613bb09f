import type { EntityManager } from '@mikro-orm/postgresql'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { writeCount } from '#src/basics/write-count.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { writeRef } from '#src/cards/ref.ts'
import { Refusal } from '#src/errors.ts'
import { addManually } from '../by-hand/add-manually.ts'
import { draftKind, productKind } from '../kinds.ts'
import { findStore } from '../stores/find-store.ts'
import { draftNow } from './approve.ts'
import { draftCard, severalHint } from './draft-card.ts'
import { type DraftView, loadDrafts } from './draft-view.ts'
import { countDrafts, findDrafts, SHOW } from './find-drafts.ts'

const shared = { roles: ['seller'], pipeline: 'catalog' } satisfies Partial<Command>
/** Of a list in chat. */
export const MOST_LISTED = 40

export const draftCommands: Command[] = [
  {
    ...{ ...shared, name: 'drafts', usage: '[high | low | expiring]', example: 'drafts low' },
    ...{ help: 'products read of posts that wait for you', run: listDrafts },
  },
  {
    ...{ ...shared, name: 'product add', usage: '<address of a post, or words with a price>' },
    ...{ example: 'product add Blue denim jacket KES 2,500 sizes M L', takesPictures: true, run: add },
    help: 'add a product by hand; or just send me its photo, with these words below it',
  },
]

async function listDrafts({ app, member, rest }: Asked): Promise<Reply> {
  const show = SHOW.find((name) => name === rest.trim().toLowerCase()) ?? 'all'
  const em = app.em.fork()
  const filter = { state: 'pending' as const, show, ...(show === 'all' && rest && { q: rest }) }
  const { ids, total } = await findDrafts(em, member, filter, { page: 1, limit: MOST_LISTED }, app.clock())
  if (total === 0) return { text: await noDrafts(app, member) }
  const views = await loadDrafts(em, ids)
  const lines = ids
    .flatMap((id) => views.find((view) => view.id === id) ?? [])
    .map((view) => draftCard(view, app).title)
  const head = writeCount(total, 'draft waits', 'drafts wait')
  const hint = `show ${lines[0]?.split(' ')[0]} opens one. With their pictures: dashboard, Review.`
  return { text: [`${head}, the surest first:`, ...lines, ...more(total, lines.length), hint].join('\n') }
}

async function noDrafts(app: Asked['app'], member: Asked['member']): Promise<string> {
  const all = await countDrafts(app.em.fork(), member)
  return all.pending ? 'None of them. Write drafts for all.' : 'No draft waits. Write scan to look through your posts.'
}

async function add({ app, member, by, rest, sent }: Asked): Promise<Reply> {
  if (!rest && !sent) throw new Refusal('What is it? Write: product add Blue denim jacket KES 2,500 sizes M L')
  const { store, words } = await findShop(app, member, rest)
  const actor = { personId: member.id, name: member.name, via: by.via }
  const { draft, isNew } = await addManually(app, store.id, words, actor, sent)
  if (!draft) return { text: 'I read that post now. Its card follows.' }
  // One more picture of an album: the card shows it.
  if (sent && !isNew) return { text: '' }
  const [view] = await loadDrafts(app.em.fork(), [draft.id])
  return { text: view ? `${draftCard(view, app).title}. ${await whereItIs(app.em.fork(), view)}` : '' }
}

/** Where a person goes on with what was added, or was there. */
async function whereItIs(em: EntityManager, view: DraftView): Promise<string> {
  const { state, igMediaId, productId, reading, similar } = view
  if (state === 'parted') {
    const parts = await em.find(ProductDraft, { igMediaId, part: { $gt: 0 } }, { orderBy: { number: 'asc' } })
    return `Each of its products has a card of its own: ${parts.map((part) => writeRef(draftKind, part)).join(', ')}.`
  }
  const product = state === 'approved' && (await em.findOne(Product, { id: productId ?? '' }))
  if (product) return `It is approved already: ${writeRef(productKind, product)}.`
  if (reading.products.length > 0) return `It is several products. ${severalHint(view)}`
  if (similar) return `It has the same picture as ${similar.name}: its card asks what it is.`
  return draftNow(view).price === null ? 'Its card asks for the price.' : 'Its card has Approve and Edit.'
}

/** Who decides for several shops names one first: `product add Zuri Closet: Canvas apron KES 1,200`. */
async function findShop({ em }: Asked['app'], member: Asked['member'], rest: string) {
  const [, named = '', words = ''] = (member.role === 'admin' && /^([^:\n]{1,80}):\s+(.+)$/s.exec(rest)) || []
  const own = named ? await findStore(em.fork(), member, named).catch(unlessRefused) : null
  if (own) return { store: own, words }
  return { store: await findStore(em.fork(), member, '', 'first, and a colon'), words: rest }
}

function unlessRefused(error: unknown): null {
  if (error instanceof Refusal) return null
  throw error
}

/** What a list leaves out. */
export function more(total: number, listed: number): string[] {
  return total > listed ? [`and ${total - listed} more: dashboard`] : []
}
