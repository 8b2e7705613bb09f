/** Mails that came into the inbox of the shop's account at Gmail, whole. */
export const MAILBOX = 'gmail'

/** The same of the studio's own account. */
export const STUDIO_MAILBOX = 'studio-gmail'

/** Before they are fetched: by their ids alone. */
export const ARRIVED = 'gmail-arrived'
export const STUDIO_ARRIVED = 'studio-gmail-arrived'

/** Ids of mails that a person or a filter put under a label. */
export const LABELLED = 'gmail-labelled'
