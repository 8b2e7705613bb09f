import type { EntityManager } from '@mikro-orm/postgresql'
import { Request } from '#entities/reps/request.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { loadBoard } from '../plan/load-board.ts'
import type { Board } from '../plan/plan.ts'
import { tellWhy } from '../plan/why.ts'

export type RequestView = Request &
  Names & {
    /** All that decides its turn: of one queued request alone, a list does not tell why. */
    board: Board | null
  }

type Names = {
  /** `@tilly.f`, else a number, a mail or a name. */
  lead: string
  rep: string
  channel: string
  activity: string
  zone: string
}

/** How a lead is called in words, in SQL over a lead `l` and a channel `c`. */
export const LEAD_NAME = `coalesce('@' || (select h.handle from lead_handles h where h.lead_id = l.id
  order by h.channel_id = c.id desc, h.id limit 1), l.name, l.phone, l.email, 'L-' || l.number)`

export async function loadRequests(em: EntityManager, ids: string[]): Promise<RequestView[]> {
  const names = await sql<Names & { id: string }>(
    em,
    `select q.id, ${LEAD_NAME} as lead, r.full_name as rep, c.name as channel, ca.name as activity, rc.timezone as zone
     from rep_requests q join leads l on l.id = q.lead_id join rep_channels rc on rc.id = q.rep_channel_id
     join reps r on r.id = q.rep_id join channels c on c.id = rc.channel_id
     join rep_activities a on a.id = q.rep_activity_id join channel_activities ca on ca.id = a.activity_id
     where q.id = any($1::uuid[])`,
    [ids],
  )
  const byId = new Map(names.map((row) => [row.id, row]))
  const requests = await em.find(Request, { id: { $in: ids } })
  const [only, ...others] = requests
  const guard = { REPS_GUARD_H: 24 }
  const board =
    only?.state === 'queued' && others.length === 0 ? await loadBoard(em, guard, await lanesTo(em, only)) : null
  // It may have been taken since it was read: then it leaves, and waits for nothing.
  if (only && board && !board.wishes.some(({ id }) => id === only.id)) await em.refresh(only)
  return requests.flatMap((request) => {
    const found = byId.get(request.id)
    return found ? [Object.assign(request, { ...found, board })] : []
  })
}

/** The lanes that write to its lead, its own first: one that goes before it makes it wait. */
async function lanesTo(em: EntityManager, { leadId, repActivityId }: Request): Promise<string[]> {
  const rows = await sql<{ lane: string }>(
    em,
    `select distinct rep_activity_id as lane from rep_requests where lead_id = $1 and state = 'queued'`,
    [leadId],
  )
  return [...new Set([repActivityId, ...rows.map(({ lane }) => lane)])]
}

/** Why it waits and when it goes, with the guard of the settings. */
export function tellWaiting(view: RequestView, app: Pick<App, 'settings' | 'clock'>): string {
  if (view.state === 'sending') return 'It leaves now.'
  if (view.state === 'done') return 'It has left.'
  if (view.state === 'doubtful') return 'Nobody knows whether it left: its card asks you.'
  if (view.state !== 'queued') return `It does not leave${view.why ? `: ${view.why}` : '.'}`
  if (!view.board) return 'It waits for its turn.'
  const board = { ...view.board, guardMs: app.settings.REPS_GUARD_H * 3_600_000 }
  const wish = board.wishes.find(({ id }) => id === view.id)
  return wish ? tellWhy(board, wish, view.lead, app.clock()) : 'It waits for its turn.'
}
