import { Migration } from '@mikro-orm/migrations'

/** What people asked for after playing it: orders that are paid for by hand and shipped, stock, names. */
export class People extends Migration {
  override up(): void {
    this.addSql(`alter table "orders" add column "shipped_at" timestamptz null, add column "tracking" text null,
      add column "cart_link_ref" varchar(255) null, add column "customer_name" text null`)
    this.addSql('alter table "sales" add column "stock" jsonb null')
  }
}
