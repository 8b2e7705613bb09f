import { type Platform, platformNames } from '#entities/people/identity.ts'
import { closeAlert, openAlert } from '#src/alerts/alerts.ts'
import { type PlaceRef, placeKey } from '#src/alerts/place-key.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { cardsDueAgain } from '#src/moves/cards-due-again.ts'
import { OUT_OF_DATE } from '#src/moves/out-of-date.ts'
import { cardStep } from '#src/moves/ring-cards.ts'

type App = Needs<'em' | 'clock' | 'ring'>

/** One card asks now and then whether the place is back; whoever brings it back is mostly told us at once. */
const ASK_AGAIN_MS = 3_600_000
/** A refused account tells nobody when it is mended. */
const ASK_ACCOUNT_MS = 5 * 60_000

type Lost = PlaceRef & {
  /** Whose card it was. */
  pipeline: string
  /** What people call it, and why nothing can be written there: a sentence. */
  name: string
  why: string
}

/**
 * Nothing can be written in a place: its cards wait, all of them, and one alert names it on the other platform.
 * Where nobody is sent cards any more it is given up quietly. The time of the next look, or null.
 */
export async function leavePlace(app: App, { pipeline, name, why, ...ref }: Lost): Promise<Date | null> {
  return inTransaction(app, async (tx) => {
    if (ref.place !== null && !(await isInUse(tx, ref))) return giveUp(tx, ref)
    const next = new Date(tx.at.getTime() + (ref.place === null ? ASK_ACCOUNT_MS : ASK_AGAIN_MS))
    await sql(
      tx.em,
      `update card_posts set next_try_at = $3, last_error = $4, attempts = 0, lease_token = null, leased_until = null
       where platform = $1 and ($2::text is null or place = $2)
         and ${OUT_OF_DATE}`,
      [ref.platform, ref.place, next, why],
    )
    await openAlert(tx, {
      key: placeKey(ref),
      pipeline,
      title:
        ref.place === null
          ? `${platformNames[ref.platform]} takes no cards`
          : `No cards in ${name} on ${platformNames[ref.platform]}`,
      detail: `${why} Its cards wait, none is lost.${ref.place === null ? '' : ' To send them elsewhere: route'}`,
      step: cardStep(ref.platform),
    })
    tx.ring(cardStep(ref.platform), next)
    return next
  })
}

/** Which of these places are known to be gone, by the keys of their alerts. */
export async function findGone(app: App, places: { platform: Platform; place: string }[]): Promise<Set<string>> {
  const keys = new Set(
    places.flatMap(({ platform, place }) => [placeKey({ platform, place: null }), placeKey({ platform, place })]),
  )
  const open = await sql<{ key: string }>(
    app.em.fork(),
    `select key from alerts where state = 'open' and key = any($1::text[])`,
    [[...keys]],
  )
  return new Set(open.map(({ key }) => key))
}

/** Something could be written there again, or somebody let us in: what waits leaves at once. */
export async function placeIsBack(app: App, ref: PlaceRef): Promise<void> {
  await inTransaction(app, async (tx) => {
    await closeAlert(tx, placeKey(ref))
    await cardsDueAgain(tx, ref)
  })
}

/** A channel or group that some route names, or where a member is told things alone. */
async function isInUse({ em }: Tx, { platform, place }: PlaceRef): Promise<boolean> {
  const [row] = await sql<{ used: boolean }>(
    em,
    `select exists (select 1 from routes where platform = $1 and place = $2) or exists (
       select 1 from identities i join people p on p.id = i.person_id and p.state = 'member'
       where i.platform = $1 and (i.place = $2 or split_part(i.user_id, ':', 2) = $2)) as used`,
    [platform, place],
  )
  return row?.used ?? false
}

async function giveUp(tx: Tx, { platform, place }: PlaceRef): Promise<null> {
  await sql(
    tx.em,
    `update card_posts set shown = wanted, rung = ring, message_ref = null, old_ref = null, attempts = 0,
       next_try_at = null, lease_token = null, leased_until = null where platform = $1 and place = $2`,
    [platform, place],
  )
  await closeAlert(tx, placeKey({ platform, place }))
  return null
}

/** What people call a place: whose chat it is, or as it was called when a card last hung there. */
export async function nameOfPlace(
  app: Needs<'em'>,
  { platform, place }: { platform: Platform; place: string },
): Promise<string | null> {
  const [row] = await sql<{ person: string | null; name: string | null }>(
    app.em.fork(),
    `select (select p.name from identities i join people p on p.id = i.person_id
         where i.platform = $1 and (i.place = $2 or split_part(i.user_id, ':', 2) = $2) limit 1) as person,
       (select message_ref ->> 'name' from card_posts
         where platform = $1 and place = $2 and message_ref ? 'name' limit 1) as name`,
    [platform, place],
  )
  return row?.person ? `the chat with ${row.person}` : (row?.name ?? null)
}
