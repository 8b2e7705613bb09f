export type OutgoingMail = {
  to: string
  subject: string
  text: string
  html?: string
  /** Gmail puts the account's own address in place of any address it does not know as an alias of the account. */
  from?: string
  /** A `Message-ID` given here is the mail's identity for `whatBecameOf`; it is not what the customer receives. */
  headers?: Record<string, string>
  /** Gmail joins it to the thread only if all three are right and the subject is the thread's (a `Re: ` is allowed). */
  thread?: { threadId: string; inReplyTo: string; references: string[] }
}

/** `rfcMessageId`: the Message-ID the customer's mail app sees and quotes, with its angle brackets. */
export type SentMail = { messageId: string; threadId: string; rfcMessageId: string }

export type IncomingMail = {
  id: string
  threadId: string
  historyId: string
  labelIds: string[]
  receivedAt: Date
  /** RFC 5322 source. */
  raw: string
}
