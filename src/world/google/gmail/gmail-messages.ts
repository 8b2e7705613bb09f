import { badRequest, notFound } from '#src/world/google/refusal.ts'
import type { Letter, Mailbox } from '#src/world/google/state.ts'
import { type createAccess, findLetter, type GmailParts, page } from './gmail-access.ts'
import { relabel, remove } from './mailbox.ts'
import { writeMessage } from './payload.ts'
import { readQuery } from './query.ts'

type Posted = { raw?: string; threadId?: string }
type Access = ReturnType<typeof createAccess>

const root = '/gmail/v1/users/:userId'

export function routeMessages(parts: GmailParts, access: Access): void {
  const { app, postOffice, now } = parts
  app.get(`${root}/messages`, (c) => {
    const box = access.mailbox(c, 'read', 5)
    const found = search(box, c.req.query('q') ?? '', c.req.queries('labelIds') ?? [], now())
    const { items, next } = page(found, readSize(c.req.query('maxResults'), 100), c.req.query('pageToken'))
    const messages = items.map(({ id, threadId }) => ({ id, threadId }))
    return c.json({ ...(messages.length > 0 && { messages }), ...next, resultSizeEstimate: found.length })
  })
  app.post(`${root}/messages/send`, async (c) => {
    access.mailbox(c, 'send', 100)
    const { raw, threadId } = await c.req.json<Posted>()
    return c.json(writeStub(await postOffice(access.owner(c)).send(raw ?? '', threadId ?? null)))
  })
  app.get(`${root}/messages/:id`, (c) => {
    const letter = findLetter(access.mailbox(c, 'read', 5), c.req.param('id'))
    return c.json(writeMessage(letter, c.req.query('format') ?? 'full', c.req.queries('metadataHeaders')))
  })
  app.post(`${root}/messages/:id/modify`, async (c) => {
    const box = access.mailbox(c, 'modify', 5)
    const letter = findLetter(box, c.req.param('id'))
    const { addLabelIds = [], removeLabelIds = [] } = await c.req.json<Record<string, string[]>>()
    relabel(box, letter, addLabelIds, removeLabelIds)
    return c.json(writeStub(letter))
  })
}

export function routeDrafts(parts: GmailParts, access: Access): void {
  const { app, state, postOffice } = parts
  const find = (box: Mailbox, id: string) => {
    const draft = state.drafts.find((one) => one.id === id)
    if (!draft) throw notFound()
    return { draft, letter: findLetter(box, draft.messageId) }
  }
  const discard = (box: Mailbox, id: string) => {
    const { draft, letter } = find(box, id)
    remove(box, letter)
    state.drafts = state.drafts.filter((one) => one !== draft)
    return letter
  }
  app.get(`${root}/drafts`, (c) => {
    const box = access.mailbox(c, 'read', 5)
    const own = state.drafts.filter(({ messageId }) => box.letters.some(({ id }) => id === messageId))
    const all = own.map(({ id }) => ({ id, message: idsOf(find(box, id).letter) })).reverse()
    const { items, next } = page(all, readSize(c.req.query('maxResults'), 100), c.req.query('pageToken'))
    return c.json({ ...(items.length > 0 && { drafts: items }), ...next, resultSizeEstimate: all.length })
  })
  app.post(`${root}/drafts`, async (c) => {
    access.mailbox(c, 'send', 10)
    const { message } = await c.req.json<{ message?: Posted }>()
    const letter = await postOffice(access.owner(c)).draft(message?.raw ?? '', message?.threadId ?? null)
    const draft = { id: `r-${BigInt(`0x${letter.id}`)}`, messageId: letter.id }
    state.drafts.push(draft)
    return c.json({ id: draft.id, message: writeStub(letter) })
  })
  app.post(`${root}/drafts/send`, async (c) => {
    const box = access.mailbox(c, 'send', 100)
    const { id } = await c.req.json<{ id?: string }>()
    if (!id) throw badRequest('Draft id required')
    const { draft, letter } = find(box, id)
    // Taken away first: of two calls at once only one may find it.
    state.drafts = state.drafts.filter((one) => one !== draft)
    const sent = await postOffice(access.owner(c))
      .send(letter.raw, letter.threadId, true)
      .catch((error: unknown) => {
        state.drafts.push(draft)
        throw error
      })
    remove(box, letter)
    return c.json(writeStub(sent))
  })
  app.get(`${root}/drafts/:id`, (c) => {
    const { draft, letter } = find(access.mailbox(c, 'read', 5), c.req.param('id'))
    return c.json({ id: draft.id, message: writeMessage(letter, c.req.query('format') ?? 'full') })
  })
  app.delete(`${root}/drafts/:id`, (c) => {
    discard(access.mailbox(c, 'send', 10), c.req.param('id'))
    return c.body(null, 204)
  })
}

/** Newest first, without what lies in the spam folder and the bin unless it is asked for. */
export function search(box: Mailbox, q: string, labelIds: string[], now: number): Letter[] {
  const matches = readQuery(q)
  const hidden = /in:(spam|trash|anywhere)/i.test(q) ? [] : ['SPAM', 'TRASH']
  return box.letters
    .filter((letter) => labelIds.every((label) => letter.labelIds.includes(label)))
    .filter((letter) => !hidden.some((label) => letter.labelIds.includes(label)) && matches(letter, now))
    .toReversed()
}

export function readSize(asked: string | undefined, usual: number): number {
  return Math.min(Number(asked ?? usual) || usual, 500)
}

function writeStub(letter: Letter) {
  return { ...idsOf(letter), labelIds: letter.labelIds }
}

function idsOf({ id, threadId }: Letter) {
  return { id, threadId }
}
