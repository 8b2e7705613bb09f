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

-- The step that drew the cards of both platforms is now a step of each.
insert into step_runs (step, paused)
  select 'cards.' || platform, paused from step_runs, unnest(array['slack', 'telegram']) platform where step = 'cards.deliver';
delete from step_runs where step = 'cards.deliver';
update alerts set step = 'cards.' || split_part(key, ':', 2) where step = 'cards.deliver' and key like 'place:%';
update alerts set key = 'step:cards.slack', step = 'cards.slack' where key = 'step:cards.deliver';
`
