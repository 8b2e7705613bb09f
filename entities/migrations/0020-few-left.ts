import { Migration } from '@mikro-orm/migrations'

/** A page may say that few are left. */
export class FewLeft extends Migration {
  override up(): void {
    this.addSql(`alter table "tracked_products" drop constraint "tracked_products_availability_check",
  add constraint "tracked_products_availability_check"
    check ("availability" in ('in_stock', 'limited', 'out_of_stock', 'unknown'))`)
  }
}
