import { describe, expect, test } from 'vitest'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { InstagramWebhookEvent } from '#entities/catalog/instagram-webhook-event.ts'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { sql } from '#src/database/sql.ts'
import { testApp } from '#test/app.ts'

/** The seed's columns under our names, as Postgres has them: `column: type not null = default`. */
const columns: Record<string, string> = {
  instagram_accounts: `
    001-011 id: uuid not null
    001-012 seller_id: uuid
    001-013 ig_user_id: text not null
    001-014 username: text
    001-015 fb_page_id: text
    001-016 fb_page_name: text
    001-017 access_token: text
    001-018 token_type: text not null = bearer
    001-019 expires_at: time
    001-020 granted_scopes: jsonb not null = []
    001-021 state: text not null = active
    001-022 last_validated_at: time
    001-023 error_message: text
    001-024 webhook_subscribed: boolean not null = false
    001-025 webhook_verify_token: text
    001-026 created_at: time not null = now()
    001-027 updated_at: time not null = now()
  `,
  products: `
    001-030 id: uuid not null
    001-031 store_id: uuid not null
    001-032 name: text not null
    001-033 slug: text not null
    001-034 description: text not null
    001-035 sku: text
    001-036 price: bigint not null
    001-037 compare_at_price: bigint
    001-038 cost_per_item: bigint
    001-039 track_inventory: boolean not null = true
    001-040 inventory_quantity: integer not null = 0
    001-041 allow_backorder: boolean not null = false
    001-042 low_stock_threshold: integer not null = 5
    001-043 categories: jsonb not null = []
    001-044 tags: jsonb not null = []
    001-045 collection_id: text
    001-046 images: jsonb not null = []
    001-047 videos: jsonb not null = []
    001-048 ai_generated_model_url: text
    001-049 source_type: text not null = manual
    001-050 source_external_id: text
    001-051 source_external_url: text
    001-052 source_caption: text
    001-053 source_imported_at: time
    001-054 has_variants: boolean not null = false
    001-055 state: text not null
    001-057 is_featured: boolean not null = false
    001-058 is_seasonal: boolean not null = false
    001-059 available_from: time
    001-060 available_until: time
    001-061 meta_title: text
    001-062 meta_description: text
    001-063 total_sold: integer not null = 0
    001-064 total_views: integer not null = 0
    001-065 total_likes: integer not null = 0
    001-066 average_rating: double not null = 0
    001-067 total_reviews: integer not null = 0
    001-068 created_at: time not null
    001-069 updated_at: time not null
  `,
  product_drafts: `
    001-074 id: uuid not null
    001-075 store_id: uuid not null
    001-076 ig_media_id: text not null
    001-077 ig_media_url: text not null
    001-078 ig_permalink: text not null
    001-079 ig_caption: text
    001-080 ig_media_type: text not null
    001-081 ig_timestamp: time not null
    001-082 extracted_data: jsonb not null
    001-083 image_urls: jsonb not null
    001-084 video_urls: jsonb not null = []
    001-085 state: text not null
    001-086 approved_at: time
    001-087 rejected_at: time
    001-088 rejection_reason: text
    001-089 seller_edits: jsonb
    001-090 product_id: uuid
    001-091 expires_at: time not null
    001-092 created_at: time not null
    001-093 updated_at: time not null
  `,
  instagram_sync_history: `
    001-098 id: uuid not null
    001-099 store_id: uuid not null
    001-100 connection_id: uuid not null
    001-101 sync_type: text not null
    001-102 trigger_source: text not null
    001-103 state: text not null
    001-104 total_processed: integer not null = 0
    001-105 drafts_created: integer not null = 0
    001-106 products_imported: integer not null = 0
    001-107 products_updated: integer not null = 0
    001-108 products_skipped: integer not null = 0
    001-109 products_failed: integer not null = 0
    001-110 errors: jsonb not null = []
    001-111 duration_ms: integer
    001-112 api_calls_used: integer not null = 0
    001-113 metadata: jsonb
    001-114 started_at: time not null
    001-115 completed_at: time
    001-116 created_at: time not null
  `,
  instagram_webhook_events: `
    001-119 id: uuid not null
    001-120 webhook_id: text not null
    001-121 event_type: text not null
    001-122 field: text not null
    001-123 ig_user_id: text not null
    001-124 ig_media_id: text
    001-125 raw_payload: jsonb not null
    001-126 processing_status: text not null = pending
    001-127 processed_at: time
    001-128 processing_error: text
    001-129 retry_count: integer not null = 0
    001-130 connection_id: uuid
    001-131 draft_id: uuid
    001-132 received_at: time not null
    001-133 created_at: time not null
  `,
}

