import { routeAddressValidation } from '#src/world/google/address-validation.ts'
import { clearEvents, openCalendarOf, routeCalendar } from '#src/world/google/calendar.ts'
import { type CustomerActs, createCustomers } from '#src/world/google/customers.ts'
import { fullScopes, restoreAll, revokeAll, routeOauth } from '#src/world/google/oauth.ts'
import { ApiRefusal, answerRefusal } from '#src/world/google/refusal.ts'
import { serveGoogle } from '#src/world/google/serve.ts'
import { emptyState, type GoogleState, nextId } from '#src/world/google/state.ts'
import { type GoogleView, viewGoogle } from '#src/world/google/view.ts'
import { openEmulator } from '#src/world/vendor/emulator.ts'
import type { StandIn, StandInOptions } from '#src/world/vendor/stand-in.ts'
import { createAccess } from './gmail/gmail-access.ts'
import { routeMailbox } from './gmail/gmail-mailbox.ts'
import { routeDrafts, routeMessages } from './gmail/gmail-messages.ts'
import { clearMail, forgetHistory, openBox, putLabel } from './gmail/mailbox.ts'
import { createPostOffice, type PostOffice } from './gmail/post-office.ts'

export type GoogleOptions = StandInOptions & {
  clientId: string
  clientSecret: string
  refreshToken: string
  mapsApiKey: string
  /** The shop's mailbox. */
  address: string
  /** A second account that is ours: the studio's. */
  studio?: { address: string; refreshToken: string }
  /** Gmail's API writes its own Message-ID; true: as if it kept the one it is given. */
  keepsMessageIds?: boolean
  /** Gmail's quota units per minute; a mail costs 100. */
  unitsPerMinute?: number
  clock?: () => Date
}

export type GoogleActs = CustomerActs & {
  /** The shop's owner takes our access away, or Google does. */
  revokeToken(): Promise<void>
  restoreToken(): Promise<void>
  expireAccessTokens(): Promise<void>
  /** Someone is busy; the calendar is made where there was none. */
  addBusy(calendarId: string, start: Date, end: Date, summary?: string): Promise<void>
  /** A calendar that is shared with us and has nothing in it, perhaps with one account alone; no change where it is. */
  shareCalendar(calendarId: string, sharedWith?: string): Promise<void>
  /** Its owner no longer shares it with us; false: shares it again. */
  refuseCalendar(calendarId: string, refused?: boolean): Promise<void>
  /** Someone of the shop, or a filter of theirs, puts a label on a mail; the label is made where there was none. */
  labelMail(messageId: string, label: string): Promise<void>
  /** No mail to or from these people was ever written. */
  clearMail(addresses: string[]): Promise<void>
  /** What we wrote into these calendars is gone; what their owners wrote stays. */
  clearEvents(calendarIds: string[]): Promise<void>
  /** Gmail drops its list of changes: the next history.list is a 404. */
  forgetHistory(): Promise<void>
}

export type GoogleStandIn = StandIn<GoogleView, GoogleActs>

/**
 * Google on loopback: OAuth (`/o/oauth2/v2/auth`, `/token`), Gmail (`/gmail/v1`), Calendar (`/calendar/v3`), Address Validation
 * (`/v1:validateAddress`), and the customers' mailboxes at the other end.
 */
export async function createGoogleStandIn(options: GoogleOptions): Promise<GoogleStandIn> {
  const address = options.address.toLowerCase()
  const listeners = new Set<() => void>()
  const changed = () => {
    for (const listener of listeners) listener()
  }
  let live: Live | undefined
  const emulator = await openEmulator<GoogleState>(
    {
      name: 'google',
      state: () => firstState(options),
      cors: false,
      setup: ({ app, state }) => {
        app.onError((error) => {
          if (error instanceof ApiRefusal) return answerRefusal(error)
          throw error
        })
        live = route(app, state, options)
      },
    },
    { file: options.file },
  )
  const parts = () => live as Live
  admit(parts().state, options)
  const ours = [address, ...(options.studio ? [options.studio.address.toLowerCase()] : [])]
  const act = createActs(parts, ours, async () => {
    await emulator.keep()
    changed()
  })
  const standIn: GoogleStandIn = {
    url: '',
    fault: null,
    view: () => viewGoogle(parts().state, address, ours),
    act,
    onChange: (listener) => listeners.add(listener),
    reset: async () => {
      await emulator.reset()
      changed()
    },
    close: async () => {
      await served.close()
      await emulator.close()
    },
  }
  const served = await serveGoogle({
    port: options.port ?? 0,
    fault: () => standIn.fault,
    fetch: async (request) => {
      const response = await emulator.fetch(request)
      if (request.method !== 'GET') changed()
      return response
    },
  })
  standIn.url = served.url
  return standIn
}

