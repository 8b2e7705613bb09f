import { Migration } from '@mikro-orm/migrations'

/** Orders are written by the hundred thousand: none of their indexes is kept that nobody asks. Products are searched. */
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

-- A word anywhere in a product's name or caption. Where the database does not give the extension, each is looked through.
do $$
begin
  create extension if not exists pg_trgm;
  create index "products_name_words" on "products" using gin ("name" gin_trgm_ops);
  create index "products_caption_words" on "products" using gin ("source_caption" gin_trgm_ops);
exception when insufficient_privilege or undefined_file or feature_not_supported then
  raise notice 'no index for searching products: %', sqlerrm;
end $$;
`
