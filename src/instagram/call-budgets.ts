import type { Needs } from '#src/app.ts'
import type { Settings } from '#src/config.ts'
import { sql } from '#src/database/sql.ts'
import type { Usage } from '#src/integrations/meta/instagram.ts'
import { type Budget, BudgetSpent, type Pool, shareOf, takeCall } from '#src/limits/budget.ts'
import { pausedUntil, pauseVendor } from '#src/limits/pauses.ts'

/** Who calls. Comments and polls have a reserve; the others share what is left. */
export type Share = 'comments' | 'polls' | 'scans' | 'names' | 'answers'

/** Calls Meta allows a user's token in any hour. */
const POOL_PER_H = 200
/** A look every 90 seconds, and a few posts that Meta tells of. */
const POLLS_PER_H = 45
const LEAST_REST_PER_H = 20
/** As long as a call may take to arrive: Meta counts arrivals. */
const ARRIVAL_S = 30
const HOUR_S = 3_600
const DAY_S = 86_400

const SLOW_PERCENT = 80
const STOP_PERCENT = 95
const SLOW_MS = 60_000
/** Meta's figures are of the last hour: a quarter of it frees about as much of the allowance. */
export const STOP_MS = 15 * 60_000

type Counting = Needs<'em' | 'clock' | 'settings'>

/**
 * Takes one call of an account's hour and of the whole app's day. Throws BudgetSpent when either is spent, or Meta
 * asked us to wait. Meta's own figures overrule the day: 4,800 is what it promises at least, many accounts get more.
 */
export async function takeTurn({ em, clock, settings }: Counting, userId: string, share: Share): Promise<void> {
  const now = clock()
  const until = await pausedUntil(em.fork(), waitingRoom(userId), now)
  if (until) throw new BudgetSpent(waitingRoom(userId), until)
  const hour = shareOf(poolOf(settings, userId), share)
  let turn = await takeCall(em, [hour, dayOf(settings)], now)
  if (!turn.taken && (await isFree({ em }, userId, now))) turn = await takeCall(em, hour, now)
  if (!turn.taken) throw new BudgetSpent(turn.spent.budget, turn.freeAt)
}

/** What Meta's headers say. Nearly spent: slower, one call a minute. All but spent, or it names a time: not before. */
export async function heed({ em, clock }: Needs<'em' | 'clock'>, userId: string, usage: Usage): Promise<void> {
  const { percent, waitS } = usage
  if (percent !== null) await note({ em }, userId, percent, clock())
  if ((percent ?? 0) < SLOW_PERCENT && waitS === null) return
  const usual = (percent ?? 0) >= STOP_PERCENT ? STOP_MS : SLOW_MS
  const until = new Date(clock().getTime() + (waitS === null ? usual : waitS * 1000))
  await pauseVendor(em.fork(), waitingRoom(userId), until)
}

/** What an account's calls are paused, and its budgets named, by. */
export function waitingRoom(userId: string): string {
  return `instagram:${userId}`
}

function poolOf(settings: Settings, userId: string): Pool {
  const reserved = { comments: settings.COMMENT_CALLS_PER_HOUR, polls: POLLS_PER_H }
  // Who sets more calls for comments has been given a larger allowance.
  const most = Math.max(POOL_PER_H, reserved.comments + reserved.polls + LEAST_REST_PER_H)
  return { name: waitingRoom(userId), most, perS: HOUR_S + ARRIVAL_S, reserved }
}

function dayOf({ INSTAGRAM_CALLS_PER_DAY: most }: Settings): Budget {
  return { budget: 'instagram-app/day', most, perS: DAY_S + ARRIVAL_S }
}

async function note({ em }: Needs<'em'>, userId: string, percent: number, at: Date): Promise<void> {
  await sql(
    em.fork(),
    `insert into notes (name, value, at) values ($1, $2, $3)
     on conflict (name) do update set value = excluded.value, at = excluded.at`,
    [`usage:${waitingRoom(userId)}`, JSON.stringify(percent), at],
  )
}

/** Whether Meta said within the hour that most of this account's allowance is left. */
async function isFree({ em }: Needs<'em'>, userId: string, now: Date): Promise<boolean> {
  const rows = await sql(
    em.fork(),
    'select 1 from notes where name = $1 and value::float < $2 and at > $3::timestamptz',
    [`usage:${waitingRoom(userId)}`, SLOW_PERCENT, new Date(now.getTime() - HOUR_S * 1000)],
  )
  return rows.length > 0
}
