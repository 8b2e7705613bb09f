/** The steps of the mailbox, by the names that bells and `run` use. */
export const POLL_MAILBOX = 'mailbox.poll'
export const FETCH_MAILS = 'mailbox.fetch'
