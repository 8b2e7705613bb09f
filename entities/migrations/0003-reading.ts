import { Migration } from '@mikro-orm/migrations'

/** What a musician wrote that is no plain answer stays on the offer, for Dane to see. */
export class Reading extends Migration {
  override up(): void {
    this.addSql('alter table "booking_messages" add column "said" text null, add column "said_at" timestamptz null')
  }
}
