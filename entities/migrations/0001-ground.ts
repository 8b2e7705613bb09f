import { Migration } from '@mikro-orm/migrations'

export class Ground extends Migration {
  override up(): void {
    this.addSql(sql)
  }
}

const sql = `
create sequence alerts_number;
create sequence bookings_number;
create sequence deliveries_number;
create sequence digests_number;
create sequence musicians_number;
create sequence orders_number;
create sequence people_number;
create sequence queues_number;
create sequence sales_number;

create table "alerts" (
  "id" uuid not null,
  "number" int not null default nextval('alerts_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "key" varchar(255) not null,
  "pipeline" varchar(255) not null,
  "title" text not null,
  "detail" text not null,
  "step" varchar(255) null,
  "opened_at" timestamptz not null,
  "written_at" timestamptz not null,
  "closed_at" timestamptz null,
  primary key ("id")
);
alter table "alerts" add constraint "alerts_key_unique" unique ("key");
alter table "alerts" add constraint "alerts_state_check" check ("state" in ('open', 'closed'));
create table "api_calls" (
  "id" uuid not null,
  "api_key_id" uuid not null,
  "key" varchar(255) not null,
  "request_hash" varchar(255) not null,
  "status" int null,
  "answer" text null,
  "created_at" timestamptz not null,
  primary key ("id")
);
create index "api_calls_created_at_index" on "api_calls" ("created_at");
alter table "api_calls" add constraint "api_calls_api_key_id_key_unique" unique ("api_key_id", "key");
create table "api_keys" (
  "id" uuid not null,
  "hash" varchar(255) not null,
  "name" varchar(255) not null,
  "role" text not null,
  "store_id" uuid null,
  "person_id" uuid null,
  "created_at" timestamptz not null,
  "revoked_at" timestamptz null,
  primary key ("id")
);
alter table "api_keys" add constraint "api_keys_hash_unique" unique ("hash");
alter table "api_keys" add constraint "api_keys_role_check" check ("role" in ('admin', 'seller', 'rep'));
create table "bookings" (
  "id" uuid not null,
  "number" int not null default nextval('bookings_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "inbox_id" uuid not null,
  "subject_line" text not null,
  "client" jsonb not null,
  "instruments" json not null,
  "times" jsonb not null,
  "zone" varchar(255) not null,
  "problems" text[] not null,
  "sentences" text[] not null,
  "choices" jsonb not null,
  "attention" varchar(255) null,
  "attention_note" text null,
  "paused" boolean not null default false,
  "round" int not null default 1,
  "last_text_at" timestamptz null,
  "advance_at" timestamptz null,
  "option_id" uuid null,
  "completed_at" timestamptz null,
  "completions" int not null default 0,
  "studio_event_id" varchar(255) null,
  "client_told_at" timestamptz null,
  "closed_reason" text null,
  "warnings" text[] not null,
  "attempts" int not null default 0,
  "next_try_at" timestamptz null,
  "last_error" text null,
  "lease_token" uuid null,
  "leased_until" timestamptz null,
  primary key ("id")
);
alter table "bookings" add constraint "bookings_inbox_id_unique" unique ("inbox_id");
alter table "bookings" add constraint "bookings_state_check" check ("state" in ('new', 'checking', 'offering', 'completed', 'cancelled'));
create table "booking_messages" (
  "id" uuid not null,
  "booking_id" uuid not null,
  "musician_id" uuid not null,
  "option_id" uuid not null,
  "option" int not null,
  "booking_time" timestamptz not null,
  "instrument" varchar(255) not null,
  "code" varchar(255) not null,
  "round" int not null,
  "asks" int not null default 0,
  "queued_at" timestamptz null,
  "sent_at" timestamptz null,
  "sid" varchar(255) null,
  "delivery_status" varchar(255) null,
  "answer" varchar(255) null,
  "answered_at" timestamptz null,
  "answered_via" varchar(255) null,
  "hold_until" timestamptz null,
  "closed_at" timestamptz null,
  "closed_as" varchar(255) null,
  "event_id" varchar(255) null,
  primary key ("id")
);
create index "booking_messages_sid_index" on "booking_messages" ("sid");
alter table "booking_messages" add constraint "booking_messages_booking_id_option_id_instrument__fda51_unique" unique ("booking_id", "option_id", "instrument", "musician_id");
alter table "booking_messages" add constraint "booking_messages_musician_id_code_unique" unique ("musician_id", "code");
create table "booking_options" (
  "id" uuid not null,
  "booking_id" uuid not null,
  "position" int null,
  "starts_at" timestamptz not null,
  "ends_at" timestamptz not null,
  "in_hours" boolean not null,
  "why" text null,
  "queue" jsonb not null,
  "closed_at" timestamptz null,
  primary key ("id")
);
alter table "booking_options" add constraint "booking_options_booking_id_starts_at_ends_at_unique" unique ("booking_id", "starts_at", "ends_at");
create table "booking_seats" (
  "id" uuid not null,
  "booking_id" uuid not null,
  "position" int not null,
  "instrument" varchar(255) not null,
  "musician_id" uuid null,
  primary key ("id")
);
alter table "booking_seats" add constraint "booking_seats_booking_id_position_unique" unique ("booking_id", "position");
create table "calls" (
  "id" uuid not null,
  "budget" varchar(255) not null,
  "at" timestamptz not null,
  primary key ("id")
);
create index "calls_budget_at_index" on "calls" ("budget", "at");
create table "card_posts" (
  "id" uuid not null,
  "subject" varchar(255) not null,
  "subject_id" uuid not null,
  "platform" varchar(255) not null,
  "place" varchar(255) not null,
  "wanted" int not null default 1,
  "shown" int not null default 0,
  "ring" int not null default 1,
  "rung" int not null default 0,
  "rang_at" timestamptz null,
  "reminders" int not null default 0,
  "queued" boolean not null default false,
  "redraw_at" timestamptz null,
  "message_ref" jsonb null,
  "old_ref" jsonb null,
  "attempts" int not null default 0,
  "next_try_at" timestamptz null,
  "last_error" text null,
  "lease_token" uuid null,
  "leased_until" timestamptz null,
  primary key ("id")
);
alter table "card_posts" add constraint "card_posts_subject_subject_id_platform_place_unique" unique ("subject", "subject_id", "platform", "place");
create table "deliveries" (
  "id" uuid not null,
  "number" int not null default nextval('deliveries_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "key" varchar(255) not null,
  "kind" varchar(255) not null,
  "channel" varchar(255) not null,
  "recipient" varchar(255) not null,
  "zone" varchar(255) not null,
  "payload" jsonb not null,
  "subject" varchar(255) null,
  "subject_id" uuid null,
  "not_before" timestamptz not null,
  "vendor_ref" jsonb null,
  "trying_since" timestamptz null,
  "sent_at" timestamptz null,
  "attempts" int not null default 0,
  "next_try_at" timestamptz null,
  "last_error" text null,
  "lease_token" uuid null,
  "leased_until" timestamptz null,
  primary key ("id")
);
alter table "deliveries" add constraint "deliveries_key_unique" unique ("key");
create index "deliveries_recipient_index" on "deliveries" ("recipient");
create index "deliveries_subject_subject_id_index" on "deliveries" ("subject", "subject_id");
alter table "deliveries" add constraint "deliveries_state_check" check ("state" in ('waiting', 'doubtful', 'dead', 'sent', 'cancelled'));
create table "dialogues" (
  "id" uuid not null,
  "chat" varchar(255) not null,
  "user_id" varchar(255) not null,
  "token" varchar(255) not null,
  "answers" jsonb not null,
  "question" varchar(255) null,
  "expires_at" timestamptz not null,
  primary key ("id")
);
alter table "dialogues" add constraint "dialogues_chat_user_id_unique" unique ("chat", "user_id");
create table "digests" (
  "id" uuid not null,
  "number" int not null default nextval('digests_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "platform" varchar(255) not null,
  "place" varchar(255) not null,
  "day" varchar(255) not null,
  "lines" jsonb not null,
  primary key ("id")
);
alter table "digests" add constraint "digests_platform_place_day_unique" unique ("platform", "place", "day");
alter table "digests" add constraint "digests_state_check" check ("state" in ('told'));
create table "identities" (
  "id" uuid not null,
  "person_id" uuid not null,
  "platform" text not null,
  "user_id" varchar(255) not null,
  "handle" varchar(255) not null,
  "place" varchar(255) null,
  "created_at" timestamptz not null,
  primary key ("id")
);
create index "identities_person_id_index" on "identities" ("person_id");
alter table "identities" add constraint "identities_platform_user_id_unique" unique ("platform", "user_id");
alter table "identities" add constraint "identities_platform_check" check ("platform" in ('slack', 'telegram'));
create table "inbox" (
  "id" uuid not null,
  "source" varchar(255) not null,
  "external_id" varchar(255) not null,
  "body" text not null,
  "received_at" timestamptz not null,
  "read_at" timestamptz null,
  "attempts" int not null default 0,
  "next_try_at" timestamptz null,
  "last_error" text null,
  "lease_token" uuid null,
  "leased_until" timestamptz null,
  primary key ("id")
);
alter table "inbox" add constraint "inbox_source_external_id_unique" unique ("source", "external_id");
create table "instagram_accounts" (
  "id" uuid not null,
  "store_id" uuid not null,
  "ig_user_id" varchar(255) not null,
  "username" varchar(255) null,
  "fb_page_id" varchar(255) null,
  "access_token" text null,
  "connected_at" timestamptz not null,
  primary key ("id")
);
alter table "instagram_accounts" add constraint "instagram_accounts_ig_user_id_unique" unique ("ig_user_id");
create table "links" (
  "id" uuid not null,
  "token_hash" varchar(255) not null,
  "purpose" varchar(255) not null,
  "subject_id" uuid null,
  "created_at" timestamptz not null,
  "expires_at" timestamptz not null,
  "used_at" timestamptz null,
  primary key ("id")
);
alter table "links" add constraint "links_token_hash_unique" unique ("token_hash");
create index "links_expires_at_index" on "links" ("expires_at");
create table "moves" (
  "id" uuid not null,
  "kind" varchar(255) not null,
  "record_id" uuid not null,
  "verb" varchar(255) not null,
  "from" varchar(255) not null,
  "to" varchar(255) not null,
  "by" jsonb not null,
  "at" timestamptz not null,
  "edits" jsonb null,
  "note" text null,
  primary key ("id")
);
create index "moves_at_index" on "moves" ("at");
create index "moves_kind_record_id_at_index" on "moves" ("kind", "record_id", "at");
create table "musicians" (
  "id" uuid not null,
  "number" int not null default nextval('musicians_number'),
  "name" varchar(255) not null,
  "phone" varchar(255) not null,
  "instruments" text[] not null,
  "calendar_id" varchar(255) null,
  "zone" varchar(255) not null,
  "last_booking_at" timestamptz null,
  "active" boolean not null default true,
  "created_at" timestamptz not null,
  primary key ("id")
);
alter table "musicians" add constraint "musicians_phone_unique" unique ("phone");
create table "notes" (
  "name" varchar(255) not null,
  "value" jsonb not null,
  "at" timestamptz not null,
  primary key ("name")
);
create table "opt_outs" (
  "id" uuid not null,
  "channel" varchar(255) not null,
  "recipient" varchar(255) not null,
  "why" varchar(255) not null,
  "at" timestamptz not null,
  primary key ("id")
);
alter table "opt_outs" add constraint "opt_outs_channel_recipient_unique" unique ("channel", "recipient");
create table "orders" (
  "id" uuid not null,
  "number" int not null default nextval('orders_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "ig_media_id" varchar(255) not null,
  "comment_id" varchar(255) not null,
  "source_comment" jsonb not null,
  "username" varchar(255) not null,
  "email" varchar(255) null,
  "items" jsonb null,
  "reading" jsonb null,
  "address" jsonb null,
  "gmail_conversation_id" varchar(255) null,
  "message_ids" text[] not null,
  "attention" varchar(255) null,
  "attention_note" text null,
  "asked" int not null default 0,
  "reminded" int not null default 0,
  "mailed_at" timestamptz null,
  "cart_link" text null,
  "link_sent_at" timestamptz null,
  "paid_at" timestamptz null,
  "closed_reason" text null,
  "last_modified_date" timestamptz not null,
  "attempts" int not null default 0,
  "next_try_at" timestamptz null,
  "last_error" text null,
  "lease_token" uuid null,
  "leased_until" timestamptz null,
  primary key ("id")
);
create index "orders_ig_media_id_index" on "orders" ("ig_media_id");
alter table "orders" add constraint "orders_comment_id_unique" unique ("comment_id");
create index "orders_username_index" on "orders" ("username");
create index "orders_email_index" on "orders" ("email");
create index "orders_gmail_conversation_id_index" on "orders" ("gmail_conversation_id");
create index "orders_last_modified_date_index" on "orders" ("last_modified_date");
alter table "orders" add constraint "orders_state_check" check ("state" in ('scraped', 'pending-details-validation', 'not-valid', 'details-validated', 'awaiting-address-reply', 'shopping-cart-link-sent'));
create table "order_examples" (
  "id" uuid not null,
  "order_id" uuid not null,
  "text" text not null,
  "caption" text null,
  "read" jsonb not null,
  "corrected" jsonb not null,
  "at" timestamptz not null,
  primary key ("id")
);
create table "order_mails" (
  "id" uuid not null,
  "order_id" uuid not null,
  "direction" text not null,
  "gmail_id" varchar(255) not null,
  "rfc_message_id" varchar(255) null,
  "subject" text not null,
  "text" text not null,
  "reading" varchar(255) null,
  "at" timestamptz not null,
  primary key ("id")
);
create index "order_mails_order_id_index" on "order_mails" ("order_id");
alter table "order_mails" add constraint "order_mails_gmail_id_unique" unique ("gmail_id");
alter table "order_mails" add constraint "order_mails_direction_check" check ("direction" in ('in', 'out'));
create table "people" (
  "id" uuid not null,
  "number" int not null default nextval('people_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "name" varchar(255) not null,
  "role" text null,
  "zone" varchar(255) not null,
  "store_id" uuid null,
  primary key ("id")
);
alter table "people" add constraint "people_state_check" check ("state" in ('asking', 'member', 'refused', 'removed'));
alter table "people" add constraint "people_role_check" check ("role" in ('admin', 'booker', 'seller', 'rep'));
create table "queues" (
  "id" uuid not null,
  "number" int not null default nextval('queues_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "kind" varchar(255) not null,
  "pending" int not null default 0,
  "batch" jsonb null,
  primary key ("id")
);
alter table "queues" add constraint "queues_kind_unique" unique ("kind");
alter table "queues" add constraint "queues_state_check" check ("state" in ('open'));
create table "refused_presses" (
  "id" uuid not null,
  "via" varchar(255) not null,
  "user_id" varchar(255) not null,
  "person_id" uuid null,
  "what" text not null,
  "why" text not null,
  "at" timestamptz not null,
  primary key ("id")
);
create index "refused_presses_at_index" on "refused_presses" ("at");
create table "routes" (
  "id" uuid not null,
  "pipeline" varchar(255) not null,
  "platform" varchar(255) not null,
  "place" varchar(255) not null,
  primary key ("id")
);
alter table "routes" add constraint "routes_pipeline_platform_unique" unique ("pipeline", "platform");
create table "sales" (
  "id" uuid not null,
  "number" int not null default nextval('sales_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "store_id" uuid not null,
  "ig_account_id" uuid not null,
  "ig_media_id" varchar(255) null,
  "ig_media_short_code" varchar(255) not null,
  "permalink" text null,
  "caption" text null,
  "colours" text[] not null,
  "price" bigint null,
  "currency" varchar(255) null,
  "max_per_person" int null,
  "max_per_colour" int null,
  "unit" text not null default 'each',
  "variants" jsonb not null default '{}',
  "scraped_at" timestamptz null,
  "gap_at" timestamptz null,
  "attempts" int not null default 0,
  "next_try_at" timestamptz null,
  "last_error" text null,
  "lease_token" uuid null,
  "leased_until" timestamptz null,
  primary key ("id")
);
alter table "sales" add constraint "sales_ig_media_id_unique" unique ("ig_media_id");
alter table "sales" add constraint "sales_ig_media_short_code_unique" unique ("ig_media_short_code");
alter table "sales" add constraint "sales_state_check" check ("state" in ('looking', 'missing', 'proposed', 'open', 'closed', 'dropped'));
alter table "sales" add constraint "sales_unit_check" check ("unit" in ('each', 'pair'));
create table "secrets" (
  "name" varchar(255) not null,
  "value" text not null,
  "at" timestamptz not null,
  primary key ("name")
);
create table "sessions" (
  "id" uuid not null,
  "token_hash" varchar(255) not null,
  "person_id" uuid not null,
  "created_at" timestamptz not null,
  "expires_at" timestamptz not null,
  primary key ("id")
);
alter table "sessions" add constraint "sessions_token_hash_unique" unique ("token_hash");
create index "sessions_person_id_index" on "sessions" ("person_id");
create index "sessions_expires_at_index" on "sessions" ("expires_at");
create table "step_runs" (
  "step" varchar(255) not null,
  "paused" boolean not null default false,
  "started_at" timestamptz null,
  "finished_at" timestamptz null,
  "count" int not null default 0,
  "failures" int not null default 0,
  "last_error" text null,
  "next_try_at" timestamptz null,
  primary key ("step")
);
create table "stores" (
  "id" uuid not null,
  "name" varchar(255) not null,
  "zone" varchar(255) not null,
  "currency" varchar(255) not null,
  "created_at" timestamptz not null,
  primary key ("id")
);

alter table "identities" add constraint "identities_person_id_foreign" foreign key ("person_id") references "people" ("id");
alter table "instagram_accounts" add constraint "instagram_accounts_store_id_foreign" foreign key ("store_id") references "stores" ("id");
alter table "sales" add constraint "sales_store_id_foreign" foreign key ("store_id") references "stores" ("id");
alter table "sales" add constraint "sales_ig_account_id_foreign" foreign key ("ig_account_id") references "instagram_accounts" ("id");
alter table "orders" add constraint "orders_ig_media_id_foreign" foreign key ("ig_media_id") references "sales" ("ig_media_id");
alter table "order_mails" add constraint "order_mails_order_id_foreign" foreign key ("order_id") references "orders" ("id");

-- What the steps look for, small because only what waits is in them.
create index "card_posts_due" on "card_posts" ("id") where shown < wanted or rung < ring or old_ref is not null;
create index "card_posts_redraw" on "card_posts" ("redraw_at") where redraw_at is not null;
create index "deliveries_due" on "deliveries" ("not_before") where state = 'waiting';
create index "deliveries_sent" on "deliveries" ("recipient", "sent_at") where state = 'sent';
create index "inbox_unread" on "inbox" ("source", "received_at") where read_at is null;
create index "orders_working" on "orders" ("state", "id") where state in ('scraped', 'pending-details-validation', 'details-validated', 'awaiting-address-reply');
create index "orders_attention" on "orders" ("id") where attention is not null;
create index "sales_working" on "sales" ("state") where state in ('looking', 'open');

-- Agenda's own tables (@agendajs/postgres-backend 3.0.6): made here because several processes that start together crash on making them.
create table "agenda_jobs" (
  "id" uuid primary key default gen_random_uuid(),
  "name" varchar(255) not null,
  "priority" integer not null default 0,
  "next_run_at" timestamptz,
  "type" varchar(10) not null default 'normal' check ("type" in ('normal', 'single')),
  "locked_at" timestamptz,
  "last_finished_at" timestamptz,
  "failed_at" timestamptz,
  "fail_count" integer default null,
  "fail_reason" text,
  "repeat_timezone" varchar(100),
  "last_run_at" timestamptz,
  "repeat_interval" varchar(255),
  "data" jsonb default '{}'::jsonb,
  "repeat_at" varchar(255),
  "disabled" boolean default false,
  "progress" real,
  "fork" boolean default false,
  "last_modified_by" varchar(255),
  "debounce_started_at" timestamptz,
  "start_date" timestamptz,
  "end_date" timestamptz,
  "skip_days" jsonb,
  "created_at" timestamptz default now(),
  "updated_at" timestamptz default now()
);
create index "agenda_jobs_find_and_lock_idx" on "agenda_jobs" ("name", "next_run_at", "priority" desc, "locked_at", "disabled") where disabled = false;
create unique index "agenda_jobs_single_job_idx" on "agenda_jobs" ("name") where type = 'single';
create index "agenda_jobs_locked_at_idx" on "agenda_jobs" ("locked_at") where locked_at is not null;
create index "agenda_jobs_next_run_at_idx" on "agenda_jobs" ("next_run_at") where next_run_at is not null;
create index "inbox_read" on "inbox" ("read_at") where read_at is not null;
create index "booking_seats_booking" on "booking_seats" ("booking_id");
create index "booking_options_booking" on "booking_options" ("booking_id");
create index "booking_messages_booking" on "booking_messages" ("booking_id");
create index "booking_messages_musician" on "booking_messages" ("musician_id", "booking_time");
create index "bookings_open" on "bookings" ("state") where state in ('new', 'checking', 'offering');
`
