import type { App } from '#src/app.ts'
import { wellFormed } from '#src/database/well-formed.ts'
import type { Arrived, Reader, StoredItem, Verdict } from '../reader.ts'

/** Texts that came in, and how ours fared, as Twilio posts them. */
export const TEXTS = 'twilio'
export const STATUSES = 'twilio-status'

/** A text from a phone. `optOut`: it only stops or starts our writing, and is no answer to anything. */
export type IncomingText = {
  sid: string
  /** E.164 */
  from: string
  to: string
  body: string
  optOut: 'STOP' | 'START' | 'HELP' | null
}

/** How a text of ours fared: Twilio's id of it, and Twilio's word. */
export type TextStatus = { sid: string; status: string }

type TextReading = Pick<Reader, 'step'> & { read(app: App, text: IncomingText, item: Arrived): Promise<Verdict> }
type StatusReading = Pick<Reader, 'step'> & { read(app: App, status: TextStatus, item: Arrived): Promise<Verdict> }

/** A reader of the texts that come in. STOP has silenced the number before any reader sees it. */
export function readsTexts({ step, read }: TextReading): Reader {
  return {
    step,
    source: TEXTS,
    what: 'A text',
    read: (app, item) => read(app, readText(item), item),
    words: async (item) => {
      const { from, body, optOut } = readText(item)
      return optOut ? null : `${from}\n\n${body}`
    },
  }
}

/** A reader of how our texts fared. */
export function readsStatuses({ step, read }: StatusReading): Reader {
  return {
    step,
    source: STATUSES,
    what: 'A status of a text',
    read: (app, item) => read(app, readStatus(item), item),
  }
}

function readText(item: StoredItem): IncomingText {
  const field = fieldsOf(item)
  const optOut = field('OptOutType')
  const isKnown = optOut === 'STOP' || optOut === 'START' || optOut === 'HELP'
  return {
    sid: field('MessageSid'),
    from: field('From'),
    to: field('To'),
    body: field('Body'),
    optOut: isKnown ? optOut : null,
  }
}

export function readStatus(item: Pick<StoredItem, 'body'>): TextStatus {
  const field = fieldsOf(item)
  return { sid: field('MessageSid'), status: field('MessageStatus') }
}

function fieldsOf({ body }: Pick<StoredItem, 'body'>): (name: string) => string {
  const fields = new URLSearchParams(body)
  return (name) => wellFormed(fields.get(name) ?? '')
}
