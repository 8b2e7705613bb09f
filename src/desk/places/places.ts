import type { Platform } from '#entities/people/identity.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import type { Settings } from '#src/config.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { cardsDueAgain } from '#src/moves/cards-due-again.ts'
import { pipelines } from '#src/pipelines.ts'
import { placeNow } from './follow.ts'

type Place = { pipeline: string; platform: Platform; place: string }

/** Where cards hang unless a person routed them elsewhere: the places of the settings, written down at every start. */
export async function settlePlaces(app: Needs<'em' | 'clock' | 'ring' | 'settings'>): Promise<void> {
  const places = placesOf(app.settings)
  await inTransaction(app, async (tx) => {
    const { em } = tx
    const rows = await Promise.all(
      places.map(async (place) => ({ ...place, place: await placeNow(tx, place), id: uuid() })),
    )
    await sql(
      em,
      `delete from routes r where pipeline = '*' and not exists (
         select 1 from jsonb_to_recordset($1::jsonb) as v(platform text) where v.platform = r.platform)`,
      [JSON.stringify(rows.filter(({ pipeline }) => pipeline === '*'))],
    )
    await sql(
      em,
      `insert into routes (id, pipeline, platform, place)
       select v.id, v.pipeline, v.platform, v.place
       from jsonb_to_recordset($1::jsonb) as v(id uuid, pipeline text, platform text, place text)
       on conflict (pipeline, platform) do update set place = excluded.place where routes.pipeline = '*'`,
      [JSON.stringify(rows)],
    )
    // Whoever starts us may have mended what was wrong with a place or a token.
    for (const platform of new Set(places.map((one) => one.platform)))
      await cardsDueAgain(tx, { platform, place: null })
  })
}

/** The place that the settings give one pipeline for itself, on the platforms where they do. */
export function ownPlaces(tx: Tx, settings: Settings, pipeline: string): Promise<Place[]> {
  const own = placesOf(settings).filter((one) => one.pipeline === pipeline)
  return Promise.all(own.map(async (one) => ({ ...one, place: await placeNow(tx, one) })))
}

function placesOf(settings: Settings): Place[] {
  const { SLACK_BOT_TOKEN, SLACK_CHANNEL, TELEGRAM_BOT_TOKEN, TELEGRAM_CHAT, TELEGRAM_OWNER_CHAT } = settings
  const telegram = TELEGRAM_CHAT ?? TELEGRAM_OWNER_CHAT
  return [
    ...(SLACK_BOT_TOKEN && SLACK_CHANNEL ? [{ pipeline: '*', platform: 'slack' as const, place: SLACK_CHANNEL }] : []),
    ...(TELEGRAM_BOT_TOKEN && telegram ? [{ pipeline: '*', platform: 'telegram' as const, place: telegram }] : []),
    ...pipelines.flatMap(({ name, places }) => places?.(settings).map((own) => ({ pipeline: name, ...own })) ?? []),
  ]
}
