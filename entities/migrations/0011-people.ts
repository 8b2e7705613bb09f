import { Migration } from '@mikro-orm/migrations'

/** The link of a page of ours is kept without its token. */
export class Tokenless extends Migration {
  override up(): void {
    this.addSql(`update "orders" set "cart_link" = regexp_replace("cart_link", '/a/[A-Za-z0-9_-]{22}$', '/a/[secret]')
      where "cart_link" is not null`)
  }
}