type Live = { state: GoogleState; postOffice(address: string): PostOffice }

function route(app: Parameters<typeof routeOauth>[0], state: GoogleState, options: GoogleOptions): Live {
  const clock = options.clock ?? (() => new Date())
  const now = () => clock().getTime()
  const address = options.address.toLowerCase()
  openBox(state, address)
  const keepsMessageIds = options.keepsMessageIds ?? false
  const postOffice = (owner: string) => createPostOffice(state, { address: owner, now, keepsMessageIds })
  const parts = { app, state, address, postOffice, now, unitsPerMinute: options.unitsPerMinute ?? 15_000 }
  const access = createAccess(parts)
  routeOauth(app, state, { clientId: options.clientId, clientSecret: options.clientSecret, now })
  routeMessages(parts, access)
  routeDrafts(parts, access)
  routeMailbox(parts, access)
  // A file of an earlier version knows no calendars and no labels.
  state.calendars ??= []
  state.labels ??= []
  routeCalendar({ app, state, now })
  routeAddressValidation(app, options.mapsApiKey)
  return { state, postOffice }
}

/** A reset makes new parts, so they are looked up at each act. */
function createActs(live: () => Live, ours: string[], keep: () => Promise<void>): GoogleActs {
  const [address = ''] = ours
  const customers = () => createCustomers(live().state, live().postOffice(address), ours)
  const kept = async <Result>(result: Result | Promise<Result>): Promise<Result> => {
    const done = await result
    await keep()
    return done
  }
  return {
    customerReplies: (reply) => kept(customers().customerReplies(reply)),
    customerWrites: (mail) => kept(customers().customerWrites(mail)),
    autoReply: (reply) => kept(customers().autoReply(reply)),
    bounce: (mail) => kept(customers().bounce(mail)),
    revokeToken: () => kept(revokeAll(live().state)),
    restoreToken: () => kept(restoreAll(live().state)),
    expireAccessTokens: () => {
      live().state.accessTokens = []
      return kept(undefined)
    },
    addBusy: (id, start, end, summary = 'Busy') =>
      kept(addBusy(live().state, id, { summary, startsAt: start.getTime(), endsAt: end.getTime() })),
    shareCalendar: (id, sharedWith) => {
      Object.assign(openCalendarOf(live().state, id), sharedWith && { sharedWith: sharedWith.toLowerCase() })
      return kept(undefined)
    },
    refuseCalendar: (id, refused = true) => {
      openCalendarOf(live().state, id).refused = refused
      return kept(undefined)
    },
    labelMail: (messageId, label) => kept(putLabel(live().state, ours, messageId, label)),
    clearMail: (people) => kept(clearMail(live().state, ours, people)),
    clearEvents: (ids) => kept(clearEvents(live().state, ids)),
    forgetHistory: () => kept(forgetHistory(openBox(live().state, address))),
  }
}

function addBusy(
  state: GoogleState,
  calendarId: string,
  event: { summary: string; startsAt: number; endsAt: number },
): void {
  const { events } = openCalendarOf(state, calendarId)
  const own = {
    id: nextId(state),
    description: '',
    location: null,
    status: 'confirmed',
    zone: 'UTC',
    private: {},
  } as const
  events.push({ ...own, ...event, createdAt: event.startsAt })
}

function firstState(options: GoogleOptions): GoogleState {
  const state = structuredClone(emptyState)
  admit(state, options)
  return state
}

/** A file of an earlier run may know other tokens than those configured now. */
function admit(state: GoogleState, { refreshToken, studio }: GoogleOptions): void {
  const ours = [
    { token: refreshToken },
    ...(studio ? [{ token: studio.refreshToken, address: studio.address.toLowerCase() }] : []),
  ]
  for (const account of ours) {
    if (state.refreshTokens.some(({ token }) => token === account.token)) continue
    state.refreshTokens.push({ ...account, scopes: fullScopes, revoked: false })
  }
}
