import { type calendar_v3, calendar as openCalendar } from 'googleapis/build/src/apis/calendar/index.js'
import { OutsideError } from '#src/errors.ts'
import type { GoogleAuth } from './google-auth.ts'
import { callGoogle } from './google-error.ts'

export type Busy = { start: Date; end: Date }

/** What Google says of one calendar: its busy times, or why it says nothing (`notFound`: not shared with us). */
export type FreeBusy = { busy: Busy[] } | { error: string }

export type CalendarEvent = {
  /** Ours, so that a repeated insert makes no second event: 5-1024 of `a`-`v` and `0`-`9`. */
  id: string
  summary: string
  description: string
  start: Date
  end: Date
  /** Where, as a person writes it. */
  location?: string
  /** IANA; the event is shown in it. */
  zone: string
  /** Seen by our program only. */
  private: Record<string, string>
}

export type Calendar = {
  /**
   * The busy times of many calendars between two instants, 50 calendars to a call. Every calendar asked for is in the
   * answer; one that Google refuses carries its reason (`notFound`, `groupTooBig`, `internalError`), and fails alone.
   */
  freeBusy(calendarIds: string[], from: Date, to: Date): Promise<Record<string, FreeBusy>>
  /** An event that is there already (409) counts as inserted; one that was cancelled comes back to life. */
  insert(calendarId: string, event: CalendarEvent): Promise<{ id: string }>
  /** An event that is gone already (404, 410) counts as removed. */
  remove(calendarId: string, eventId: string): Promise<void>
  /** Null when it is not there, or was cancelled. */
  get(calendarId: string, eventId: string): Promise<{ id: string } | null>
}

export type CalendarConfig = {
  auth: GoogleAuth
  /** `https://www.googleapis.com` */
  apiRoot: string
}

const TIMEOUT_MS = 20_000
/** Google's `calendarExpansionMax` for one free/busy query. */
const CALENDARS_PER_QUERY = 50

/**
 * Google Calendar of the one account that is connected: its own calendars, and those shared with it. Every failure is
 * an OutsideError `calendar`; without a status nobody knows whether Google took the call. Retries are the caller's.
 *
 * @see https://developers.google.com/workspace/calendar/api/v3/reference
 */
export function createCalendar({ auth, apiRoot }: CalendarConfig): Calendar {
  const api = openCalendar({
    version: 'v3',
    auth: auth.client,
    rootUrl: `${apiRoot.replace(/\/$/, '')}/`,
    retry: false,
    timeout: TIMEOUT_MS,
  })
  return {
    async freeBusy(calendarIds, from, to) {
      const queries = batchesOf([...new Set(calendarIds)]).map((ids) => queryFreeBusy(api, ids, from, to))
      return Object.assign({}, ...(await Promise.all(queries)))
    },
    insert: (calendarId, event) => insert(api, calendarId, event),
    async remove(calendarId, eventId) {
      await unless([404, 410], () => call(() => api.events.delete({ calendarId, eventId, sendUpdates: 'none' })))
    },
    async get(calendarId, eventId) {
      const found = await unless([404, 410], () => call(() => api.events.get({ calendarId, eventId })))
      return found && found.status !== 'cancelled' ? { id: eventId } : null
    },
  }
}

async function queryFreeBusy(
  api: calendar_v3.Calendar,
  ids: string[],
  from: Date,
  to: Date,
): Promise<Record<string, FreeBusy>> {
  const items = ids.map((id) => ({ id }))
  const requestBody = { timeMin: from.toISOString(), timeMax: to.toISOString(), items }
  const { calendars } = await call(() => api.freebusy.query({ requestBody }))
  return Object.fromEntries(ids.map((id) => [id, readFreeBusy(calendars?.[id])]))
}

function readFreeBusy(said: calendar_v3.Schema$FreeBusyCalendar | undefined): FreeBusy {
  if (!said) return { error: 'noAnswer' }
  if (said.errors?.length) return { error: said.errors[0]?.reason ?? 'unknown' }
  const busy = (said.busy ?? []).map(({ start, end }) => ({ start: new Date(start ?? ''), end: new Date(end ?? '') }))
  return { busy }
}

async function insert(api: calendar_v3.Calendar, calendarId: string, event: CalendarEvent): Promise<{ id: string }> {
  const requestBody = writeEvent(event)
  const made = await unless([409], () =>
    call(() => api.events.insert({ calendarId, requestBody, sendUpdates: 'none' })),
  )
  if (made) return { id: event.id }
  // A deleted event keeps its id for ever: it can only be brought back.
  const { id: eventId } = event
  const found = await call(() => api.events.get({ calendarId, eventId }))
  if (found.status === 'cancelled') {
    const revived = { ...requestBody, status: 'confirmed' }
    await call(() => api.events.update({ calendarId, eventId, requestBody: revived, sendUpdates: 'none' }))
  }
  return { id: eventId }
}

function writeEvent(event: CalendarEvent): calendar_v3.Schema$Event {
  const { id, summary, description, location, start, end, zone } = event
  return {
    id,
    summary,
    description,
    ...(location && { location }),
    start: { dateTime: start.toISOString(), timeZone: zone },
    end: { dateTime: end.toISOString(), timeZone: zone },
    extendedProperties: { private: event.private },
  }
}

async function call<Data>(request: () => Promise<{ data: Data }>): Promise<Data> {
  return (await callGoogle('calendar', request)).data
}

/** Null when Google answers with one of these statuses. */
async function unless<Result>(statuses: number[], work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof OutsideError && error.status !== null && statuses.includes(error.status)) return null
    throw error
  }
}

function batchesOf(ids: string[]): string[][] {
  const batches = Array.from(
    { length: Math.ceil(ids.length / CALENDARS_PER_QUERY) },
    (_, at) => at * CALENDARS_PER_QUERY,
  )
  return batches.map((from) => ids.slice(from, from + CALENDARS_PER_QUERY))
}
