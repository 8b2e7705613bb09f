import type { EmulatorContext } from 'emulate'
import { checkToken } from '#src/world/google/oauth.ts'
import { ApiRefusal, badRequest, notFound } from '#src/world/google/refusal.ts'
import type { CalendarEvent, CalendarKept, GoogleState } from '#src/world/google/state.ts'

type Parts = { app: EmulatorContext<GoogleState>['app']; state: GoogleState; now: () => number }
type Asked = { req: { header(name: string): string | undefined; param(name: string): string | undefined } }
type Sent = {
  id?: string
  summary?: string
  location?: string
  description?: string
  status?: string
  start?: { dateTime?: string; timeZone?: string }
  end?: { dateTime?: string; timeZone?: string }
  extendedProperties?: { private?: Record<string, string> }
}

const events = '/calendar/v3/calendars/:calendar/events'
/** Google's `calendarExpansionMax`. */
const QUERY_MAX = 50

/**
 * Google Calendar's events and free/busy. A deleted event keeps its id: it answers 'cancelled', and 409 to an insert.
 */
export function routeCalendar({ app, state, now }: Parts): void {
  const guard = (c: Asked) => checkToken(state, now(), c.req.header('authorization'), ['calendar'])
  const open = (c: Asked): CalendarKept => {
    const account = guard(c)
    const found = findCalendar(state, c.req.param('calendar') ?? '')
    if (!found || !isSeen(found, account)) throw notFound()
    return found
  }
  const find = (c: Asked): CalendarEvent => {
    const found = open(c).events.find(({ id }) => id === c.req.param('event'))
    if (!found) throw notFound()
    return found
  }
  app.post('/calendar/v3/freeBusy', async (c) => {
    const account = guard(c)
    return c.json(answerFreeBusy(state, await c.req.json<FreeBusyQuery>(), account))
  })
  app.get(events, (c) => c.json({ items: open(c).events.filter(isOn).map(writeEvent) }))
  app.post(events, async (c) => {
    const calendar = open(c)
    const event = readEvent(await c.req.json<Sent>(), now())
    if (calendar.events.some(({ id }) => id === event.id)) {
      throw new ApiRefusal(409, 'duplicate', 'The requested identifier already exists.')
    }
    calendar.events.push(event)
    return c.json(writeEvent(event))
  })
  app.get(`${events}/:event`, (c) => c.json(writeEvent(find(c))))
  app.put(`${events}/:event`, async (c) => {
    const event = find(c)
    Object.assign(event, readEvent({ ...(await c.req.json<Sent>()), id: event.id }, now()))
    return c.json(writeEvent(event))
  })
  app.delete(`${events}/:event`, (c) => {
    const event = find(c)
    if (!isOn(event)) throw new ApiRefusal(410, 'deleted', 'Resource has been deleted')
    event.status = 'cancelled'
    return c.body(null, 204)
  })
}

/** Takes our own events out of these calendars: they carry our private words. */
export function clearEvents(state: GoogleState, ids: string[]): void {
  for (const calendar of state.calendars.filter(({ id }) => ids.includes(id))) {
    calendar.events = calendar.events.filter((event) => Object.keys(event.private).length === 0)
  }
}

/** A calendar by its id; the acts make one where there was none. */
export function openCalendarOf(state: GoogleState, id: string): CalendarKept {
  const known = findCalendar(state, id)
  if (known) return known
  const made: CalendarKept = { id, refused: false, events: [] }
  state.calendars.push(made)
  return made
}

function findCalendar(state: GoogleState, id: string): CalendarKept | undefined {
  return state.calendars.find((one) => one.id === id)
}

export function isOn({ status }: Pick<CalendarEvent, 'status'>): boolean {
  return status !== 'cancelled'
}

function isSeen({ refused, sharedWith }: CalendarKept, account: string | undefined): boolean {
  return !refused && (!sharedWith || sharedWith === account)
}

type FreeBusyQuery = { timeMin?: string; timeMax?: string; items?: { id: string }[] }

function answerFreeBusy(
  state: GoogleState,
  { timeMin, timeMax, items = [] }: FreeBusyQuery,
  account: string | undefined,
) {
  const [from, to] = [Date.parse(timeMin ?? ''), Date.parse(timeMax ?? '')]
  if (!(from < to)) throw new ApiRefusal(400, 'timeRangeEmpty', 'The specified time range is empty.')
  if (items.length > QUERY_MAX) throw badRequest('The requested set of calendars is too large.')
  const seen = (id: string) => {
    const found = findCalendar(state, id)
    return found && isSeen(found, account) ? found : undefined
  }
  const calendars = Object.fromEntries(items.map(({ id }) => [id, busyOf(seen(id), from, to)]))
  return { kind: 'calendar#freeBusy', timeMin, timeMax, calendars }
}

function busyOf(calendar: CalendarKept | undefined, from: number, to: number) {
  if (!calendar) return { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] }
  const taken = calendar.events.filter((event) => isOn(event) && event.startsAt < to && event.endsAt > from)
  const busy = taken.map(({ startsAt, endsAt }) => ({ start: Math.max(startsAt, from), end: Math.min(endsAt, to) }))
  busy.sort((a, b) => a.start - b.start)
  return { busy: busy.map(({ start, end }) => ({ start: writeTime(start), end: writeTime(end) })) }
}

function readEvent(sent: Sent, now: number): CalendarEvent {
  const [startsAt, endsAt] = [Date.parse(sent.start?.dateTime ?? ''), Date.parse(sent.end?.dateTime ?? '')]
  if (!(startsAt < endsAt)) throw new ApiRefusal(400, 'timeRangeEmpty', 'The specified time range is empty.')
  if (sent.id !== undefined && !/^[a-v0-9]{5,1024}$/.test(sent.id)) throw badRequest('Invalid resource id value.')
  return {
    id: sent.id ?? crypto.randomUUID().replaceAll('-', ''),
    summary: sent.summary ?? '',
    location: sent.location ?? null,
    description: sent.description ?? '',
    status: sent.status === 'cancelled' ? 'cancelled' : 'confirmed',
    startsAt,
    endsAt,
    zone: sent.start?.timeZone ?? 'UTC',
    private: sent.extendedProperties?.private ?? {},
    createdAt: now,
  }
}

function writeEvent(event: CalendarEvent) {
  const { id, summary, location, description, status, zone, startsAt, endsAt } = event
  return {
    kind: 'calendar#event',
    id,
    status,
    summary,
    ...(location && { location }),
    description,
    created: writeTime(event.createdAt),
    start: { dateTime: writeTime(startsAt), timeZone: zone },
    end: { dateTime: writeTime(endsAt), timeZone: zone },
    extendedProperties: { private: event.private },
  }
}

function writeTime(ms: number): string {
  return new Date(ms).toISOString()
}
