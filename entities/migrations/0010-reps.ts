import { Migration } from '@mikro-orm/migrations'

/** The answers of a shift are counted each time its card is drawn. */
export class RepAnswers extends Migration {
  override up(): void {
    this.addSql('create index "lead_messages_rep_channel_id_at_index" on "lead_messages" ("rep_channel_id", "at")')
  }
}