const app = await testApp()

const known = await sql<{ place: string; says: string }>(
  app.em.fork(),
  `select table_name || '.' || column_name as place,
     concat_ws(' ',
       case data_type when 'character varying' then 'text' when 'timestamp with time zone' then 'time'
         when 'double precision' then 'double' else data_type end,
       case is_nullable when 'NO' then 'not null' end,
       '= ' || nullif(regexp_replace(trim(both '''' from regexp_replace(column_default, '::.*$', '')), '^nextval.*', ''),
         '')
     ) as says
   from information_schema.columns where table_schema = 'public'`,
)
const says = new Map(known.map((row) => [row.place, row.says]))

describe.each(Object.entries(columns))('%s', (table, lines) => {
  const rows = lines
    .trim()
    .split('\n')
    .map((line) => /^\s*(\S+) (\w+): (.*)$/.exec(line)?.slice(1) ?? [])
  test.each(rows)('%s %s is %s', (_, column, wanted) => {
    expect(says.get(`${table}.${column}`)).toBe(wanted)
  })
})

test('001-288, 001-001, 001-005, 001-007, 001-010: the five tables are there, and the store keeps where it syncs from', () => {
  expect(Object.keys(columns)).toHaveLength(5)
  expect(says.get('stores.social_source')).toBe('jsonb not null = {}')
})

const entities = [InstagramAccount, Product, ProductDraft, InstagramSync, InstagramWebhookEvent]

test.each(entities.map((entity) => [entity.name, entity] as const))(
  '001-005: %s knows every column of its table that the seed names',
  (_, entity) => {
    const { tableName, props } = app.em.getMetadata().get(entity as typeof Product)
    const known = props.flatMap(({ fieldNames }) => fieldNames ?? [])
    const wanted = [...(columns[tableName] ?? '').matchAll(/001-\d{3} (\w+):/g)].map(([, name]) => name ?? '')
    expect(wanted.length).toBeGreaterThan(14)
    expect(wanted.filter((name) => !known.includes(name))).toEqual([])
  },
)

const primary = await sql<{ says: string }>(
  app.em.fork(),
  `select conrelid::regclass || ' ' || pg_get_constraintdef(oid) as says from pg_constraint where contype = 'p'`,
)

test.each([
  ['001-011', 'instagram_accounts'],
  ['001-030', 'products'],
  ['001-074', 'product_drafts'],
  ['001-098', 'instagram_sync_history'],
  ['001-119', 'instagram_webhook_events'],
])('%s: a row of %s is told by its id', (_, table) => {
  expect(primary.map(({ says: key }) => key)).toContain(`${table} PRIMARY KEY (id)`)
})

const indexes = await sql<{ def: string }>(
  app.em.fork(),
  `select regexp_replace(indexdef, ' USING btree', '') as def from pg_indexes where schemaname = 'public'`,
)
const defs = indexes.map(({ def }) => def.replace(/^CREATE (UNIQUE )?INDEX \w+ ON public\./, '$1'))

