import type { gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js'
import { OutsideError } from '#src/errors.ts'
import { type Call, me, orGone, readMetadata, type Users } from './gmail-call.ts'
import { readRaw } from './gmail-raw.ts'
import type { IncomingMail } from './gmail-types.ts'

/** Mails may be in the list a little later than they came. */
const LAG_S = 3_600

export async function changesSince(users: Users, call: Call, place: { historyId: string; at: Date } | null) {
  const changes = place && (await orGone(readHistory(users, call, place.historyId)))
  if (changes) return changes
  // The place in the history first: what comes in while the list is read is then in both, not in neither.
  const profile = await call(() => users.getProfile(me))
  const since = place ? `after:${Math.floor(place.at.getTime() / 1000) - LAG_S}` : 'newer_than:7d'
  const messageIds = await listMails(users, call, { q: `in:inbox ${since}` })
  return { historyId: profile.historyId ?? '', messageIds }
}

async function readHistory(users: Users, call: Call, startHistoryId: string) {
  const messageIds = new Set<string>()
  let historyId = startHistoryId
  let pageToken: string | undefined
  do {
    const page = await call(() =>
      users.history.list({
        ...me,
        startHistoryId,
        labelId: 'INBOX',
        // labelAdded: a mail that a person fetched out of the spam folder.
        historyTypes: ['messageAdded', 'labelAdded'],
        ...(pageToken && { pageToken }),
      }),
    )
    for (const record of page.history ?? []) {
      for (const id of readArrivals(record)) messageIds.add(id)
    }
    historyId = page.historyId ?? historyId
    pageToken = page.nextPageToken ?? undefined
  } while (pageToken)
  return { historyId, messageIds: [...messageIds] }
}

function readArrivals(record: gmail_v1.Schema$History): string[] {
  const added = (record.messagesAdded ?? []).filter(({ message }) => message?.labelIds?.includes('INBOX'))
  const labelled = (record.labelsAdded ?? []).filter(({ labelIds }) => labelIds?.includes('INBOX'))
  return [...added, ...labelled].flatMap(({ message }) => message?.id ?? [])
}

export async function labelled(users: Users, call: Call, name: string, since: Date): Promise<string[]> {
  const { labels } = await call(() => users.labels.list(me))
  // By id: a search by name wants spaces and slashes written in ways of its own.
  const label = labels?.find((one) => one.name?.toLowerCase() === name.toLowerCase())
  if (!label?.id)
    throw new OutsideError(call.vendor, `there is no label "${name}"`, { retry: 'never', code: 'no_label' })
  return listMails(users, call, { labelIds: [label.id], q: `after:${Math.floor(since.getTime() / 1000)}` })
}

async function listMails(users: Users, call: Call, which: { q: string; labelIds?: string[] }): Promise<string[]> {
  const ids: string[] = []
  let pageToken: string | undefined
  do {
    const page = await call(() =>
      users.messages.list({ ...me, ...which, maxResults: 500, ...(pageToken && { pageToken }) }),
    )
    ids.push(...(page.messages ?? []).flatMap(({ id }) => id ?? []))
    pageToken = page.nextPageToken ?? undefined
  } while (pageToken)
  return ids.reverse()
}

export async function read(users: Users, call: Call, messageId: string): Promise<IncomingMail> {
  const message = await call(() => users.messages.get({ ...me, id: messageId, format: 'raw' }))
  return {
    id: messageId,
    threadId: message.threadId ?? '',
    historyId: message.historyId ?? '',
    labelIds: message.labelIds ?? [],
    receivedAt: readReceivedAt(message),
    raw: readRaw(message.raw ?? ''),
  }
}

export async function readThread(users: Users, call: Call, threadId: string) {
  const thread = await call(() =>
    users.threads.get({ ...me, id: threadId, format: 'metadata', metadataHeaders: ['From'] }),
  )
  return (thread.messages ?? [])
    .filter((message) => !message.labelIds?.includes('DRAFT'))
    .map((message) => ({
      id: message.id ?? '',
      from: readMetadata(message).get('from') ?? '',
      receivedAt: readReceivedAt(message),
    }))
    .sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime())
}

/** Gmail keeps milliseconds since 1970, as a string. */
function readReceivedAt(message: gmail_v1.Schema$Message): Date {
  return new Date(Number(message.internalDate))
}
