import { openKeptFile } from '../vendor/kept-file.ts'

export type ReceivedMail = {
  messageId: string
  from: string
  /** The envelope's recipients. */
  to: string[]
  subject: string
  text: string
  html: string
  /** Names in lower case. */
  headers: Record<string, string>
  raw: string
  at: string
}

/** The mails that were taken, kept in a file when one is given. */
export type Mailbox = {
  mails(): ReceivedMail[]
  add(mail: ReceivedMail): Promise<void>
  clear(): Promise<void>
}

export async function openMailbox(file: string | undefined, changed: () => void): Promise<Mailbox> {
  const { kept, save } = await openKeptFile<ReceivedMail[]>(file)
  let mails = kept ?? []
  const keep = (next: ReceivedMail[]): Promise<void> => {
    mails = next
    const saved = save(next)
    changed()
    return saved
  }
  return { mails: () => [...mails], add: (mail) => keep([...mails, mail]), clear: () => keep([]) }
}
