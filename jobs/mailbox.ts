import type { Reader } from '#src/inbox/reader.ts'
import { fetchMails } from '#src/mailbox/fetch-mails.ts'
import { pollMailbox } from '#src/mailbox/poll-mailbox.ts'
import { FETCH_MAILS, POLL_MAILBOX } from '#src/mailbox/steps.ts'
import { defineStep, type Step } from './job.ts'

const pipeline = 'operations'

/** The mailbox that every pipeline reads. */
export function createMailboxSteps(readers: readonly Reader[]): Step[] {
  return [
    defineStep({
      name: POLL_MAILBOX,
      what: 'Looking for mails',
      every: '1 minute',
      pipeline,
      alone: true,
      run: (app) => pollMailbox(app, readers),
    }),
    defineStep({ name: FETCH_MAILS, what: 'Fetching mails', every: '1 minute', pipeline, run: fetchMails }),
  ]
}
