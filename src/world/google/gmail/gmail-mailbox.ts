import { ApiRefusal, badRequest, notFound } from '#src/world/google/refusal.ts'
import type { Change, Mailbox } from '#src/world/google/state.ts'
import type { createAccess, GmailParts } from './gmail-access.ts'
import { page } from './gmail-access.ts'
import { readSize, search } from './gmail-messages.ts'
import { writeMessage } from './payload.ts'

type Access = ReturnType<typeof createAccess>

const root = '/gmail/v1/users/:userId'
const labels = ['INBOX', 'SENT', 'DRAFT', 'UNREAD', 'SPAM', 'TRASH', 'STARRED', 'IMPORTANT']
const weekMs = 7 * 86_400_000

/** What is about the mailbox as a whole: profile, threads, history, labels, watch. */
export function routeMailbox(parts: GmailParts, access: Access): void {
  const { app, state, now } = parts
  app.get(`${root}/profile`, (c) => {
    const box = access.mailbox(c, 'read', 1)
    return c.json({
      emailAddress: access.owner(c),
      messagesTotal: box.letters.length,
      threadsTotal: new Set(box.letters.map(({ threadId }) => threadId)).size,
      historyId: String(box.historyId),
    })
  })
  app.get(`${root}/labels`, (c) => {
    access.mailbox(c, 'read', 1)
    const own = state.labels.map((label) => ({ ...label, type: 'user' }))
    return c.json({ labels: [...labels.map((id) => ({ id, name: id, type: 'system' })), ...own] })
  })
  app.post(`${root}/watch`, async (c) => {
    const box = access.mailbox(c, 'read', 100)
    const { topicName } = await c.req.json<{ topicName?: string }>()
    if (!topicName) throw badRequest('Invalid topicName')
    return c.json({ historyId: String(box.historyId), expiration: String(now() + weekMs) })
  })
  app.post(`${root}/stop`, (c) => {
    access.mailbox(c, 'read', 50)
    return c.body(null, 204)
  })
  routeThreads(parts, access)
  routeHistory(parts, access)
}

function routeThreads({ app, now }: GmailParts, access: Access): void {
  app.get(`${root}/threads`, (c) => {
    const box = access.mailbox(c, 'read', 10)
    const found = search(box, c.req.query('q') ?? '', c.req.queries('labelIds') ?? [], now())
    const newest = new Map(found.toReversed().map((letter) => [letter.threadId, letter]))
    const all = [...newest.values()].reverse().map((letter) => ({
      id: letter.threadId,
      snippet: letter.text.slice(0, 200),
      historyId: String(letter.historyId),
    }))
    const { items, next } = page(all, readSize(c.req.query('maxResults'), 100), c.req.query('pageToken'))
    return c.json({ ...(items.length > 0 && { threads: items }), ...next, resultSizeEstimate: all.length })
  })
  app.get(`${root}/threads/:id`, (c) => {
    const box = access.mailbox(c, 'read', 10)
    const id = c.req.param('id')
    const letters = box.letters.filter(({ threadId }) => threadId === id)
    if (letters.length === 0) throw notFound()
    const format = c.req.query('format') ?? 'full'
    const messages = letters.map((letter) => writeMessage(letter, format, c.req.queries('metadataHeaders')))
    return c.json({ id, historyId: String(Math.max(...letters.map(({ historyId }) => historyId))), messages })
  })
}

const kinds: Record<string, Change['kind']> = {
  messageAdded: 'messagesAdded',
  messageDeleted: 'messagesDeleted',
  labelAdded: 'labelsAdded',
  labelRemoved: 'labelsRemoved',
}

function routeHistory({ app }: GmailParts, access: Access): void {
  app.get(`${root}/history`, (c) => {
    const box = access.mailbox(c, 'read', 2)
    const start = readStart(box, c.req.query('startHistoryId'))
    const wanted = (c.req.queries('historyTypes') ?? []).map((type) => kinds[type])
    const label = c.req.query('labelId')
    const found = box.history
      .filter(({ id }) => id > start)
      .filter(({ kind }) => wanted.length === 0 || wanted.includes(kind))
      .filter(({ labelIds }) => !label || labelIds.includes(label))
    const { items, next } = page(found, readSize(c.req.query('maxResults'), 100), c.req.query('pageToken'))
    const history = items.map(writeChange)
    return c.json({ ...(history.length > 0 && { history }), ...next, historyId: String(box.historyId) })
  })
}

function readStart(box: Mailbox, asked: string | undefined): number {
  if (!asked || !/^\d+$/.test(asked)) throw badRequest('Missing or invalid startHistoryId')
  if (Number(asked) >= box.historyFloor) return Number(asked)
  throw new ApiRefusal(404, 'notFound', 'Requested entity was not found.')
}

function writeChange(change: Change) {
  const message = { id: change.messageId, threadId: change.threadId, labelIds: change.labelIds }
  const isLabel = change.kind === 'labelsAdded' || change.kind === 'labelsRemoved'
  return {
    id: String(change.id),
    messages: [{ id: change.messageId, threadId: change.threadId }],
    [change.kind]: [isLabel ? { message, labelIds: change.changed } : { message }],
  }
}
