import { Migration } from '@mikro-orm/migrations'

/** A part of a post is found by its post and its number, not by a name made of both. */
export class Parts extends Migration {
  override up(): void {
    this.addSql(sql)
  }
}

const sql = `
alter table "product_drafts" add "part" int not null default 0;
alter table "products" add "source_part" int not null default 0;
alter table "product_drafts" drop constraint "product_draft_ig_media_uq";
update "product_drafts" set "part" = split_part("ig_media_id", '#', 2)::int,
  "ig_media_id" = split_part("ig_media_id", '#', 1) where "ig_media_id" ~ '^[^#]+#\\d{1,2}$';
update "products" set "source_part" = split_part("source_external_id", '#', 2)::int,
  "source_external_id" = split_part("source_external_id", '#', 1) where "source_external_id" ~ '^[^#]+#\\d{1,2}$';
alter table "product_drafts" add constraint "product_draft_ig_media_uq" unique ("ig_media_id", "part");
`
