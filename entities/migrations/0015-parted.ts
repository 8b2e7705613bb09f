import { Migration } from '@mikro-orm/migrations'

/** A draft of several products ends when each of them has become a draft of its own. */
export class Parted extends Migration {
  override up(): void {
    this.addSql(sql)
  }
}

const sql = `
alter table "product_drafts" drop constraint "product_drafts_state_check";
alter table "product_drafts" add constraint "product_drafts_state_check"
  check ("state" in ('pending', 'approved', 'rejected', 'expired', 'parted'));
`
