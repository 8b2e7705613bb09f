import { Musician } from '#entities/bookings/musician.ts'
import type { App } from '#src/app.ts'
import type { Tx } from '#src/database/transaction.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import type { Reader } from '#src/inbox/reader.ts'
import { readsStatuses, readsTexts } from '#src/inbox/texts/reads-texts.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { TAKE_STATUSES, TAKE_TEXTS } from '../steps.ts'
import { type AnsweringApp, takeAnswer } from './answer-offer.ts'
import { noteStatus } from './note-status.ts'
import { noteWords } from './note-words.ts'
import type { Said } from './say-yes.ts'
import { stopMusician } from './stop-musician.ts'
import { type Answered, understand, type Words } from './understand-text.ts'

/**
 * A musician's text: recorded like an answer by link, and answered by text. STOP counts before all else, and a YES that
 * only opts in accepts nothing. The calendar is asked before anything is written.
 */
export const textReader: Reader = readsTexts({
  step: TAKE_TEXTS,
  async read(app, text, item) {
    const em = app.em.fork()
    const musician = await em.findOne(Musician, { phone: text.from })
    if (!musician) return 'not mine'
    if (text.optOut === 'STOP') return item.take((tx) => stopMusician(tx, app, musician))
    if (text.optOut) return 'mine'
    const said = await understand(app, em, musician, text.body)
    if (said === 'not mine') return said
    if (said === 'stop') return item.take((tx) => stopMusician(tx, app, musician))
    if ('words' in said) return item.take((tx) => keepWords(tx, musician, said))
    if ('sentence' in said) return item.take((tx) => reply(tx, musician, item.id, said.sentence))
    return item.take((tx) => takeAnswers(tx, app, musician, said, item.id))
  },
})

/** How our texts fared. */
export const statusReader: Reader = readsStatuses({
  step: TAKE_STATUSES,
  read: (_, status, item) => item.take((tx) => noteStatus(tx, status)),
})

/** Reads the texts that came in, one after the other as they came; returns how many. */
export function takeTexts(app: App): Promise<number> {
  return readInbox(app, textReader)
}

export function takeStatuses(app: App): Promise<number> {
  return readInbox(app, statusReader)
}

async function takeAnswers(
  tx: Tx,
  app: AnsweringApp,
  musician: Musician,
  { given, conflicts = [] }: Answered,
  itemId: string,
): Promise<void> {
  const said: Said[] = []
  for (const { offer, answer } of given) said.push(await takeAnswer(tx, app, offer, { answer, via: 'sms' }))
  // Who is booked by this very text reads it in the confirmation.
  const told = said.flatMap(({ isBooked, sentence }) => (isBooked ? [] : [sentence]))
  const sentences = new Set([...conflicts, ...told])
  if (sentences.size > 0) await reply(tx, musician, itemId, [...sentences].join(' '))
}

/** One text a day says what we read. */
async function keepWords(tx: Tx, musician: Musician, { about, words, sentence }: Words): Promise<void> {
  await noteWords(tx, about, words, musician.name)
  await reply(tx, musician, `${musician.id}:${tx.at.toISOString().slice(0, 10)}`, sentence)
}

async function reply(tx: Tx, { id, phone, zone }: Musician, name: string, text: string): Promise<void> {
  await enqueue(tx, [
    {
      key: `booking-reply:${name}`,
      kind: 'bookings.reply',
      channel: 'sms',
      recipient: phone,
      zone,
      payload: { text },
      subject: 'musician',
      subjectId: id,
    },
  ])
}
