import { InstagramSync, syncFlow } from '#entities/catalog/instagram-sync.ts'
import { Product, productFlow } from '#entities/catalog/product.ts'
import { draftFlow, ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount, instagramAccountFlow } from '#entities/instagram/instagram-account.ts'
import { defineKind } from '#src/moves/kind.ts'
import { isTooLong } from './parts/too-long.ts'
import { hasJustFollowed } from './products/followed.ts'

const pipeline = () => 'catalog'

/** The sellers of a store that has its own; null: the place of the catalogue. */
const audience = ({ audience: people }: { audience: string[] | null }) => (people ? { personIds: people } : null)

export const draftKind = defineKind<ProductDraft>({
  name: 'draft',
  prefix: 'DR',
  entity: ProductDraft,
  table: 'product_drafts',
  flow: draftFlow,
  pipeline,
  waits: ({ state, dismissedAt }) => state === 'pending' && dismissedAt === null,
  waitsSql: "(state = 'pending' and dismissed_at is null)",
  // What its post names anew has no card: its own says so.
  rings: (draft) => draft.state === 'parted' && isTooLong(draft),
  audience,
  findSql: "(extracted_data ->> 'name' ilike $1 or ig_caption ilike $1)",
  stamps: ['updatedAt'],
})

export const productKind = defineKind<Product>({
  name: 'product',
  prefix: 'PR',
  entity: Product,
  table: 'products',
  flow: productFlow,
  pipeline,
  waits: ({ conflict, goneAt, unchecked, isUndercut }) =>
    conflict !== null || goneAt !== null || unchecked || isUndercut,
  waitsSql: '(conflict is not null or gone_at is not null or unchecked or is_undercut)',
  rings: hasJustFollowed,
  audience,
  findSql: '(name ilike $1 or source_caption ilike $1)',
  stamps: ['updatedAt'],
})

/** A scan waits with its card as long as it runs, so that it can be stopped, and until its drafts are decided. */
export const syncKind = defineKind<InstagramSync>({
  name: 'scan',
  prefix: 'SC',
  entity: InstagramSync,
  table: 'instagram_sync_history',
  flow: syncFlow,
  pipeline,
  waits: ({ syncType, state, undecided }) => undecided || (syncType === 'bulk_import' && state === 'running'),
  waitsSql: "(undecided or (sync_type = 'bulk_import' and state = 'running'))",
  audience,
})

export const accountKind = defineKind<InstagramAccount>({
  name: 'igconnection',
  prefix: 'IG',
  entity: InstagramAccount,
  table: 'instagram_accounts',
  flow: instagramAccountFlow,
  pipeline,
  waits: ({ state, isWanted, syncedAt }) => isWanted && (state !== 'active' || syncedAt === null),
  waitsSql: "(is_wanted and (state <> 'active' or synced_at is null))",
  audience,
  findSql: '(username ilike $1)',
  stamps: ['updatedAt'],
})
