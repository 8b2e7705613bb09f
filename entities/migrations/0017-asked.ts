import { Migration } from '@mikro-orm/migrations'

/** A page is looked at for who watches it, and for a while after somebody asked for it. */
export class Asked extends Migration {
  override up(): void {
    this.addSql(`alter table "tracked_products" add column "asked_at" timestamptz not null default now()`)
  }
}
