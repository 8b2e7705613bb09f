import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

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
  let mails = await load(file)
  let saving = Promise.resolve()
  const keep = (next: ReceivedMail[]): Promise<void> => {
    mails = next
    saving = saving.then(() => save(file, next))
    changed()
    return saving
  }
  return { mails: () => [...mails], add: (mail) => keep([...mails, mail]), clear: () => keep([]) }
}

async function load(file: string | undefined): Promise<ReceivedMail[]> {
  if (!file) return []
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]'
    throw error
  })
  return JSON.parse(text) as ReceivedMail[]
}

async function save(file: string | undefined, mails: ReceivedMail[]): Promise<void> {
  if (!file) return
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.new`, JSON.stringify(mails), { mode: 0o600 })
  await rename(`${file}.new`, file)
}
