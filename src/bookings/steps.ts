/** The steps of the pipeline, by the names that bells and `run` use. */
export const POLL = 'bookings.poll'
export const READ = 'bookings.read'
export const PLAN = 'bookings.plan'
export const CHECK = 'bookings.check'
export const TAKE_TEXTS = 'bookings.take-texts'
export const TAKE_STATUSES = 'bookings.take-statuses'
export const TAKE_LABELLED = 'bookings.take-labelled'
