import { Migration } from '@mikro-orm/migrations'

/** A shop has its own order of categories, and what looks like a picture is found by an index. */
export class Shelves extends Migration {
  override up(): void {
    this.addSql(`alter table "stores" add "categories" jsonb not null default '[]'`)
    this.addSql('create index "product_pictures_colour_index" on "product_pictures" (right("looks", 3))')
    this.addSql(`create index "products_first_picture_index" on "products" (("pictures" ->> 0))`)
  }
}
