import { step } from '#entities/actor.ts'
import type { ProductDraft } from '#entities/catalog/product-draft.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import type { Read } from '../extract/read-post.ts'
import { draftKind } from '../kinds.ts'
import { redraw, scansOf } from '../scan/redraw.ts'
import { EXTRACT } from '../steps.ts'

const OFFERS_NOTHING = 'the post as it is now: it no longer reads as a product'

/**
 * Posts that were edited and no longer read as a product, each with the drafts that wait because of it: their cards
 * say so, and no batch takes them. Reading may err, so a person decides. The ids of the posts that have such.
 */
export async function doubtDrafts(
  tx: Tx,
  doubted: { post: Read['post']; drafts: ProductDraft[] }[],
): Promise<Set<string>> {
  const captions = new Map(doubted.map(({ post }) => [post.igMediaId, post.caption || null]))
  const isEdited = ({ igMediaId, igCaption }: ProductDraft) => igCaption !== captions.get(igMediaId)
  const edited = doubted.flatMap(({ drafts }) => drafts.filter(isEdited))
  await move(
    tx,
    draftKind,
    edited.filter(({ state }) => state === 'pending'),
    'refresh',
    step(EXTRACT),
    {
      set: ({ igMediaId, extractedData, reading }) => ({
        igCaption: captions.get(igMediaId) ?? null,
        extractedData: { ...extractedData, confidence: 0 },
        reading: { ...reading, evidence: {}, notUnderstood: [OFFERS_NOTHING] },
        updatedAt: tx.at,
      }),
    },
  )
  const whole = edited.filter(({ state }) => state === 'parted')
  await move(tx, draftKind, whole, 'refresh', step(EXTRACT), {
    set: ({ igMediaId }) => ({ igCaption: captions.get(igMediaId) ?? null, updatedAt: tx.at }),
  })
  await redraw(tx, scansOf(edited))
  return new Set(doubted.filter(({ drafts }) => drafts.some((one) => edited.includes(one))).map(({ post }) => post.id))
}
