import { Migration } from '@mikro-orm/migrations'

export class PriceNights extends Migration {
  override up(): void {
    this.addSql(sql)
  }
}

const sql = `
alter table "price_users" add column "texts_at_night" boolean not null default false;

alter table "price_alerts" add column "due_at" timestamptz null;
update "price_alerts" set "due_at" = "created_at";
alter table "price_alerts" alter column "due_at" set not null;
`
