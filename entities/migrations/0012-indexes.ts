import { Migration } from '@mikro-orm/migrations'

/** Orders are written by the hundred thousand: an index costs each of them, so none is kept that nobody asks. */
export class Indexes extends Migration {
  override up(): void {
    this.addSql(sql)
  }
}

const sql = `
drop index "orders_last_modified_date_index";
drop index "orders_email_index";
create index "orders_email_index" on "orders" ("email") where email is not null;
drop index "orders_ig_media_id_email_index";
create index "orders_ig_media_id_email_index" on "orders" ("ig_media_id", "email") where email is not null;
drop index "orders_gmail_conversation_id_index";
create index "orders_gmail_conversation_id_index" on "orders" ("gmail_conversation_id")
  where gmail_conversation_id is not null;
`
