import { Migration } from '@mikro-orm/migrations'

/** Each platform's cards are taken by themselves, and what rings comes first. */
export class Cards extends Migration {
  override up(): void {
    this.addSql(sql)
  }
}

const sql = `
drop index "card_posts_due";
create index "card_posts_due" on "card_posts" ("platform", (rung >= ring), "id")
  where shown < wanted or rung < ring or old_ref is not null;
`
