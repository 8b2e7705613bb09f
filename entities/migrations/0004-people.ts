import { Migration } from '@mikro-orm/migrations'

/** What people asked for after playing it: orders that are paid for by hand and shipped, stock, names. */
export class People extends Migration {
  override up(): void {
    this.addSql(`alter table "orders" add column "shipped_at" timestamptz null, add column "tracking" text null,
      add column "cart_link_ref" varchar(255) null, add column "customer_name" text null`)
    this.addSql(`alter table "bookings" add column "client_words" text null,
      add column "client_thread_id" varchar(255) null, add column "client_message_ids" text[] not null default '{}',
      add column "client_subject" text null, add column "today_told_at" timestamptz null`)
    this.addSql('create index "bookings_client_thread_id_index" on "bookings" ("client_thread_id")')
    this.addSql('create sequence roundups_number')
    this.addSql(`create table "roundups" ("id" uuid primary key, "number" int not null default nextval('roundups_number'),
      "moves" int not null default 0, "created_at" timestamptz not null, "state" text not null
        check ("state" in ('open', 'answered', 'left')),
      "sale_id" uuid not null references "sales" ("id"), "day" varchar(255) not null, "order_ids" text[] not null,
      constraint "roundups_sale_id_day_unique" unique ("sale_id", "day"))`)
    this.addSql('alter table "sales" add column "stock" jsonb null')
    this.addSql('alter table "order_mails" add column "asked" boolean not null default false')
  }
}
