import { Migration } from '@mikro-orm/migrations'

/** A product holds its sizes, colours and condition itself, so that a person can set them right: first as read. */
export class Choices extends Migration {
  override up(): void {
    this.addSql(sql)
  }
}

const sql = `
alter table "products" add "variants" jsonb not null default '[]', add "condition" text
  check ("condition" in ('new', 'used', 'unclear'));
update "products" p set
  "variants" = d.extracted_data -> 'variants',
  "has_variants" = jsonb_array_length(d.extracted_data -> 'variants') > 0,
  "synced" = p.synced || jsonb_build_object('variants', d.extracted_data -> 'variants')
from "product_drafts" d
where d.product_id = p.id and d.ig_media_id = p.source_external_id and d.part = p.source_part
  and jsonb_typeof(d.extracted_data -> 'variants') = 'array';
`
