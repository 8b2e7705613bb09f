import { Migration } from '@mikro-orm/migrations'

/** Catalogue: connections, posts as last seen, syncs, drafts, products, pictures. */
export class Catalog extends Migration {
  override up(): void {
    this.addSql(sql)
  }
}

const sql = `
create sequence instagram_accounts_number;
create sequence instagram_sync_history_number;
create sequence product_drafts_number;
create sequence products_number;

alter table "stores"
  add "social_source" jsonb not null default '{}',
  add "publishes_at_once" boolean not null default true,
  add "approves_above" double precision null;

alter table "instagram_accounts"
  add "number" int not null default nextval('instagram_accounts_number'),
  add "moves" int not null default 0,
  add "created_at" timestamptz not null default now(),
  add "state" text not null default 'active',
  add "seller_id" uuid null,
  add "fb_page_name" text null,
  add "fb_user_id" varchar(255) null,
  add "token_type" varchar(255) not null default 'bearer',
  add "expires_at" timestamptz null,
  add "refreshed_at" timestamptz null,
  add "granted_scopes" jsonb not null default '[]',
  add "last_validated_at" timestamptz null,
  add "error_message" text null,
  add "webhook_subscribed" boolean not null default false,
  add "webhook_verify_token" text null,
  add "updated_at" timestamptz not null default now(),
  add "synced_at" timestamptz null,
  add "polled_at" timestamptz null,
  add "leaving_at" timestamptz null,
  add "audience" jsonb null,
  add "attempts" int not null default 0,
  add "next_try_at" timestamptz null,
  add "last_error" text null,
  add "lease_token" uuid null,
  add "leased_until" timestamptz null;
create index "instagram_accounts_fb_user_id_index" on "instagram_accounts" ("fb_user_id");
update "instagram_accounts" set "created_at" = "connected_at", "updated_at" = "connected_at";
alter table "instagram_accounts" add constraint "instagram_accounts_seller_id_unique" unique ("seller_id");
alter table "instagram_accounts" add constraint "instagram_accounts_state_check" check ("state" in ('active', 'expired', 'revoked', 'error'));
alter table "instagram_accounts" add constraint "instagram_accounts_seller_id_foreign" foreign key ("seller_id") references "people" ("id") on delete set null;

create table "instagram_posts" (
  "id" uuid not null,
  "ig_media_id" varchar(255) not null,
  "account_id" uuid not null,
  "store_id" uuid not null,
  "sync_id" uuid null,
  "shortcode" varchar(255) not null,
  "permalink" text not null,
  "caption" text not null,
  "media_type" varchar(255) not null,
  "media_url" text null,
  "slides" jsonb not null default '[]',
  "likes" int not null default 0,
  "posted_at" timestamptz not null,
  "seen_at" timestamptz not null,
  "read_at" timestamptz null,
  "outcome" varchar(255) null,
  "why" text null,
  "gone_at" timestamptz null,
  "attempts" int not null default 0,
  "next_try_at" timestamptz null,
  "last_error" text null,
  "lease_token" uuid null,
  "leased_until" timestamptz null,
  primary key ("id")
);
alter table "instagram_posts" add constraint "instagram_posts_ig_media_id_unique" unique ("ig_media_id");
create index "instagram_posts_account_idx" on "instagram_posts" ("account_id", "posted_at");
create index "instagram_posts_sync_idx" on "instagram_posts" ("sync_id");
create table "instagram_sync_history" (
  "id" uuid not null,
  "number" int not null default nextval('instagram_sync_history_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "store_id" uuid not null,
  "connection_id" uuid not null,
  "sync_type" text not null,
  "trigger_source" text not null,
  "options" jsonb not null,
  "cursor" text null,
  "listed_at" timestamptz null,
  "total_media" int not null default 0,
  "total_processed" int not null default 0,
  "drafts_created" int not null default 0,
  "products_imported" int not null default 0,
  "products_updated" int not null default 0,
  "products_skipped" int not null default 0,
  "products_failed" int not null default 0,
  "not_products" int not null default 0,
  "errors" jsonb not null default '[]',
  "duration_ms" int null,
  "api_calls_used" int not null default 0,
  "metadata" jsonb null,
  "resumes_at" timestamptz null,
  "undecided" boolean not null default false,
  "started_at" timestamptz not null,
  "completed_at" timestamptz null,
  "audience" jsonb null,
  "attempts" int not null default 0,
  "next_try_at" timestamptz null,
  "last_error" text null,
  "lease_token" uuid null,
  "leased_until" timestamptz null,
  primary key ("id")
);
create index "sync_history_store_idx" on "instagram_sync_history" ("store_id");
create index "sync_history_created_idx" on "instagram_sync_history" ("created_at");
alter table "instagram_sync_history" add constraint "instagram_sync_history_state_check" check ("state" in ('running', 'success', 'partial_success', 'failed', 'cancelled'));
alter table "instagram_sync_history" add constraint "instagram_sync_history_sync_type_check" check ("sync_type" in ('bulk_import', 'incremental_sync', 'webhook_trigger', 'manual_refresh'));
alter table "instagram_sync_history" add constraint "instagram_sync_history_trigger_source_check" check ("trigger_source" in ('user_initiated', 'webhook', 'scheduled_job'));
create table "instagram_webhook_events" (
  "id" uuid not null,
  "webhook_id" varchar(255) not null,
  "event_type" text not null,
  "field" varchar(255) not null,
  "ig_user_id" varchar(255) not null,
  "ig_media_id" varchar(255) null,
  "raw_payload" jsonb not null,
  "processing_status" varchar(255) not null default 'pending',
  "processed_at" timestamptz null,
  "processing_error" text null,
  "retry_count" int not null default 0,
  "connection_id" uuid null,
  "draft_id" uuid null,
  "received_at" timestamptz not null,
  "created_at" timestamptz not null,
  "attempts" int not null default 0,
  "next_try_at" timestamptz null,
  "last_error" text null,
  "lease_token" uuid null,
  "leased_until" timestamptz null,
  primary key ("id")
);
alter table "instagram_webhook_events" add constraint "instagram_webhook_events_webhook_id_unique" unique ("webhook_id");
create index "webhook_event_status_idx" on "instagram_webhook_events" ("processing_status");
create index "webhook_event_ig_media_idx" on "instagram_webhook_events" ("ig_media_id");
create index "webhook_event_received_idx" on "instagram_webhook_events" ("received_at");
alter table "instagram_webhook_events" add constraint "instagram_webhook_events_event_type_check" check ("event_type" in ('media', 'comments', 'mentions', 'other'));
create table "product_pictures" (
  "hash" varchar(255) not null,
  "width" int not null,
  "height" int not null,
  "bytes" int not null,
  "looks" varchar(255) not null,
  "created_at" timestamptz not null,
  primary key ("hash")
);
create index "product_pictures_looks_index" on "product_pictures" ("looks");
create table "products" (
  "id" uuid not null,
  "number" int not null default nextval('products_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "store_id" uuid not null,
  "name" text not null,
  "slug" varchar(255) not null,
  "description" text not null,
  "sku" varchar(255) null,
  "price" bigint not null,
  "compare_at_price" bigint null,
  "cost_per_item" bigint null,
  "currency" varchar(255) not null,
  "track_inventory" boolean not null default true,
  "inventory_quantity" int not null default 0,
  "allow_backorder" boolean not null default false,
  "low_stock_threshold" int not null default 5,
  "categories" jsonb not null default '[]',
  "tags" jsonb not null default '[]',
  "collection_id" varchar(255) null,
  "images" jsonb not null default '[]',
  "pictures" jsonb not null default '[]',
  "videos" jsonb not null default '[]',
  "ai_generated_model_url" text null,
  "source_type" text not null default 'manual',
  "source_external_id" varchar(255) null,
  "source_external_url" text null,
  "source_caption" text null,
  "source_imported_at" timestamptz null,
  "has_variants" boolean not null default false,
  "is_featured" boolean not null default false,
  "is_seasonal" boolean not null default false,
  "available_from" timestamptz null,
  "available_until" timestamptz null,
  "meta_title" text null,
  "meta_description" text null,
  "total_sold" int not null default 0,
  "total_views" int not null default 0,
  "total_likes" int not null default 0,
  "average_rating" double precision not null default 0,
  "total_reviews" int not null default 0,
  "synced" jsonb null,
  "conflict" jsonb null,
  "gone_at" timestamptz null,
  "unchecked" boolean not null default false,
  "rival_url" text null,
  "rival_price" bigint null,
  "rival_at" timestamptz null,
  "is_undercut" boolean not null default false,
  "audience" jsonb null,
  "updated_at" timestamptz not null,
  primary key ("id")
);
create index "product_store_idx" on "products" ("store_id");
create index "product_source_external_id_idx" on "products" ("source_external_id");
create index "product_status_idx" on "products" ("state");
create index "product_store_status_idx" on "products" ("store_id", "state", "number");
create index "product_store_number_idx" on "products" ("store_id", "number");
create index "product_number_idx" on "products" ("number");
alter table "products" add constraint "product_slug_store_uq" unique ("store_id", "slug");
alter table "products" add constraint "products_state_check" check ("state" in ('draft', 'active', 'hidden', 'sold'));
alter table "products" add constraint "products_source_type_check" check ("source_type" in ('instagram', 'whatsapp_catalog', 'manual'));
create table "product_drafts" (
  "id" uuid not null,
  "number" int not null default nextval('product_drafts_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "store_id" uuid not null,
  "sync_id" uuid null,
  "ig_media_id" varchar(255) not null,
  "ig_media_url" text not null,
  "ig_permalink" text not null,
  "ig_caption" text null,
  "ig_media_type" varchar(255) not null,
  "ig_timestamp" timestamptz not null,
  "extracted_data" jsonb not null,
  "reading" jsonb not null,
  "image_urls" jsonb not null,
  "pictures" jsonb not null default '[]',
  "video_urls" jsonb not null default '[]',
  "approved_at" timestamptz null,
  "rejected_at" timestamptz null,
  "rejection_reason" text null,
  "seller_edits" jsonb null,
  "product_id" uuid null,
  "similar_to" uuid null,
  "expires_at" timestamptz not null,
  "reminded" int not null default 0,
  "dismissed_at" timestamptz null,
  "is_automatic" boolean not null default false,
  "tokens_used" int not null default 0,
  "cost_micros" int not null default 0,
  "audience" jsonb null,
  "updated_at" timestamptz not null,
  primary key ("id")
);
create index "product_draft_store_idx" on "product_drafts" ("store_id");
create index "product_draft_status_idx" on "product_drafts" ("state");
create index "product_draft_store_status_idx" on "product_drafts" ("store_id", "state", "number");
create index "product_draft_expires_idx" on "product_drafts" ("expires_at");
create index "product_draft_sync_idx" on "product_drafts" ("sync_id");
alter table "product_drafts" add constraint "product_draft_ig_media_uq" unique ("ig_media_id");
alter table "product_drafts" add constraint "product_drafts_state_check" check ("state" in ('pending', 'approved', 'rejected', 'expired'));

alter table "instagram_posts" add constraint "instagram_posts_account_id_foreign" foreign key ("account_id") references "instagram_accounts" ("id") on delete cascade;
alter table "instagram_posts" add constraint "instagram_posts_store_id_foreign" foreign key ("store_id") references "stores" ("id") on delete cascade;
alter table "instagram_sync_history" add constraint "instagram_sync_store_id_foreign" foreign key ("store_id") references "stores" ("id") on delete cascade;
alter table "instagram_sync_history" add constraint "instagram_sync_connection_id_foreign" foreign key ("connection_id") references "instagram_accounts" ("id") on delete cascade;
alter table "products" add constraint "products_store_id_foreign" foreign key ("store_id") references "stores" ("id") on delete cascade;
alter table "product_drafts" add constraint "product_drafts_store_id_foreign" foreign key ("store_id") references "stores" ("id") on delete cascade;
alter table "product_drafts" add constraint "product_drafts_product_id_foreign" foreign key ("product_id") references "products" ("id") on delete set null;
alter table "instagram_webhook_events" add constraint "webhook_events_connection_id_foreign" foreign key ("connection_id") references "instagram_accounts" ("id") on delete set null;
alter table "instagram_webhook_events" add constraint "webhook_events_draft_id_foreign" foreign key ("draft_id") references "product_drafts" ("id") on delete set null;

-- The seed's is_active, kept by Postgres itself.
alter table "products" add "is_active" boolean generated always as ("state" = 'active') stored;
-- One running scan a store; what the steps look for, small because only what waits is in it.
create unique index "instagram_sync_running_uq" on "instagram_sync_history" ("store_id") where "state" = 'running' and "sync_type" = 'bulk_import';
create index "instagram_posts_unread" on "instagram_posts" ("posted_at") where "read_at" is null;
create index "webhook_event_pending" on "instagram_webhook_events" ("received_at") where "processing_status" in ('pending', 'processing');
create index "products_with_rivals" on "products" ("rival_at") where "rival_url" is not null;
create index "product_drafts_pending" on "product_drafts" ("expires_at") where "state" = 'pending';
`
