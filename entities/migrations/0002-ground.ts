import { Migration } from '@mikro-orm/migrations'

export class Mended extends Migration {
  override up(): void {
    this.addSql(sql)
  }
}

const sql = `
-- Every reader of an item has a row of its own.
create table "inbox_readings" (
  "id" uuid not null,
  "item_id" uuid not null,
  "step" varchar(255) not null,
  "received_at" timestamptz not null,
  "read_at" timestamptz null,
  "mine" boolean null,
  "attempts" int not null default 0,
  "next_try_at" timestamptz null,
  "last_error" text null,
  "lease_token" uuid null,
  "leased_until" timestamptz null,
  primary key ("id")
);
update inbox set source = 'twilio-status' where source = 'twilio' and external_id like 'status:%';
insert into inbox_readings (id, item_id, step, received_at, attempts, next_try_at, last_error)
select gen_random_uuid(), i.id, r.step, i.received_at, i.attempts, i.next_try_at, i.last_error
from inbox i join (values ('instagram', 'orders.take-comments'), ('gmail', 'orders.take-mails'),
  ('twilio', 'bookings.take-texts'), ('twilio-status', 'bookings.take-statuses'), ('booking', 'bookings.read')) r (source, step)
  on r.source = i.source
where i.read_at is null;
alter table "inbox_readings" add constraint "inbox_readings_item_id_step_unique" unique ("item_id", "step");
alter table "inbox_readings" add constraint "inbox_readings_item_id_foreign" foreign key ("item_id") references "inbox" ("id") on delete cascade;
create index "inbox_readings_unread" on "inbox_readings" ("step", "received_at", "id") where read_at is null;

-- A booking keeps its mail: the inbox is pruned.
alter table "bookings" add column "mail" text null;
update bookings b set mail = i.body from inbox i where i.id = b.inbox_id;

drop index "inbox_unread";
drop index "inbox_read";
alter table "inbox" drop column "read_at", drop column "attempts", drop column "next_try_at", drop column "last_error",
  drop column "lease_token", drop column "leased_until", add column "bytes" bytea null;
create index "inbox_received_at_index" on "inbox" ("received_at");

-- A column means one thing: attempts are attempts.
alter table "orders" add column "asks_model" boolean not null default false;
update orders set asks_model = true, attempts = 0 where state = 'scraped' and attempts > 0;

-- Nobody read these any more.
drop index "card_posts_redraw";
alter table "card_posts" drop column "redraw_at";
alter table "dialogues" drop column "question";

-- What a booking consists of cannot outlive it. Its item of the inbox may go: the mail stays on the booking.
alter table "booking_options" add constraint "booking_options_booking_id_foreign" foreign key ("booking_id") references "bookings" ("id");
alter table "booking_seats" add constraint "booking_seats_booking_id_foreign" foreign key ("booking_id") references "bookings" ("id");
alter table "booking_seats" add constraint "booking_seats_musician_id_foreign" foreign key ("musician_id") references "musicians" ("id");
alter table "booking_messages" add constraint "booking_messages_booking_id_foreign" foreign key ("booking_id") references "bookings" ("id");
alter table "booking_messages" add constraint "booking_messages_option_id_foreign" foreign key ("option_id") references "booking_options" ("id");
alter table "booking_messages" add constraint "booking_messages_musician_id_foreign" foreign key ("musician_id") references "musicians" ("id");
alter table "bookings" add constraint "bookings_option_id_foreign" foreign key ("option_id") references "booking_options" ("id")
  deferrable initially immediate;

-- A queue card knows which cards its button speaks for.
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
