import { clip } from '#src/cards/clip.ts'
import { Refusal } from '#src/errors.ts'
import type { BookingView } from '../card/booking-view.ts'
import { clientReply } from '../write-deliveries.ts'
import type { BookingVerb } from './verb.ts'

const answered = { clientWords: null } as const

/** Into the thread of the mails the client has from us. */
export const reply: BookingVerb = {
  label: 'Reply',
  past: 'answered the client of',
  offered(view) {
    if (!view.client.email) return false
    return view.clientWords ? 'first' : view.clientThreadId !== null && 'quiet'
  },
  form: (view) => ({
    title: `Reply to ${view.client.name ?? 'the client'}`.slice(0, 60),
    submit: 'Send',
    fields: [{ name: 'text', label: 'Your answer', kind: 'long', ...wordsOf(view) }],
  }),
  effect({ app, view, answers }) {
    const words = answers.text?.trim()
    if (!words) throw new Refusal('Write the answer first.', { text: 'Write the answer first.' })
    const deliveries = clientReply(view, app.settings, words)
    if (deliveries.length === 0) throw new Refusal('No mail is set up here, or the client has no e-mail.')
    return { set: answered, note: clip(words, 200), deliveries, tell: `Your answer goes to ${view.client.email}.` }
  },
}

function wordsOf({ clientWords }: BookingView): { hint?: string } {
  return clientWords ? { hint: `They wrote: ${clip(clientWords, 300)}` } : {}
}

export const noted: BookingVerb = {
  label: 'No answer needed',
  past: 'noted the words of the client of',
  offered: ({ clientWords }) => clientWords !== null,
  effect: () => ({ set: answered, tell: 'All right.' }),
}
