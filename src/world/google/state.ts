/** All that the stand-in remembers: JSON, so that it can be kept in a file. */
export type GoogleState = {
  /** Counts everything that needs an id. */
  sequence: number
  /** One mailbox per address: those the API serves (the shop's, the studio's) and each customer's. */
  boxes: Record<string, Mailbox>
  drafts: { id: string; messageId: string }[]
  /** Those that the shop's people made. */
  labels: { id: string; name: string }[]
  /** `address`: whose account it is; none: the shop's. */
  refreshTokens: { token: string; scopes: string[]; revoked: boolean; address?: string }[]
  accessTokens: { token: string; scopes: string[]; expiresAt: number; address?: string }[]
  /** `challenge`: what the verifier must hash to, where PKCE was asked for. */
  codes: { code: string; scopes: string[]; redirectUri: string; challenge: string | null; address?: string }[]
  calendars: CalendarKept[]
}

/** A calendar that is shared with one of our accounts, or was refused to it. `sharedWith`: that one alone sees it. */
export type CalendarKept = { id: string; refused: boolean; events: CalendarEvent[]; sharedWith?: string }

export type CalendarEvent = {
  id: string
  summary: string
  location: string | null
  description: string
  status: 'confirmed' | 'cancelled'
  startsAt: number
  endsAt: number
  zone: string
  private: Record<string, string>
  createdAt: number
}

export type Mailbox = {
  historyId: number
  /** Gmail forgets: changes up to this one are gone. */
  historyFloor: number
  letters: Letter[]
  history: Change[]
}

/** One mail in one mailbox. */
export type Letter = {
  id: string
  threadId: string
  historyId: number
  labelIds: string[]
  receivedAt: number
  /** The source, base64url. */
  raw: string
  rfcMessageId: string
  /** In-Reply-To and References, with their brackets. */
  references: string[]
  from: string
  fromName: string
  to: string[]
  subject: string
  text: string
  html: string | null
}

export type Change = {
  id: number
  kind: 'messagesAdded' | 'messagesDeleted' | 'labelsAdded' | 'labelsRemoved'
  messageId: string
  threadId: string
  /** Of the message, after the change. */
  labelIds: string[]
  /** Those that were added or removed. */
  changed: string[]
}

export const emptyState: GoogleState = {
  sequence: 0,
  boxes: {},
  drafts: [],
  labels: [],
  refreshTokens: [],
  accessTokens: [],
  codes: [],
  calendars: [],
}

/** Gmail's ids: 16 hexadecimal digits, later ones greater. */
export function nextId(state: GoogleState): string {
  state.sequence += 1
  return (0x19a0000000000000n + BigInt(state.sequence) * 0x1f3dn).toString(16)
}

export function nextToken(state: GoogleState, kind: string): string {
  state.sequence += 1
  return `${kind}-${state.sequence}-${crypto.randomUUID()}`
}
