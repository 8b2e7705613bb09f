import { Refusal } from '#src/errors.ts'
import { baseSubject, type Mail } from '#src/world/google/mail.ts'
import { type Change, type GoogleState, type Letter, type Mailbox, nextId } from '#src/world/google/state.ts'

const keptChanges = 5000

export function openBox(state: GoogleState, address: string): Mailbox {
  const key = address.toLowerCase()
  const box = state.boxes[key] ?? { historyId: 1_204_500, historyFloor: 0, letters: [], history: [] }
  state.boxes[key] = box
  return box
}

/** Lays a mail into a mailbox. No thread given: it starts one. */
export function file(
  state: GoogleState,
  box: Mailbox,
  mail: Mail,
  where: { labelIds: string[]; threadId: string | null; at: number },
): Letter {
  const id = nextId(state)
  const letter: Letter = {
    ...mail,
    id,
    threadId: where.threadId ?? id,
    labelIds: where.labelIds,
    receivedAt: where.at,
    historyId: 0,
  }
  box.letters.push(letter)
  note(box, letter, 'messagesAdded', where.labelIds)
  return letter
}

export function remove(box: Mailbox, letter: Letter): void {
  box.letters = box.letters.filter((one) => one !== letter)
  note(box, letter, 'messagesDeleted', [])
}

export function relabel(box: Mailbox, letter: Letter, add: string[], take: string[]): void {
  const added = add.filter((label) => !letter.labelIds.includes(label))
  const removed = take.filter((label) => letter.labelIds.includes(label))
  letter.labelIds = [...letter.labelIds, ...added].filter((label) => !removed.includes(label))
  if (added.length > 0) note(box, letter, 'labelsAdded', added)
  if (removed.length > 0) note(box, letter, 'labelsRemoved', removed)
}

/** Puts a label of the shop's own on a mail, as its people or their filters do; made where there was none. */
export function putLabel(state: GoogleState, ours: string[], messageId: string, name: string): void {
  const found = findAmong(state, ours, ({ id }) => id === messageId)
  if (!found) throw new Refusal('The shop has no such mail.')
  const known = state.labels.find((label) => label.name === name)
  const label = known ?? { id: `Label_${state.labels.length + 1}`, name }
  if (!known) state.labels.push(label)
  relabel(found.box, found.letter, [label.id], [])
}

/** A mail in one of our mailboxes. */
export function findAmong(state: GoogleState, ours: string[], is: (letter: Letter) => boolean) {
  for (const address of ours) {
    const box = openBox(state, address)
    const letter = box.letters.find(is)
    if (letter) return { address, box, letter }
  }
  return null
}

export function forgetHistory(box: Mailbox): void {
  box.historyFloor = box.historyId
  box.history = []
}

/** Takes away what these people and we wrote to each other. */
export function clearMail(state: GoogleState, ours: string[], people: string[]): void {
  const gone = new Set(people.map((address) => address.toLowerCase()))
  for (const own of ours) {
    const box = openBox(state, own)
    for (const letter of box.letters) if ([letter.from, ...letter.to].some((one) => gone.has(one))) remove(box, letter)
  }
  for (const address of gone) if (!ours.includes(address)) delete state.boxes[address]
}

function note(box: Mailbox, letter: Letter, kind: Change['kind'], changed: string[]): void {
  box.historyId += 7
  letter.historyId = box.historyId
  const { id: messageId, threadId, labelIds } = letter
  box.history.push({ id: box.historyId, kind, messageId, threadId, labelIds: [...labelIds], changed: [...changed] })
  const forgotten = box.history.length > keptChanges ? box.history.shift() : undefined
  if (forgotten) box.historyFloor = forgotten.id
}

/**
 * The thread that an incoming mail belongs to: it quotes a mail of it and has its subject. Failure reports are put
 * beside the mail they are about, whatever their subject.
 */
export function threadOf(box: Mailbox, mail: Mail): string | null {
  const parent = box.letters.findLast(
    (letter) =>
      mail.references.includes(letter.rfcMessageId) &&
      (isDaemon(mail) || baseSubject(letter.subject) === baseSubject(mail.subject)),
  )
  return parent?.threadId ?? null
}

/**
 * Gmail's three conditions for a mail that is sent into a thread: threadId, References, subject. Where one fails
 * Gmail says nothing and starts a new thread.
 *
 * @see https://developers.google.com/workspace/gmail/api/guides/threads
 */
export function joins(box: Mailbox, mail: Mail, threadId: string): boolean {
  const thread = box.letters.filter((letter) => letter.threadId === threadId)
  const quotes = thread.some((letter) => mail.references.includes(letter.rfcMessageId))
  const sameSubject = thread.some((letter) => baseSubject(letter.subject) === baseSubject(mail.subject))
  return quotes && sameSubject
}

function isDaemon(mail: Mail): boolean {
  return mail.from.startsWith('mailer-daemon@')
}
