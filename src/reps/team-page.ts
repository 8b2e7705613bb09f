import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from '#src/database/sql.ts'
import { html } from '#src/web/html.ts'
import type { Page } from '#src/web/page.ts'
import { loadTeam, tellRep } from './desk/team-commands.ts'
import { dateAt, midnightOf } from './plan/windows.ts'
import { writeCity, writeTime } from './plan/words.ts'

type Happened = {
  repId: string
  at: string
  activity: string
  lead: string
  outcome: string
  sandbox: boolean
  zone: string
}

const MOST_SHOWN = 60
const DAY_MS = 86_400_000

/** Every rep's day: what was done of what is allowed, and a line of the hours with each act on it. */
export const teamPage: Page = {
  path: '/team',
  title: 'Team',
  isInMenu: true,
  roles: ['rep'],
  kinds: ['request', 'shift', 'lead'],
  async draw({ em: all, clock }, { member }) {
    const em = all.fork()
    const now = clock()
    const team = (await loadTeam(em, now)).filter(({ personId }) => member.role === 'admin' || personId === member.id)
    if (team.length === 0) return html`<p class="soft">No reps yet.</p>`
    const acts = Map.groupBy(
      await loadActs(
        em,
        team.map(({ repId }) => repId),
        now,
      ),
      ({ repId }) => repId,
    )
    return html`${team.map(
      (rep) => html`<section class="panel" aria-label="${rep.name}"><h2>${rep.name}</h2><p>${tellRep(rep, now)}</p>
        ${renderDay(acts.get(rep.repId) ?? [], now)}</section>`,
    )}`
  },
}

/** What each rep did since midnight where their channel is. */
async function loadActs(em: EntityManager, repIds: string[], now: Date): Promise<Happened[]> {
  return sql<Happened>(
    em,
    `select s.rep_id as "repId", t.at, ca.name as activity, t.outcome, t.sandbox, rc.timezone as zone,
       coalesce(l.name, (select '@' || h.handle from lead_handles h where h.lead_id = l.id limit 1), l.phone, l.email) as lead
     from rep_shift_activities t join rep_shifts s on s.id = t.shift_id join rep_activities a on a.id = t.rep_activity_id
     join rep_channels rc on rc.id = a.rep_channel_id join channel_activities ca on ca.id = a.activity_id
     join leads l on l.id = t.lead_id
     where s.rep_id = any($1::uuid[])
       and (t.at at time zone rc.timezone)::date = ($2::timestamptz at time zone rc.timezone)::date order by t.at`,
    [repIds, now],
  )
}

function renderDay(acts: Happened[], now: Date) {
  const [first] = acts
  if (!first) return html`<p class="soft">Nothing yet today.</p>`
  const midnight = midnightOf(dateAt(now, first.zone), first.zone).getTime()
  const dots = acts.map(({ at, outcome }) => {
    const x = ((new Date(at).getTime() - midnight) / DAY_MS) * 1000
    return html`<circle cx="${x.toFixed(1)}" cy="14" r="5" class="${outcome}"></circle>`
  })
  const hours = [0, 6, 12, 18].map(
    (hour) => html`<text x="${(hour / 24) * 1000}" y="38" font-size="14">${hour}:00</text>`,
  )
  const rows = acts
    .slice(-MOST_SHOWN)
    .map(
      (act) =>
        html`<li>${writeTime(new Date(act.at), act.zone)} · ${act.activity} · ${act.lead} · ${act.outcome}${act.sandbox ? ' · SANDBOX' : ''}</li>`,
    )
  return html`<svg viewBox="0 0 1000 42" width="100%" role="img" aria-label="The day in ${writeCity(first.zone)}">
      <line x1="0" y1="14" x2="1000" y2="14" stroke="currentColor" stroke-opacity="0.3"></line>${dots}${hours}</svg>
    <ol class="plain">${rows}</ol>`
}
