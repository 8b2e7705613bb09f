import { Migration } from '@mikro-orm/migrations'

/** What another shop asks is told as what it asked, from when its page is not seen any more. */
export class Rivals extends Migration {
  override up(): void {
    this.addSql(`alter table "products" add column "rival_lost_at" timestamptz null`)
  }
}
