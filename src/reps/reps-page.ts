import type { EntityManager } from '@mikro-orm/postgresql'
import { writeCount } from '#src/basics/write-count.ts'
import { writeRef } from '#src/cards/ref.ts'
import { writeCity } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import { type Html, html } from '#src/web/html.ts'
import type { Page } from '#src/web/page.ts'
import { loadTeam, type TeamRow, tellRep } from './commands/team.ts'
import { LEAD_NAME } from './desk/request-view.ts'
import { repKind } from './kinds.ts'
import type { Lane } from './plan/lane.ts'
import { addDays, dateAt, midnightOf, windowOn } from './plan/windows.ts'
import { writeTime } from './plan/words.ts'

type Happened = {
  repChannelId: string
  number: number
  at: string
  activity: string
  lead: string
  outcome: 'done' | 'failed' | 'doubtful'
}

const MOST_SHOWN = 60
const said: Record<Happened['outcome'], string> = { done: 'done', failed: 'refused', doubtful: 'nobody knows yet' }

/** Every rep's day: what was done of what is allowed, and for each account a line of the hours with each act on it. */
export const repsPage: Page = {
  path: '/reps',
  title: 'Reps today',
  isInMenu: true,
  roles: ['rep'],
  kinds: ['request', 'shift', 'lead', 'rep', 'repchannel'],
  async draw({ em: all, clock }, { member }) {
    const em = all.fork()
    const now = clock()
    const team = (await loadTeam(em, now)).filter(({ personId }) => member.role === 'admin' || personId === member.id)
    if (team.length === 0) return html`<p class="soft">No reps yet. Type to the bot: rep add Ada Quist</p>`
    const repIds = team.map(({ repId }) => repId)
    const acts = Map.groupBy(await loadActs(em, repIds, now), ({ repChannelId }) => repChannelId)
    return html`${team.map((rep) => renderRep(rep, acts, now))}`
  },
}

/** What each rep did since midnight where their channel is. */
async function loadActs(em: EntityManager, repIds: string[], now: Date): Promise<Happened[]> {
  return sql<Happened>(
    em,
    `select s.rep_channel_id as "repChannelId", q.number, t.at, ca.name as activity, t.outcome, ${LEAD_NAME} as lead
     from rep_shift_activities t
     join rep_shifts s on s.id = t.shift_id
     join rep_activities a on a.id = t.rep_activity_id
     join rep_channels rc on rc.id = a.rep_channel_id
     join channels c on c.id = rc.channel_id
     join channel_activities ca on ca.id = a.activity_id
     join leads l on l.id = t.lead_id
     join rep_requests q on q.id = t.request_id
     where s.rep_id = any($1::uuid[])
       and (t.at at time zone rc.timezone)::date = ($2::timestamptz at time zone rc.timezone)::date order by t.at`,
    [repIds, now],
  )
}

function renderRep(rep: TeamRow, acts: Map<string, Happened[]>, now: Date): Html {
  const accounts = Map.groupBy(rep.lanes, ({ repChannelId }) => repChannelId)
  return html`<section class="panel" aria-label="${rep.name}">
    <h2><a href="/reps/${writeRef(repKind, rep)}">${rep.name}</a></h2><p>${tellRep(rep, now)}</p>
    ${[...accounts].map(([id, lanes]) => renderAccount(lanes, acts.get(id) ?? [], now))}
  </section>`
}

function renderAccount([lane]: Lane[], acts: Happened[], now: Date): Html {
  if (!lane) return html``
  const { channel, zone, sandbox } = lane
  const badge = sandbox ? ' (SANDBOX: nothing leaves)' : ''
  return html`<h3>${channel}${badge} <small>times are ${writeCity(zone)}</small></h3>
    ${renderDay(lane, acts, now)}
    ${acts.length === 0 ? html`<p class="soft">Nothing yet today.</p>` : renderList(acts, zone)}`
}

function renderList(acts: Happened[], zone: string): Html {
  const rows = acts.slice(-MOST_SHOWN).map(({ at, activity, lead, outcome, number }) => {
    const link = html`<a href="/requests/R-${number}">${activity} to ${lead}</a>`
    return html`<li>${writeTime(new Date(at), zone)} · ${link} · ${said[outcome]}</li>`
  })
  const summary = writeCount(acts.length, 'act')
  return html`<details><summary>${summary}</summary><ol class="plain">${rows}</ol></details>`
}

/** From midnight to midnight, also on the days the clocks change; the hours of work are the thick part. */
function renderDay(lane: Lane, acts: Happened[], now: Date): Html {
  const today = dateAt(now, lane.zone)
  const begin = midnightOf(today, lane.zone).getTime()
  const length = midnightOf(addDays(today, 1), lane.zone).getTime() - begin
  const place = (at: Date) => Math.min(100, Math.max(0, ((at.getTime() - begin) / length) * 100))
  const x = (at: Date) => `${place(at).toFixed(2)}%`
  const { from, to } = windowOn(today, lane)
  const dots = acts.map(({ at, outcome, lead }) => {
    const title = `${writeTime(new Date(at), lane.zone)} ${lead}`
    return html`<circle cx="${x(new Date(at))}" cy="16" r="5" class="${outcome}"><title>${title}</title></circle>`
  })
  const hours = [6, 12, 18].map((hour) => {
    const at = windowOn(today, { start: `${String(hour).padStart(2, '0')}:00`, end: '24:00', zone: lane.zone }).from
    return html`<text x="${x(at)}" y="40" text-anchor="middle">${writeTime(at, lane.zone).replace(':00', '')}</text>`
  })
  return html`<svg class="day" width="100%" height="46" role="img" aria-label="${acts.length} acts today">
    <line x1="0" y1="16" x2="100%" y2="16"></line>
    <line class="hours" x1="${x(from)}" y1="16" x2="${x(to)}" y2="16"></line>
    <line class="now" x1="${x(now)}" y1="4" x2="${x(now)}" y2="28"></line>${dots}${hours}</svg>`
}
