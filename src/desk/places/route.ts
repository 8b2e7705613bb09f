import type { EntityManager } from '@mikro-orm/postgresql'
import { Route } from '#entities/cards/route.ts'
import type { Platform } from '#entities/people/identity.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import { cardStep } from '#src/moves/ring-cards.ts'
import { findHomes, findRoutes } from '#src/moves/routes.ts'
import { SET_MENUS } from '../commands/menus.ts'
import { subjects } from '../press/subjects.ts'
import { loadWaitingRows } from '../queue/waiting-rows.ts'
import { type Sending, tellRouted } from './tell-routed.ts'

type App = Needs<'em' | 'clock' | 'ring'>
type Target = { pipeline: string; platform: Platform; place: string }

/** Looked through at once when cards move: a place may hold years of them. */
const BATCH = 1000

/**
 * Sends a pipeline's cards elsewhere, those that hang already too: what waits rings there. How many those are, and
 * whether it is away from its own place now.
 */
export async function routePipeline(
  app: App,
  target: Target,
  sending: Sending,
): Promise<{ waiting: number; isAway: boolean }> {
  return inTransaction(app, async (tx) => {
    const homes = await findHomes(tx.em, target.pipeline)
    const home = homes.find(({ platform }) => platform === target.platform)
    const isAway = home?.isOwn === true && home.place !== target.place
    const { away, ...said } = sending
    return { waiting: await sendCards(tx, target, home?.place, isAway ? sending : said), isAway }
  })
}

/** Takes a route back: the cards go where the settings say. */
export async function unroutePipeline(app: App, pipeline: string, sending: Sending): Promise<void> {
  await inTransaction(app, async (tx) => {
    const homes = await findHomes(tx.em, pipeline)
    for (const { platform } of await tx.em.find(Route, { pipeline })) {
      const home = homes.find((one) => one.platform === platform)?.place
      if (home) await sendCards(tx, { pipeline, platform, place: home }, home, sending)
      await sql(tx.em, 'delete from routes where pipeline = $1 and platform = $2', [pipeline, platform])
    }
  })
}

async function sendCards(tx: Tx, target: Target, home: string | undefined, sending: Sending): Promise<number> {
  const { pipeline, platform, place: to } = target
  const from = await placeOf(tx.em, pipeline, platform)
  await insertRoute(tx, target)
  const waiting = await moveCards(tx, target, from)
  if (from) await tellRouted(tx, { pipeline, platform, from, to, home }, sending, waiting)
  return waiting
}

async function insertRoute(tx: Tx, { pipeline, platform, place }: Target): Promise<void> {
  await sql(
    tx.em,
    `insert into routes (id, pipeline, platform, place) values ($1, $2, $3, $4)
     on conflict (pipeline, platform) do update set place = excluded.place`,
    [uuid(), pipeline, platform, place],
  )
}

async function placeOf(em: EntityManager, pipeline: string, platform: Platform): Promise<string | null> {
  return (await findRoutes(em, pipeline)).find((route) => route.platform === platform)?.place ?? null
}

/** What hangs moves, and what waits rings there; how many wait. */
export async function moveCards(tx: Tx, { pipeline, platform, place }: Target, old: string | null): Promise<number> {
  let waiting = 0
  for (const subject of subjects()) {
    if (old && old !== place) await moveHanging(tx, subject, { pipeline, platform, place }, old)
    const rows = (await loadWaitingRows(tx.em, subject.kind, pipeline)).map(({ row }) => row)
    await raiseNewCards(tx, subject.kind, rows)
    waiting += subject.kind.name === 'queue' ? 0 : rows.length
  }
  tx.ring(cardStep(platform))
  tx.ring(SET_MENUS)
  return waiting
}

/** The message stays where it is until the card rings in the new place; then it shrinks to a line. */
async function moveHanging(
  tx: Tx,
  { kind }: AnySubject,
  { pipeline, platform, place }: Target,
  old: string,
): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const posts = await sql<{ id: string }>(
      tx.em,
      `select distinct subject_id as id from card_posts where subject = $1 and platform = $2 and place = $3
        and subject_id > $4
       order by 1 limit ${BATCH}`,
      [kind.name, platform, old, after],
    )
    const rows = await tx.em.find(kind.entity, { id: { $in: posts.map(({ id }) => id) } })
    const own = rows.filter((row) => kind.pipeline(row) === pipeline && !kind.audience?.(row))
    const moved = own.map((row) => ({ id: row.id, ring: kind.waits(row) ? 1 : 0 }))
    await sql(
      tx.em,
      `update card_posts c set place = $4, next_try_at = null, ring = c.ring + v.ring,
         rang_at = case when v.ring > 0 then $5 else c.rang_at end
       from jsonb_to_recordset($6::jsonb) as v(id uuid, ring int)
       where c.subject = $1 and c.platform = $2 and c.place = $3 and c.subject_id = v.id and not exists (
         select 1 from card_posts o where o.subject = $1 and o.subject_id = v.id and o.platform = $2 and o.place = $4)`,
      [kind.name, platform, old, place, tx.at, JSON.stringify(moved)],
    )
    const last = posts.at(-1)
    if (!last || posts.length < BATCH) return
    after = last.id
  }
}
