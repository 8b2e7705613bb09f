import type { Actor } from '#entities/actor.ts'
import { Rep } from '#entities/reps/rep.ts'
import { RepChannel } from '#entities/reps/rep-channel.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { redrawHung } from '#src/moves/raise-cards.ts'
import { repChannelKind, repKind, shiftKind } from '../kinds.ts'
import { DISPATCH, SHIFTS } from '../steps.ts'

export type Switched = { on: boolean; until: Date | null }

/** Turns a rep on or off, everywhere or in one channel. What is on its way and not on the wire comes back by itself. */
export async function switchRep(tx: Tx, target: { repId: string } | { repChannelId: string }, to: Switched, by: Actor) {
  const set = () => ({ available: to.on, availableUntil: to.until })
  const verb = to.on ? 'on' : 'off'
  if ('repId' in target)
    await move(tx, repKind, [await tx.em.findOneOrFail(Rep, { id: target.repId })], verb, by, { set })
  else {
    const row = await tx.em.findOneOrFail(RepChannel, { id: target.repChannelId })
    await move(tx, repChannelKind, [row], verb, by, { set })
  }
  await showStanding(tx, target)
  if (!to.until) return
  tx.ring(DISPATCH, to.until)
  tx.ring(SHIFTS, to.until)
}

/** What was to turn round by itself has: it is written down, so that the cards offer the right switch. */
export async function settleSwitches(tx: Tx): Promise<void> {
  for (const [table, key] of [
    ['reps', 'repId'],
    ['rep_channels', 'repChannelId'],
  ] as const) {
    const rows = await sql<{ id: string }>(
      tx.em,
      `update ${table} set available = not available, available_until = null where available_until <= $1 returning id`,
      [tx.at],
    )
    for (const { id } of rows) await showStanding(tx, key === 'repId' ? { repId: id } : { repChannelId: id })
  }
}

/** Whether something may go has changed: the cards of the shifts under way say it at once, and what may go goes. */
export async function showStanding(tx: Tx, of: { repId: string } | { repChannelId: string } | { channelId: string }) {
  const [name, id] = Object.entries(of)[0] as [keyof typeof columns, string]
  const open = await sql<{ id: string }>(
    tx.em,
    `select s.id from rep_shifts s join rep_channels rc on rc.id = s.rep_channel_id
     where ${columns[name]} = $1 and s.state = 'open'`,
    [id],
  )
  const shiftIds = open.map((shift) => shift.id)
  await redrawHung(tx, shiftKind.name, shiftIds)
  tx.ring(DISPATCH)
}
const columns = { repId: 's.rep_id', repChannelId: 'rc.id', channelId: 'rc.channel_id' }

/** How many wait in a rep's queue, everywhere or in one channel. */
export async function countQueued(tx: Pick<Tx, 'em'>, repId: string, repChannelId: string | null): Promise<number> {
  const [row] = await sql<{ n: number }>(
    tx.em,
    `select count(*)::int as n from rep_requests
     where rep_id = $1 and state = 'queued' and ($2::uuid is null or rep_channel_id = $2)`,
    [repId, repChannelId],
  )
  return row?.n ?? 0
}
