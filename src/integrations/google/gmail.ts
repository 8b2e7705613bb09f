import { gmail as openGmail } from 'googleapis/build/src/apis/gmail/index.js'
import { OutsideError } from '#src/errors.ts'
import { type Call, me } from './gmail-call.ts'
import { changesSince, labelled, read, readThread } from './gmail-read.ts'
import { draft, findSent, send, whatBecameOf } from './gmail-send.ts'
import type { IncomingMail, OutgoingMail, SentMail } from './gmail-types.ts'
import type { GoogleAuth } from './google-auth.ts'
import { callGoogle } from './google-error.ts'
import type { GmailVendor } from './google-names.ts'

export type { IncomingMail, OutgoingMail, SentMail } from './gmail-types.ts'

export type Gmail = {
  /** The account's own address. */
  address(): Promise<string>
  /** The address of the account that this token is of; the one in use stays as it is. */
  addressOf(refreshToken: string): Promise<string>
  /** `draftId` is ours to keep and give back as it is (it also names the draft's thread). */
  draft(mail: OutgoingMail): Promise<{ draftId: string }>
  /**
   * A draft leaves once: of two calls one gets status 404, and `whatBecameOf` tells it what the other did.
   */
  send(draftId: string): Promise<SentMail>
  /**
   * Settles a doubt after a crash: a draft that is still there was not sent; one that is gone was.
   * `rfcMessageId` is the Message-ID given to `draft`. Refuses (`draft_gone`) when a person has to look.
   */
  whatBecameOf(draftId: string, rfcMessageId: string): Promise<'unsent' | SentMail>
  /**
   * Settles a doubt where no draft is known, after a restored backup: the mail with this Message-ID (the one given to
   * `draft`) that left for this address since then; null when none did. Gmail's search lags by seconds.
   */
  findSent(mail: { to: string; rfcMessageId: string; since: Date }): Promise<SentMail | null>
  /**
   * Ids of mails that came into the inbox since, oldest first, possibly some twice over several calls. `at`: when that
   * place was read; a history that Gmail no longer has (it keeps about a week, sometimes hours) is made up by a listing
   * from then on. Null: the last 7 days.
   */
  changesSince(place: { historyId: string; at: Date } | null): Promise<{ historyId: string; messageIds: string[] }>
  /**
   * Ids of the mails that carry this label (its name, small letters or not) and came in since, oldest first; archived
   * ones too, spam and bin not. Refuses (`no_label`) where the account has no such label.
   */
  labelled(label: string, since: Date): Promise<string[]>
  /** Status 404 when somebody has deleted it for good in the meantime. */
  read(messageId: string): Promise<IncomingMail>
  /** The mails of a thread, ours and theirs, oldest first, no drafts. `from` is the header as it stands. */
  readThread(threadId: string): Promise<{ id: string; from: string; receivedAt: Date }[]>
}

export type GmailConfig = {
  auth: GoogleAuth
  /** What its failures are told under. */
  vendor: GmailVendor
  /** `https://gmail.googleapis.com` */
  apiRoot: string
}

const timeoutMs = 20_000

/**
 * Gmail of the one account that is connected. Every failure is an OutsideError of its `vendor`; without a status nobody
 * knows whether Gmail took the call. Retries are the caller's.
 *
 * The Gmail API writes a Message-ID of its own into what it sends, whatever `raw` says (observed by many, documented
 * nowhere), so the real one is read back after sending, and our own travels in a second header.
 *
 * @see https://developers.google.com/workspace/gmail/api/reference/rest
 */
export function createGmail(config: GmailConfig): Gmail {
  const { users } = openGmail({
    version: 'v1',
    auth: config.auth.client,
    rootUrl: `${config.apiRoot.replace(/\/$/, '')}/`,
    retry: false,
    timeout: timeoutMs,
  })
  const { vendor } = config
  const request = async <Data>(ask: () => Promise<{ data: Data }>) => {
    await requireToken(config)
    return (await callGoogle(vendor, ask)).data
  }
  const call: Call = Object.assign(request, { vendor })
  return {
    address: async () => (await call(() => users.getProfile(me))).emailAddress ?? '',
    addressOf: (refreshToken) => createGmail({ ...config, auth: config.auth.trying(refreshToken) }).address(),
    draft: (mail) => draft(users, call, mail),
    send: (draftId) => send(users, call, draftId),
    whatBecameOf: (draftId, rfcMessageId) => whatBecameOf(users, call, draftId, rfcMessageId),
    findSent: (mail) => findSent(users, call, mail),
    changesSince: (place) => changesSince(users, call, place),
    labelled: (label, since) => labelled(users, call, label, since),
    read: (messageId) => read(users, call, messageId),
    readThread: (threadId) => readThread(users, call, threadId),
  }
}

async function requireToken({ auth, vendor }: GmailConfig): Promise<void> {
  if (await auth.isConnected()) return
  throw new OutsideError(vendor, 'nobody has connected Gmail yet', {
    retry: 'never',
    status: 401,
    code: 'invalid_grant',
  })
}
