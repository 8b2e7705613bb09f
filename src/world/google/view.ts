import { isOn } from '#src/world/google/calendar.ts'
import type { CalendarEvent, GoogleState, Letter, Mailbox } from '#src/world/google/state.ts'

export type GoogleView = {
  /** The shop's address, and whether its token still works. */
  address: string
  connected: boolean
  /** The addresses that the product writes from: the shop's, and the studio's where it has one. */
  ours: string[]
  shop: ThreadView[]
  /** Everybody who has written or received a mail, the latest first. */
  customers: { address: string; threads: ThreadView[] }[]
  calendars: CalendarView[]
}

/** A person's calendar, its events by time. `refused`: no longer shared with us. */
export type CalendarView = { id: string; refused: boolean; events: EventView[] }

export type EventView = Pick<CalendarEvent, 'id' | 'summary' | 'location' | 'description' | 'zone' | 'private'> & {
  start: Date
  end: Date
}

/** Threads with the latest mail first; mails oldest first. */
export type ThreadView = { threadId: string; subject: string; letters: LetterView[] }

export type LetterView = Pick<
  Letter,
  'id' | 'rfcMessageId' | 'from' | 'fromName' | 'to' | 'subject' | 'text' | 'html' | 'labelIds'
> & {
  at: Date
  /** Written by the owner of the mailbox. */
  outgoing: boolean
}

export function viewGoogle(state: GoogleState, address: string, ours = [address]): GoogleView {
  const customers = Object.entries(state.boxes)
    .filter(([owner]) => !ours.includes(owner))
    .map(([owner, box]) => ({ address: owner, threads: viewThreads(box) }))
  return {
    address,
    connected: state.refreshTokens.some(({ revoked }) => !revoked),
    ours,
    shop: viewThreads(state.boxes[address]),
    customers: customers.sort((a, b) => latest(b.threads[0]) - latest(a.threads[0])),
    calendars: state.calendars.map(({ id, refused, events }) => ({ id, refused, events: viewEvents(events) })),
  }
}

function viewEvents(events: CalendarEvent[]): EventView[] {
  const views = events
    .filter(isOn)
    .map(({ id, summary, location, description, zone, startsAt, endsAt, private: own }) => ({
      ...{ id, summary, location, description, zone, private: own },
      start: new Date(startsAt),
      end: new Date(endsAt),
    }))
  return views.sort((a, b) => a.start.getTime() - b.start.getTime())
}

function viewThreads(box: Mailbox | undefined): ThreadView[] {
  const threads = Map.groupBy(box?.letters ?? [], ({ threadId }) => threadId)
  const views = [...threads].map(([threadId, letters]) => ({
    threadId,
    subject: letters[0]?.subject ?? '',
    letters: letters.map(viewLetter),
  }))
  return views.sort((a, b) => latest(b) - latest(a))
}

function viewLetter(letter: Letter): LetterView {
  const { id, rfcMessageId, from, fromName, to, subject, text, html, labelIds, receivedAt } = letter
  const outgoing = labelIds.includes('SENT') || labelIds.includes('DRAFT')
  return { id, rfcMessageId, from, fromName, to, subject, text, html, labelIds, at: new Date(receivedAt), outgoing }
}

function latest(thread: ThreadView | undefined): number {
  return thread?.letters.at(-1)?.at.getTime() ?? 0
}
