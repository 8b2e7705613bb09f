import { Migration } from '@mikro-orm/migrations'

export class Queues extends Migration {
  override up(): void {
    this.addSql(sql)
  }
}

const sql = `
alter table "queues" add column "clear" int not null default 0, add column "round" int not null default 0;
alter table "card_posts" add column "queued_round" int not null default 0;
update "card_posts" set "queued" = false where "queued" and "subject" = 'order' and "subject_id" not in (
  select "id" from "orders" where "state" = 'pending-details-validation');
-- What the same person ordered on the same sale, also while nothing is known of the tables yet.
drop index "orders_ig_media_id_index";
create index "orders_ig_media_id_username_index" on "orders" ("ig_media_id", "username");
create index "orders_ig_media_id_email_index" on "orders" ("ig_media_id", "email");
create index "card_posts_queued" on "card_posts" ("subject", "subject_id") where queued;
`
