import { Migration } from '@mikro-orm/migrations'

export class Reps extends Migration {
  override up(): void {
    this.addSql(sql)
  }
}

const sql = `
create sequence channels_number;
create sequence leads_number;
create sequence rep_channels_number;
create sequence rep_requests_number;
create sequence rep_shifts_number;
create sequence reps_number;

create table "channels" (
  "id" uuid not null,
  "number" int not null default nextval('channels_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "name" varchar(100) not null,
  "docker_url" varchar(255) not null,
  "external_url" varchar(255) not null,
  "description" text null,
  "addressed_by" varchar(255) not null default 'handle',
  "secret" text not null,
  "rest_until" timestamptz null,
  "rest_why" text null,
  "failures" int not null default 0,
  primary key ("id")
);
alter table "channels" add constraint "channels_state_check" check ("state" in ('open', 'paused'));
create table "channel_activities" (
  "id" uuid not null,
  "channel_id" uuid not null,
  "name" varchar(100) not null,
  "description" text null,
  "contacts" boolean not null default true,
  "created_at" timestamptz not null,
  primary key ("id")
);
create index "channel_activities_channel_id_index" on "channel_activities" ("channel_id");
create table "do_not_contact" (
  "key" varchar(255) not null,
  "why" text not null,
  "by" varchar(255) not null,
  "at" timestamptz not null,
  primary key ("key")
);
create table "leads" (
  "id" uuid not null,
  "number" int not null default nextval('leads_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "name" varchar(255) null,
  "phone" varchar(255) null,
  "email" varchar(255) null,
  "rep_id" uuid null,
  "person_id" uuid null,
  "contacted_at" timestamptz null,
  "wrote_at" timestamptz null,
  primary key ("id")
);
alter table "leads" add constraint "leads_phone_unique" unique ("phone");
alter table "leads" add constraint "leads_email_unique" unique ("email");
create index "leads_rep_id_index" on "leads" ("rep_id");
alter table "leads" add constraint "leads_state_check" check ("state" in ('open', 'cold', 'blocked'));
create table "lead_handles" (
  "id" uuid not null,
  "lead_id" uuid not null,
  "channel_id" uuid not null,
  "handle" varchar(255) not null,
  primary key ("id")
);
create index "lead_handles_lead_id_index" on "lead_handles" ("lead_id");
create index "lead_handles_handle_index" on "lead_handles" ("handle");
alter table "lead_handles" add constraint "lead_handles_channel_id_handle_unique" unique ("channel_id", "handle");
create table "lead_messages" (
  "id" uuid not null,
  "lead_id" uuid not null,
  "channel_id" uuid not null,
  "rep_channel_id" uuid null,
  "external_id" varchar(255) not null,
  "text" text not null,
  "at" timestamptz not null,
  "simulated" boolean not null default false,
  primary key ("id")
);
create index "lead_messages_lead_id_index" on "lead_messages" ("lead_id");
alter table "lead_messages"
  add constraint "lead_messages_channel_id_external_id_unique" unique ("channel_id", "external_id");
create table "reps" (
  "id" uuid not null,
  "number" int not null default nextval('reps_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "person_id" uuid null,
  "full_name" varchar(255) not null,
  "phone_number" varchar(20) null,
  "country" text not null default 'US',
  "city" text not null default 'Pasadena',
  "available" boolean not null default true,
  "available_until" timestamptz null,
  "ig_username" varchar(255) null,
  "ig_password" text null,
  primary key ("id")
);
alter table "reps" add constraint "reps_person_id_unique" unique ("person_id");
alter table "reps" add constraint "reps_state_check" check ("state" in ('active', 'paused'));
create table "rep_accounts" (
  "rep_id" uuid not null,
  "account_id" uuid not null,
  primary key ("rep_id", "account_id")
);
create table "rep_activities" (
  "id" uuid not null,
  "rep_channel_id" uuid not null,
  "activity_id" uuid not null,
  "channel_id" uuid not null,
  "start_time" time null,
  "end_time" time null,
  "max_capacity" int null,
  primary key ("id")
);
alter table "rep_activities"
  add constraint "rep_activities_rep_channel_id_activity_id_unique" unique ("rep_channel_id", "activity_id");
create table "rep_channels" (
  "id" uuid not null,
  "number" int not null default nextval('rep_channels_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "rep_id" uuid not null,
  "channel_id" uuid not null,
  "username" varchar(255) null,
  "password" text null,
  "available" boolean not null default true,
  "available_until" timestamptz null,
  "start_time" time not null,
  "end_time" time not null,
  "max_capacity" int not null default 0,
  "timezone" varchar(255) not null,
  "sandbox" boolean not null default false,
  "ramp_lifted" boolean not null default false,
  primary key ("id")
);
alter table "rep_channels" add constraint "rep_channels_rep_id_channel_id_unique" unique ("rep_id", "channel_id");
alter table "rep_channels" add constraint "rep_channels_state_check" check ("state" in ('open'));
create table "rep_days" (
  "id" uuid not null,
  "rep_activity_id" uuid not null,
  "rep_channel_id" uuid not null,
  "date" date not null,
  "average" int not null,
  "good_days" int not null,
  "taken" int not null default 0,
  "replies" int not null default 0,
  "attempts" int not null default 0,
  "done" int not null default 0,
  "errors" int not null default 0,
  "last_at" timestamptz null,
  primary key ("id")
);
create index "rep_days_rep_channel_id_index" on "rep_days" ("rep_channel_id");
alter table "rep_days" add constraint "rep_days_rep_activity_id_date_unique" unique ("rep_activity_id", "date");
create table "rep_shifts" (
  "id" uuid not null,
  "number" int not null default nextval('rep_shifts_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "rep_id" uuid not null,
  "person_id" uuid null,
  "rep_channel_id" uuid null,
  "shift_number" int not null,
  "shift_date" date not null,
  "begins_at" timestamptz not null,
  "ends_at" timestamptz not null,
  primary key ("id")
);
alter table "rep_shifts"
  add constraint "rep_shifts_rep_id_shift_number_shift_date_unique" unique ("rep_id", "shift_number", "shift_date");
alter table "rep_shifts"
  add constraint "rep_shifts_rep_channel_id_shift_date_unique" unique ("rep_channel_id", "shift_date");
alter table "rep_shifts" add constraint "rep_shifts_state_check" check ("state" in ('planned', 'open', 'over'));
create table "rep_shift_activities" (
  "id" uuid not null,
  "shift_id" uuid not null,
  "rep_activity_id" uuid not null,
  "request_id" uuid not null,
  "lead_id" uuid not null,
  "at" timestamptz not null,
  "outcome" text not null,
  "sandbox" boolean not null,
  primary key ("id")
);
create index "rep_shift_activities_shift_id_index" on "rep_shift_activities" ("shift_id");
create index "rep_shift_activities_request_id_index" on "rep_shift_activities" ("request_id");
alter table "rep_shift_activities"
  add constraint "rep_shift_activities_outcome_check" check ("outcome" in ('done', 'failed', 'doubtful'));
create table "rep_shift_errors" (
  "id" uuid not null,
  "shift_id" uuid not null,
  "rep_activity_id" uuid null,
  "request_id" uuid null,
  "message" text not null,
  "code" int not null,
  "level" int not null default 0,
  "at" timestamptz not null,
  primary key ("id")
);
create index "rep_shift_errors_shift_id_index" on "rep_shift_errors" ("shift_id");
create table "rep_requests" (
  "id" uuid not null,
  "number" int not null default nextval('rep_requests_number'),
  "moves" int not null default 0,
  "created_at" timestamptz not null,
  "state" text not null,
  "rep_id" uuid not null,
  "person_id" uuid null,
  "rep_channel_id" uuid not null,
  "rep_activity_id" uuid not null,
  "lead_id" uuid not null,
  "content" text not null,
  "is_bulk" boolean not null default false,
  "is_reply" boolean not null default false,
  "idempotency_key" varchar(255) null,
  "why" text null,
  "not_before" timestamptz null,
  "tries" int not null default 0,
  "day_id" uuid null,
  "guard_was" timestamptz null,
  "taken_at" timestamptz null,
  "done_at" timestamptz null,
  "platform_ref" varchar(255) null,
  "evidence" jsonb null,
  "sandbox" boolean not null default false,
  "answer_at" timestamptz null,
  primary key ("id")
);
create index "rep_requests_rep_id_index" on "rep_requests" ("rep_id");
create index "rep_requests_lead_id_state_index" on "rep_requests" ("lead_id", "state");
alter table "rep_requests"
  add constraint "rep_requests_rep_channel_id_idempotency_key_unique" unique ("rep_channel_id", "idempotency_key");
alter table "rep_requests"
  add constraint "rep_requests_state_check"
  check ("state" in ('queued', 'sending', 'doubtful', 'done', 'failed', 'refused', 'withdrawn'));

create unique index "channels_name_unique" on "channels" (lower("name"));
create unique index "channel_activities_name_unique" on "channel_activities" ("channel_id", lower("name"));
create index "rep_requests_queued_index" on "rep_requests" ("rep_activity_id", "number") where "state" = 'queued';
create index "rep_requests_answer_at_index" on "rep_requests" ("answer_at") where "answer_at" is not null;
create index "leads_wrote_at_index" on "leads" ("wrote_at") where "wrote_at" is not null;
create index "rep_shifts_live_index" on "rep_shifts" ("ends_at") where "state" <> 'over';

alter table "reps" add constraint "reps_person_id_fk" foreign key ("person_id") references "people" ("id");
alter table "channel_activities"
  add constraint "channel_activities_channel_id_fk" foreign key ("channel_id")
  references "channels" ("id") on delete cascade;
alter table "rep_channels"
  add constraint "rep_channels_rep_id_fk" foreign key ("rep_id")
  references "reps" ("id") on delete cascade;
alter table "rep_channels"
  add constraint "rep_channels_channel_id_fk" foreign key ("channel_id")
  references "channels" ("id") on delete cascade;
alter table "rep_accounts"
  add constraint "rep_accounts_rep_id_fk" foreign key ("rep_id")
  references "reps" ("id") on delete cascade;
alter table "rep_accounts"
  add constraint "rep_accounts_account_id_fk" foreign key ("account_id")
  references "instagram_accounts" ("id") on delete cascade;
alter table "rep_days"
  add constraint "rep_days_rep_activity_id_fk" foreign key ("rep_activity_id")
  references "rep_activities" ("id") on delete cascade;
alter table "rep_days"
  add constraint "rep_days_rep_channel_id_fk" foreign key ("rep_channel_id")
  references "rep_channels" ("id") on delete cascade;
alter table "rep_shifts"
  add constraint "rep_shifts_rep_id_fk" foreign key ("rep_id")
  references "reps" ("id") on delete cascade;
alter table "rep_shifts"
  add constraint "rep_shifts_rep_channel_id_fk" foreign key ("rep_channel_id")
  references "rep_channels" ("id") on delete cascade;
alter table "rep_shift_activities"
  add constraint "rep_shift_activities_shift_id_fk" foreign key ("shift_id")
  references "rep_shifts" ("id") on delete cascade;
alter table "rep_shift_activities"
  add constraint "rep_shift_activities_rep_activity_id_fk" foreign key ("rep_activity_id")
  references "rep_activities" ("id") on delete cascade;
alter table "rep_shift_errors"
  add constraint "rep_shift_errors_shift_id_fk" foreign key ("shift_id")
  references "rep_shifts" ("id") on delete cascade;
alter table "rep_shift_errors"
  add constraint "rep_shift_errors_rep_activity_id_fk" foreign key ("rep_activity_id")
  references "rep_activities" ("id") on delete cascade;
alter table "lead_handles"
  add constraint "lead_handles_lead_id_fk" foreign key ("lead_id")
  references "leads" ("id") on delete cascade;
alter table "lead_handles"
  add constraint "lead_handles_channel_id_fk" foreign key ("channel_id")
  references "channels" ("id") on delete cascade;
alter table "lead_messages"
  add constraint "lead_messages_lead_id_fk" foreign key ("lead_id")
  references "leads" ("id") on delete cascade;
alter table "rep_requests"
  add constraint "rep_requests_rep_activity_id_fk" foreign key ("rep_activity_id")
  references "rep_activities" ("id") on delete cascade;
alter table "rep_requests"
  add constraint "rep_requests_lead_id_fk" foreign key ("lead_id")
  references "leads" ("id") on delete cascade;

-- An activity belongs to the same channel as the rep channel that does it.
alter table "rep_channels" add constraint "rep_channels_id_channel_id_unique" unique ("id", "channel_id");
alter table "channel_activities" add constraint "channel_activities_id_channel_id_unique" unique ("id", "channel_id");
alter table "rep_activities"
  add constraint "rep_activities_rep_channel_fk" foreign key ("rep_channel_id", "channel_id")
  references "rep_channels" ("id", "channel_id") on delete cascade,
  add constraint "rep_activities_activity_fk" foreign key ("activity_id", "channel_id")
  references "channel_activities" ("id", "channel_id") on delete cascade;
alter table "rep_days" add constraint "rep_days_count_check" check ("taken" >= 0 and "replies" >= 0);
alter table "rep_channels" add constraint "rep_channels_max_capacity_check" check ("max_capacity" >= 0);
`
