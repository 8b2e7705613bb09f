import { z } from 'zod'
import { Product } from '#entities/catalog/product.ts'
import { type DraftState, draftFlow, ProductDraft } from '#entities/catalog/product-draft.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import type { Caller } from '#src/web/caller.ts'
import { paginate, pagingShape } from '#src/web/paging.ts'
import { notFound, Problem } from '#src/web/problem.ts'
import { type ApiRoute, defineRoute } from '#src/web/route.ts'
import { paginationShape } from '#src/web/shapes.ts'
import { mayRead } from './api-scan.ts'
import { checkChoices } from './choices/choices.ts'
import { approveDrafts } from './drafts/approve.ts'
import { orNone, readEdits, setChoices } from './drafts/draft-forms.ts'
import { findDrafts, SHOW } from './drafts/find-drafts.ts'
import { hangNext } from './drafts/review.ts'
import { draftKind } from './kinds.ts'
import { draftShape, soldShape } from './shapes.ts'
import { writeDraft, writeSold } from './write.ts'

const roles = ['admin' as const, 'seller' as const]
const params = { draftId: 'The draft' }
const states = Object.keys(draftFlow) as DraftState[]

const edit = z.strictObject({
  name: z.string().max(200).optional(),
  price: z.union([z.string().max(40), z.number()]).optional(),
  description: z.string().max(5_000).optional(),
  category: z.string().max(60).optional(),
  tags: z.array(z.string().max(60)).max(30).optional(),
  condition: z.enum(['new', 'used']).optional(),
  variants: z
    .array(z.strictObject({ option: z.string().max(100), value: z.string().max(100) }))
    .max(200)
    .optional()
    .describe('All its sizes and colours, instead of those it has'),
})

export const draftRoutes: ApiRoute[] = [
  defineRoute({
    ...{ method: 'get', path: '/products/drafts', roles, summary: 'Drafts, those that wait first' },
    query: pagingShape.extend({ status: z.enum(states).optional(), show: z.enum(SHOW).optional() }),
    answer: z.strictObject({ drafts: z.array(draftShape), pagination: paginationShape }),
    async run({ app, caller, query }) {
      const em = app.em.fork()
      const { status, show, ...paging } = query
      const filter = { ...(status && { state: status }), ...(show && { show }) }
      const { ids, total } = await findDrafts(em, caller.member, filter, paging, app.clock())
      const drafts = await em.find(ProductDraft, { id: { $in: ids } })
      const inOrder = ids.flatMap((id) => drafts.find((draft) => draft.id === id) ?? [])
      return { drafts: inOrder.map(writeDraft), pagination: paginate(total, paging) }
    },
  }),
  defineRoute({
    ...{ method: 'patch', path: '/products/drafts/:draftId', roles, params, body: edit },
    summary: 'Edits a draft while it waits',
    answer: z.strictObject({ success: z.boolean(), draft: draftShape }),
    run: ({ app, caller, params: { draftId = '' }, body }) =>
      onDraft(app, caller, draftId, async (tx, draft) => {
        if (draft.state !== 'pending')
          throw new Refusal(
            draft.state === 'parted' ? 'It was split into several already.' : `It is ${draft.state} already.`,
          )
        const { tags, price, variants, ...texts } = body
        const answers = {
          ...texts,
          ...(price !== undefined && { price: String(price) }),
          ...(tags && { tags: tags.join(',') }),
        }
        const sellerEdits = readEdits(draft, answers as Record<string, string>)
        if (variants) setChoices(sellerEdits, draft, checkChoices(variants))
        const [after] = await move(tx, draftKind, [draft], 'edit', actorOf(caller), {
          set: () => ({ sellerEdits: orNone(sellerEdits) }),
          edited: true,
        })
        return { success: true, draft: writeDraft(after ?? draft) }
      }),
  }),
  defineRoute({
    ...{ method: 'post', path: '/products/drafts/batch-approve', roles },
    summary: 'Approves several; what cannot be approved is named, and holds up no other',
    body: z.strictObject({ draftIds: z.array(z.string()).min(1).max(200) }),
    answer: z.strictObject({
      results: z.strictObject({ approved: z.int(), failed: z.int() }),
      products: z.array(soldShape),
      errors: z.array(z.strictObject({ draftId: z.string(), error: z.string() })),
    }),
    async run({ app, caller, body: { draftIds } }) {
      const products: ReturnType<typeof writeSold>[] = []
      const errors: { draftId: string; error: string }[] = []
      for (const draftId of new Set(draftIds)) {
        try {
          products.push((await approveOne(app, caller, draftId)).product)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          errors.push({ draftId, error: error.message })
        }
      }
      return { results: { approved: products.length, failed: errors.length }, products, errors }
    },
  }),
  defineRoute({
    ...{ method: 'post', path: '/products/drafts/:draftId/approve', roles, params },
    summary: 'Makes a product of it; the same again answers the same product',
    answer: z.strictObject({ success: z.boolean(), product: soldShape }),
    run: ({ app, caller, params: { draftId = '' } }) => approveOne(app, caller, draftId),
  }),
  defineRoute({
    ...{
      method: 'post',
      path: '/products/drafts/:draftId/reject',
      roles,
      params,
      summary: 'Leaves it out of the shop',
    },
    body: z.strictObject({ reason: z.string().max(500).default('Other') }),
    answer: z.strictObject({ success: z.boolean(), message: z.string() }),
    run: ({ app, caller, params: { draftId = '' }, body: { reason } }) =>
      onDraft(app, caller, draftId, async (tx, draft) => {
        if (draft.state !== 'rejected') {
          if (draft.state !== 'pending') throw new Refusal(`It is ${draft.state} already.`)
          const set = { rejectedAt: tx.at, rejectionReason: reason }
          await hangNext(tx, draft)
          await move(tx, draftKind, [draft], 'reject', actorOf(caller), { set: () => set })
        }
        return { success: true, message: 'Draft rejected' }
      }),
  }),
]

function approveOne(app: App, caller: Caller, draftId: string) {
  return onDraft(app, caller, draftId, async (tx, draft) => {
    if (draft.state === 'approved') {
      const known = draft.productId ? await tx.em.findOne(Product, { id: draft.productId }) : null
      if (known) return { success: true, product: writeSold(known) }
      throw new Refusal('Its product is gone.')
    }
    if (draft.state !== 'pending') throw new Refusal(`It is ${draft.state}.`)
    await hangNext(tx, draft)
    const [product] = await approveDrafts(tx, [draft], actorOf(caller))
    if (!product) throw new Refusal('Someone else decided it just now.')
    return { success: true, product: writeSold(product) }
  })
}

/** Under its lock; another store's draft is as if there were none. */
async function onDraft<T>(
  app: App,
  caller: Caller,
  id: string,
  work: (tx: Tx, draft: ProductDraft) => Promise<T>,
): Promise<T> {
  if (!z.uuid().safeParse(id).success) throw new Problem(404, 'not_found', 'There is no such draft.')
  return inTransaction(app, async (tx) => {
    await sql(tx.em, 'select 1 from product_drafts where id = $1 for update', [id])
    const draft = await tx.em.findOne(ProductDraft, { id }, { refresh: true })
    if (!draft || !mayRead(caller, draft.storeId)) throw notFound('There is no such draft.')
    return work(tx, draft)
  })
}

function actorOf({ member, by }: Caller) {
  return { personId: member.id, name: member.name, via: by.via }
}
