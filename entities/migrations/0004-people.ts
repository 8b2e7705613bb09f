import { Migration } from '@mikro-orm/migrations'

/** What people asked for after playing it: orders that are shipped. */
export class People extends Migration {
  override up(): void {
    this.addSql('alter table "orders" add column "shipped_at" timestamptz null, add column "tracking" text null')
  }
}
