import { Migration } from '@mikro-orm/migrations'

export class Prices extends Migration {
  override up(): void {
    this.addSql(sql)
  }
}

const sql = `
create sequence tracked_products_number;
create sequence price_subscriptions_number;

create table "prices" (
  "id" uuid not null,
  "product_id" uuid not null,
  "price" bigint null,
  "currency" varchar(255) null,
  "was" bigint null,
  "availability" varchar(255) not null,
  "at" timestamptz not null,
  "source" varchar(255) not null,
  "before" bigint null,
  "before_seen_at" timestamptz null,
  "piece" text not null,
  "withdrawn_at" timestamptz null,
  "archived_on" varchar(255) null,
  primary key ("id")
);
create table "price_days" (
  "product_id" uuid not null,
  "day" varchar(255) not null,
  "currency" varchar(255) not null,
  "low" bigint not null,
  "low_at" timestamptz not null,
  "high" bigint not null,
  "high_at" timestamptz not null,
  "last" bigint not null,
  "last_at" timestamptz not null,
  "falls" int not null,
  primary key ("product_id", "day", "currency")
);
create table "price_archives" (
  "day" varchar(255) not null,
  "part" int not null,
  "name" varchar(255) not null,
  "key" varchar(255) not null,
  "rows" int not null,
  "sha256" varchar(255) not null,
  "verified_at" timestamptz not null,
  primary key ("day", "part", "name")
);
create index "prices_at_index" on "prices" ("at");
create index "prices_product_id_at_index" on "prices" ("product_id", "at");
create table "price_alerts" (
  "id" uuid not null,
  "subscription_id" uuid not null,
  "product_id" uuid not null,
  "price_id" uuid null,
  "reason" varchar(255) not null,
  "was" bigint null,
  "price" bigint null,
  "currency" varchar(255) null,
  "was_seen_at" timestamptz null,
  "seen_at" timestamptz not null,
  "tier_s" int not null,
  "created_at" timestamptz not null,
  "sent_at" timestamptz null,
  "withdrawn_at" timestamptz null,
  primary key ("id")
);
create index "price_alerts_created_at_index" on "price_alerts" ("created_at");
create index "price_alerts_subscription_id_created_at_index" on "price_alerts" ("subscription_id", "created_at");
alter table "price_alerts"
  add constraint "price_alerts_subscription_id_price_id_reason_unique" unique ("subscription_id", "price_id", "reason");
create table "price_subscriptions" (
  "id" uuid not null,
  "number" int not null default nextval('price_subscriptions_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "user_id" uuid not null,
  "product_id" uuid not null,
  "person_id" uuid null,
  "rule" text not null,
  "value" bigint null,
  "currency" varchar(255) null,
  "baseline" bigint null,
  "baseline_at" timestamptz null,
  "is_armed" boolean not null default true,
  "told_price" bigint null,
  "told_at" timestamptz null,
  "told_stock" varchar(255) null,
  "stock_told_at" timestamptz null,
  "asked_at" timestamptz null,
  "reminded_at" timestamptz null,
  "confirmed_at" timestamptz null,
  primary key ("id")
);
create index "price_subscriptions_product_id_index" on "price_subscriptions" ("product_id");
alter table "price_subscriptions"
  add constraint "price_subscriptions_user_id_product_id_unique" unique ("user_id", "product_id");
alter table "price_subscriptions"
  add constraint "price_subscriptions_state_check" check ("state" in ('asked', 'watching', 'told', 'stopped'));
alter table "price_subscriptions"
  add constraint "price_subscriptions_rule_check" check ("rule" in ('any', 'percent', 'amount', 'target', 'up'));
create table "price_users" (
  "id" uuid not null,
  "email" varchar(255) null,
  "first_name" varchar(255) null,
  "last_name" varchar(255) null,
  "phone_number" varchar(255) null,
  "notify_by" text not null,
  "person_id" uuid null,
  "email_verified_at" timestamptz null,
  "phone_verified_at" timestamptz null,
  "code_hash" varchar(255) null,
  "code_until" timestamptz null,
  "code_tries" int not null default 0,
  "zone" varchar(255) not null,
  "daily_digest" boolean not null default false,
  "digest_at" timestamptz null,
  "asked_at" timestamptz null,
  "asks" int not null default 0,
  "created_at" timestamptz not null,
  primary key ("id")
);
alter table "price_users" add constraint "price_users_email_unique" unique ("email");
alter table "price_users" add constraint "price_users_phone_number_unique" unique ("phone_number");
alter table "price_users" add constraint "price_users_person_id_unique" unique ("person_id");
alter table "price_users" add constraint "price_users_notify_by_check" check ("notify_by" in ('mail', 'sms', 'chat'));
create table "tracked_products" (
  "id" uuid not null,
  "number" int not null default nextval('tracked_products_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "website_id" uuid not null,
  "url" text not null,
  "product_name" text null,
  "variant" text null,
  "picture_url" text null,
  "price" bigint null,
  "currency" varchar(255) null,
  "availability" text not null default 'unknown',
  "was" bigint null,
  "shop_api" text null,
  "source" varchar(255) null,
  "price_at" timestamptz null,
  "seen_at" timestamptz null,
  "doubt" jsonb null,
  "rejected" jsonb null,
  "etag" text null,
  "last_modified" text null,
  "body_hash" varchar(255) null,
  "looked_at" timestamptz null,
  "next_look_at" timestamptz not null,
  "failing_since" timestamptz null,
  "last_error" text null,
  primary key ("id")
);
alter table "tracked_products" add constraint "tracked_products_url_unique" unique ("url");
alter table "tracked_products"
  add constraint "tracked_products_state_check" check ("state" in ('new', 'watched', 'doubtful', 'unreachable', 'unreadable', 'resting'));
alter table "tracked_products"
  add constraint "tracked_products_shop_api_check" check ("shop_api" in ('shopify', 'woocommerce'));
alter table "tracked_products"
  add constraint "tracked_products_availability_check" check ("availability" in ('in_stock', 'out_of_stock', 'unknown'));
create table "websites" (
  "id" uuid not null,
  "domain" varchar(255) not null,
  "name" varchar(255) not null,
  "refusal" text null,
  "robots" text null,
  "robots_until" timestamptz null,
  "crawl_delay_ms" int not null default 0,
  "shop_currency" varchar(255) null,
  "selector" text null,
  "last_ok_at" timestamptz null,
  "created_at" timestamptz not null,
  "attempts" int not null default 0,
  "next_try_at" timestamptz null,
  "last_error" text null,
  "lease_token" uuid null,
  "leased_until" timestamptz null,
  primary key ("id")
);
alter table "websites" add constraint "websites_domain_unique" unique ("domain");

alter table "tracked_products" add constraint "tracked_products_website_id_foreign"
  foreign key ("website_id") references "websites" ("id");
alter table "price_days" add constraint "price_days_product_id_foreign"
  foreign key ("product_id") references "tracked_products" ("id");
alter table "prices" add constraint "prices_product_id_foreign"
  foreign key ("product_id") references "tracked_products" ("id");
alter table "price_subscriptions" add constraint "price_subscriptions_product_id_foreign"
  foreign key ("product_id") references "tracked_products" ("id");
alter table "price_subscriptions" add constraint "price_subscriptions_user_id_foreign"
  foreign key ("user_id") references "price_users" ("id");

-- What is looked at next, small because what rests is not in it.
create index "tracked_products_due" on "tracked_products" ("website_id", "next_look_at")
  where state in ('new', 'watched', 'doubtful', 'unreachable');
-- What the archive has not yet, and what it has but the house still keeps: both small.
create index "prices_to_archive" on "prices" ("at") where archived_on is null;
create index "prices_archived" on "prices" ("product_id") where archived_on is not null;
create index "price_subscriptions_asked" on "price_subscriptions" ("asked_at") where state = 'asked';
create index "price_users_digest" on "price_users" ("digest_at") where daily_digest;
create index "price_alerts_unsent" on "price_alerts" ("created_at") where sent_at is null;
`
