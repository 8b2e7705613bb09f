import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'
import { inQuiet } from '../reset.ts'
import type { Stage } from './story.ts'

/** What a story made: its kinds of record, the tables it fills, and where its raw input came from. */
export type Records = {
  kinds: string[]
  /** Emptied; refs count from 1 again. */
  tables: string[]
  /** Rows of the inbox from these sources go. */
  sources?: string[]
  /** Alerts of this pipeline go. */
  pipeline: string
}

/** Takes a story's records, their cards in both platforms, and the mails, texts and events that left for them. */
export async function clearRecords(stage: Stage, records: Records): Promise<void> {
  const em = stage.app.em
  const gone = await listGone(em, records)
  const kept = await deleteRows(em, records)
  const { slack, telegram, google, twilio } = stage.world
  await slack.act.clear(placesOf(gone.cards, 'slack'), kept)
  await telegram.act.clear(placesOf(gone.cards, 'telegram').map(Number), kept)
  await google.act.clearMail(recipients(gone.deliveries, 'mail'))
  await google.act.clearEvents(recipients(gone.deliveries, 'calendar'))
  await twilio.act.clear(recipients(gone.deliveries, 'sms'))
}

type Gone = {
  cards: { platform: string; place: string }[]
  deliveries: { channel: string; recipient: string }[]
}

async function listGone(em: EntityManager, { kinds }: Records): Promise<Gone> {
  const fork = em.fork()
  return {
    cards: await sql(fork, 'select distinct platform, place from card_posts where subject = any($1::text[])', [kinds]),
    deliveries: await sql(fork, 'select distinct channel, recipient from deliveries where subject = any($1::text[])', [
      kinds,
    ]),
  }
}

const placesOf = (cards: Gone['cards'], platform: string) =>
  cards.filter((card) => card.platform === platform).map(({ place }) => place)

const recipients = (deliveries: Gone['deliveries'], kind: string) =>
  deliveries.filter(({ channel }) => channel.endsWith(kind)).map(({ recipient }) => recipient)

/** The messages of the cards that stay, by platform and place: `slack C0ORDERS 1764.1`. */
async function deleteRows(em: EntityManager, records: Records): Promise<Set<string>> {
  const { kinds, tables, sources = [], pipeline } = records
  const sequences = await sql<{ name: string }>(
    em.fork(),
    `select sequencename as name from pg_sequences where schemaname = 'public' and sequencename = any($1::text[])`,
    [tables.map((table) => `${table}_number`)],
  )
  return inQuiet(em, async (tx) => {
    const where = (statement: string, params: unknown[]) => sql(tx, statement, params)
    const cards = 'delete from card_posts where subject'
    await where(`${cards} = 'queue' and subject_id in (select id from queues where kind = any($1::text[]))`, [kinds])
    await where(`${cards} = 'alert' and subject_id in (select id from alerts where pipeline = $1)`, [pipeline])
    await where(`${cards} = 'delivery' and subject_id in (select id from deliveries where subject = any($1::text[]))`, [
      kinds,
    ])
    await where(`${cards} = any($1::text[])`, [kinds])
    await where('delete from queues where kind = any($1::text[])', [kinds])
    await where('delete from alerts where pipeline = $1', [pipeline])
    await where('delete from deliveries where subject = any($1::text[])', [kinds])
    await where('delete from moves where kind = any($1::text[])', [kinds])
    await where('delete from inbox where source = any($1::text[])', [sources])
    await sql(tx, 'delete from dialogues')
    if (tables.length > 0) await sql(tx, `truncate ${tables.map((table) => `"${table}"`).join(', ')}`)
    for (const { name } of sequences) await sql(tx, `alter sequence "${name}" restart`)
    const left = await sql<{ platform: string; message_ref: { place: string; message: string } | null }>(
      tx,
      'select platform, message_ref from card_posts where message_ref is not null',
    )
    return new Set(left.map(({ platform, message_ref: at }) => `${platform} ${at?.place} ${at?.message}`))
  })
}
