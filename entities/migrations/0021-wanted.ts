import { Migration } from '@mikro-orm/migrations'

/** An account that a program connected for nobody in particular is told of as any other. */
export class Wanted extends Migration {
  override up(): void {
    this.addSql(`alter table "instagram_accounts" add column "is_wanted" boolean not null default false`)
    this.addSql(`update "instagram_accounts" set "is_wanted" = true
where "seller_id" is not null or ("access_token" is not null and "leaving_at" is null and "state" <> 'revoked')`)
  }
}
