import { checkRecipients, type Mail, readMail, setHeader } from '#src/world/google/mail.ts'
import { notFound } from '#src/world/google/refusal.ts'
import { type GoogleState, type Letter, nextToken } from '#src/world/google/state.ts'
import { file, joins, openBox, threadOf } from './mailbox.ts'

export type PostOffice = {
  /** The shop's mail, on its way out through the API. A draft that is sent stays in the thread it was in. */
  send(raw: string, threadId: string | null, wasDraft?: boolean): Promise<Letter>
  draft(raw: string, threadId: string | null): Promise<Letter>
  /** Anybody's mail to anybody; answers the receiver's copy. */
  deliver(raw: string): Promise<Letter>
}

export function createPostOffice(
  state: GoogleState,
  options: { address: string; keepsMessageIds: boolean; now: () => number },
): PostOffice {
  const { address, now } = options
  return {
    async send(raw, threadId, wasDraft = false) {
      const mail = await readMail(stamp(state, await readMail(raw), options))
      checkRecipients(mail)
      const letter = file(state, openBox(state, address), mail, {
        labelIds: mail.to.includes(address) ? ['SENT', 'INBOX', 'UNREAD'] : ['SENT'],
        threadId: wasDraft ? threadId : placeInThread(state, address, mail, threadId),
        at: now(),
      })
      for (const to of mail.to) if (to !== address) receive(state, to, mail, now())
      return letter
    },
    async draft(raw, threadId) {
      const mail = await readMail(raw)
      const place = placeInThread(state, address, mail, threadId)
      return file(state, openBox(state, address), mail, { labelIds: ['DRAFT'], threadId: place, at: now() })
    },
    async deliver(raw) {
      const mail = await readMail(raw)
      checkRecipients(mail)
      if (!isMachine(mail.from)) keepCopy(state, mail, now())
      const letters = mail.to.map((to) => receive(state, to, mail, now()))
      return letters[0] as Letter
    },
  }
}

/**
 * What the Gmail API makes of a mail: From is the account's own address, and the Message-ID is Gmail's own; other
 * headers stay. (SMTP keeps a well-formed Message-ID; the API, by all reports of people who tried, does not.)
 */
function stamp(
  state: GoogleState,
  mail: Mail,
  options: { address: string; keepsMessageIds: boolean; now: () => number },
): string {
  let raw = setHeader(mail.raw, 'Bcc', null)
  if (mail.from !== options.address) raw = setHeader(raw, 'From', options.address)
  if (!options.keepsMessageIds || !mail.rfcMessageId) {
    const id = nextToken(state, 'CA').replaceAll('-', '')
    raw = setHeader(raw, 'Message-ID', `<${id}@mail.gmail.com>`)
  }
  return setHeader(raw, 'Date', new Date(options.now()).toUTCString().replace('GMT', '+0000'))
}

function placeInThread(state: GoogleState, address: string, mail: Mail, threadId: string | null): string | null {
  if (threadId === null) return null
  const box = openBox(state, address)
  if (!box.letters.some((letter) => letter.threadId === threadId)) throw notFound()
  return joins(box, mail, threadId) ? threadId : null
}

function receive(state: GoogleState, address: string, mail: Mail, at: number): Letter {
  const box = openBox(state, address)
  return file(state, box, mail, { labelIds: ['INBOX', 'UNREAD'], threadId: threadOf(box, mail), at })
}

function keepCopy(state: GoogleState, mail: Mail, at: number): void {
  const box = openBox(state, mail.from)
  file(state, box, mail, { labelIds: ['SENT'], threadId: threadOf(box, mail), at })
}

function isMachine(address: string): boolean {
  return address.startsWith('mailer-daemon@')
}
