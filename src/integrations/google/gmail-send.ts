import type { gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js'
import { OutsideError } from '#src/errors.ts'
import { type Call, me, orGone, readMetadata, type Users } from './gmail-call.ts'
import { ownIdHeader, writeRaw } from './gmail-raw.ts'
import type { OutgoingMail, SentMail } from './gmail-types.ts'

export async function draft(users: Users, call: Call, mail: OutgoingMail): Promise<{ draftId: string }> {
  const raw = await writeRaw(mail)
  const message = { raw, ...(mail.thread && { threadId: mail.thread.threadId }) }
  const made = await call(() => users.drafts.create({ ...me, requestBody: { message } }))
  return { draftId: `${made.id}/${made.message?.threadId}` }
}

export async function send(users: Users, call: Call, draftId: string): Promise<SentMail> {
  const { id } = splitDraftId(draftId)
  const sent = await call(() => users.drafts.send({ ...me, requestBody: { id } }))
  try {
    const headers = await readHeaders(users, call, sent.id ?? '')
    return writeSent(sent, headers)
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    // The mail has left: an answer with a status would read as a refusal to send it.
    throw new OutsideError(call.vendor, 'sent, but its Message-ID could not be read', { retry: 'later', cause: error })
  }
}

export async function whatBecameOf(
  users: Users,
  call: Call,
  draftId: string,
  ownId: string,
): Promise<'unsent' | SentMail> {
  const { id, threadId } = splitDraftId(draftId)
  const draft = await orGone(call(() => users.drafts.get({ ...me, id, format: 'minimal' })))
  if (draft) return 'unsent'
  const sent = (await findInThread(users, call, threadId, ownId)) ?? (await findAmongSent(users, call, ownId))
  if (sent) return sent
  throw new OutsideError(call.vendor, 'the draft is gone and no sent mail carries its id', {
    retry: 'never',
    code: 'draft_gone',
  })
}

/** A sent draft stays in its thread; a thread is read at once, while Gmail's search lags behind by seconds. */
async function findInThread(users: Users, call: Call, threadId: string, ownId: string): Promise<SentMail | null> {
  const thread = await orGone(call(() => users.threads.get({ ...me, id: threadId, format: 'metadata' })))
  const sent = thread?.messages?.find((message) => isSent(message) && isOurs(readMetadata(message), ownId))
  return sent ? writeSent(sent, readMetadata(sent)) : null
}

export function findSent(
  users: Users,
  call: Call,
  { to, rfcMessageId, since }: { to: string; rfcMessageId: string; since: Date },
): Promise<SentMail | null> {
  const q = `in:sent to:${to} after:${Math.floor(since.getTime() / 1000) - SKEW_S}`
  return findAmongSent(users, call, rfcMessageId, q)
}

/** How far Google's clock and ours may be apart: an hour set wrong sends nothing twice. */
const SKEW_S = 3_600

/** Newest first, at most 50: somebody may have moved the draft to another thread by changing its subject. */
async function findAmongSent(
  users: Users,
  call: Call,
  ownId: string,
  q = 'in:sent newer_than:7d',
): Promise<SentMail | null> {
  const list = await call(() => users.messages.list({ ...me, q, maxResults: 50 }))
  for (const { id } of list.messages ?? []) {
    const message = await call(() => users.messages.get({ ...me, id: id ?? '', format: 'metadata' }))
    if (isOurs(readMetadata(message), ownId)) return writeSent(message, readMetadata(message))
  }
  return null
}

async function readHeaders(users: Users, call: Call, messageId: string): Promise<Map<string, string>> {
  return readMetadata(await call(() => users.messages.get({ ...me, id: messageId, format: 'metadata' })))
}

function isOurs(headers: Map<string, string>, ownId: string): boolean {
  return headers.get(ownIdHeader.toLowerCase()) === ownId || headers.get('message-id') === ownId
}

function isSent(message: gmail_v1.Schema$Message): boolean {
  return message.labelIds?.includes('SENT') ?? false
}

function writeSent(message: gmail_v1.Schema$Message, headers: Map<string, string>): SentMail {
  return {
    messageId: message.id ?? '',
    threadId: message.threadId ?? '',
    rfcMessageId: headers.get('message-id') ?? '',
  }
}

function splitDraftId(draftId: string): { id: string; threadId: string } {
  const [id = '', threadId = ''] = draftId.split('/')
  return { id, threadId }
}