test.each([
  ['001-028, 001-359', 'UNIQUE instagram_accounts (seller_id)'],
  ['001-029', 'UNIQUE instagram_accounts (ig_user_id)'],
  ['001-070', 'UNIQUE products (store_id, slug)'],
  ['001-071, 001-257', 'products (store_id)'],
  ['001-072, 001-255', 'products (source_external_id)'],
  ['001-073, 001-256', 'products (state)'],
  ['001-094', 'UNIQUE product_drafts (ig_media_id, part)'],
  ['001-095', 'product_drafts (store_id)'],
  ['001-096', 'product_drafts (state)'],
  ['001-097', 'product_drafts (expires_at)'],
  ['001-117', 'instagram_sync_history (store_id)'],
  ['001-118', 'instagram_sync_history (created_at)'],
  ['001-134', 'instagram_webhook_events (processing_status)'],
  ['001-135', 'instagram_webhook_events (ig_media_id)'],
  ['001-136', 'instagram_webhook_events (received_at)'],
  ['001-176', 'UNIQUE instagram_webhook_events (webhook_id)'],
  ['001-258', 'products (store_id, state, number)'],
  ['001-258', 'product_drafts (store_id, state, number)'],
])('%s: an index on %s', (_, wanted) => {
  expect(defs).toContain(wanted)
})

const keys = await sql<{ says: string }>(
  app.em.fork(),
  `select conrelid::regclass || ' ' || pg_get_constraintdef(oid) as says from pg_constraint where contype = 'f'`,
)

test.each([
  ['001-031', 'products', 'store_id', 'stores', 'CASCADE'],
  ['001-075', 'product_drafts', 'store_id', 'stores', 'CASCADE'],
  ['001-090, 001-359', 'product_drafts', 'product_id', 'products', 'SET NULL'],
  ['001-099, 001-359', 'instagram_sync_history', 'store_id', 'stores', 'CASCADE'],
  ['001-100', 'instagram_sync_history', 'connection_id', 'instagram_accounts', 'CASCADE'],
  ['001-130', 'instagram_webhook_events', 'connection_id', 'instagram_accounts', 'SET NULL'],
  ['001-131, 001-359', 'instagram_webhook_events', 'draft_id', 'product_drafts', 'SET NULL'],
  ['001-012', 'instagram_accounts', 'seller_id', 'people', 'SET NULL'],
])('%s: %s.%s leads to %s, on delete %s', (_, table, column, other, rule) => {
  expect(keys.map((key) => key.says)).toContain(
    `${table} FOREIGN KEY (${column}) REFERENCES ${other}(id) ON DELETE ${rule}`,
  )
})

const checks = await sql<{ place: string; def: string }>(
  app.em.fork(),
  `select conrelid::regclass::text as place, pg_get_constraintdef(oid) as def from pg_constraint where contype = 'c'`,
)

test.each([
  ['001-021', 'instagram_accounts', 'state', 'active expired revoked error'],
  ['001-008, 001-049', 'products', 'source_type', 'instagram whatsapp_catalog manual'],
  ['001-055', 'products', 'state', 'draft active hidden sold'],
  ['001-085', 'product_drafts', 'state', 'pending approved rejected expired parted'],
  ['001-101', 'instagram_sync_history', 'sync_type', 'bulk_import incremental_sync webhook_trigger manual_refresh'],
  ['001-102', 'instagram_sync_history', 'trigger_source', 'user_initiated webhook scheduled_job'],
  ['001-103', 'instagram_sync_history', 'state', 'running success partial_success failed cancelled'],
  ['001-121', 'instagram_webhook_events', 'event_type', 'media comments mentions other'],
])('%s: %s.%s is one of %s', (_, table, column, words) => {
  const own = checks.filter(({ place, def }) => place === table && def.includes(`${column} =`))
  expect(own.flatMap(({ def }) => [...def.matchAll(/'(\w+)'::/g)].map(([, word]) => word)).join(' ')).toBe(words)
})

test('001-056: is_active is true exactly while a product is in the shop', async () => {
  const [row] = await sql<{ says: string }>(
    app.em.fork(),
    `select generation_expression as says from information_schema.columns
     where table_name = 'products' and column_name = 'is_active'`,
  )
  const states = await sql<{ state: string; active: boolean }>(
    app.em.fork(),
    `select state, ${row?.says} as active from unnest(array['draft', 'active', 'hidden', 'sold']) state order by 1`,
  )
  expect(states.filter(({ active }) => active)).toEqual([{ state: 'active', active: true }])
  expect(states).toHaveLength(4)
})
