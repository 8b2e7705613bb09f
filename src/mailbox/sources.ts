/** Mails that came into the account's inbox at Gmail, whole. */
export const MAILBOX = 'gmail'

/** The same by their ids alone, before they are fetched. */
export const ARRIVED = 'gmail-arrived'

/** Ids of mails that a person or a filter put under a label. */
export const LABELLED = 'gmail-labelled'
