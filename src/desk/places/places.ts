import type { EntityManager } from '@mikro-orm/postgresql'
import type { Platform } from '#entities/people/identity.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import type { Settings } from '#src/config.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { cardsDueAgain } from '#src/moves/cards-due-again.ts'
import { placeNow } from '#src/moves/place-now.ts'
import { atHome, findAllRoutes } from '#src/moves/routes.ts'
import { pipelines } from '#src/pipelines.ts'
import { OF_THE_DESK } from '../pipelines.ts'
import { moveCards } from './route.ts'

type Place = { pipeline: string; platform: Platform; place: string }

/** Where cards hang unless a person routed them elsewhere: the places of the settings, written down at every start. */
export async function settlePlaces(app: Needs<'em' | 'clock' | 'ring' | 'settings'>): Promise<void> {
  const places = placesOf(app.settings)
  await inTransaction(app, async (tx) => {
    const { em } = tx
    const before = await whereCardsHang(em)
    await keepHomes(em, places)
    await follow(tx, before, await whereCardsHang(em))
    // Whoever starts us may have mended what was wrong with a place or a token.
    for (const platform of new Set(places.map((one) => one.platform)))
      await cardsDueAgain(tx, { platform, place: null })
  })
}

async function keepHomes(em: EntityManager, places: Place[]): Promise<void> {
  const rows = await Promise.all(
    places.map(async (place) => ({ ...place, place: await placeNow(em, place), id: uuid() })),
  )
  await sql(
    em,
    `delete from routes r where starts_with(pipeline, '*') and not exists (
       select 1 from jsonb_to_recordset($1::jsonb) as v(pipeline text, platform text)
       where v.pipeline = r.pipeline and v.platform = r.platform)`,
    [JSON.stringify(rows)],
  )
  await sql(
    em,
    `insert into routes (id, pipeline, platform, place)
     select v.id, v.pipeline, v.platform, v.place
     from jsonb_to_recordset($1::jsonb) as v(id uuid, pipeline text, platform text, place text)
     on conflict (pipeline, platform) do update set place = excluded.place`,
    [JSON.stringify(rows)],
  )
  // Where cards hang at home already nobody has sent them.
  await sql(
    em,
    `delete from routes r using routes home
     where home.pipeline = '*' || r.pipeline and home.platform = r.platform and home.place = r.place`,
  )
}

/** By pipeline and platform. */
async function whereCardsHang(em: EntityManager): Promise<Map<string, Place>> {
  const hung = await findAllRoutes(em, [...pipelines.map(({ name }) => name), ...OF_THE_DESK])
  return new Map(hung.map((one) => [`${one.pipeline} ${one.platform}`, one]))
}

/** Another place in the settings: what waits in the old one goes there too. */
async function follow(tx: Tx, before: Map<string, Place>, after: Map<string, Place>): Promise<void> {
  for (const [key, now] of after) {
    const old = before.get(key)
    if (old && old.place !== now.place) await moveCards(tx, now, old.place)
  }
}

function placesOf(settings: Settings): Place[] {
  const { SLACK_BOT_TOKEN, SLACK_CHANNEL, TELEGRAM_BOT_TOKEN, TELEGRAM_CHAT, TELEGRAM_OWNER_CHAT } = settings
  const telegram = TELEGRAM_CHAT ?? TELEGRAM_OWNER_CHAT
  return [
    ...(SLACK_BOT_TOKEN && SLACK_CHANNEL ? [{ pipeline: '*', platform: 'slack' as const, place: SLACK_CHANNEL }] : []),
    ...(TELEGRAM_BOT_TOKEN && telegram ? [{ pipeline: '*', platform: 'telegram' as const, place: telegram }] : []),
    ...pipelines.flatMap(
      ({ name, places }) => places?.(settings).map((own) => ({ pipeline: atHome(name), ...own })) ?? [],
    ),
  ]
}
