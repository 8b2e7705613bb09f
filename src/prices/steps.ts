export const LOOK = 'prices.look'
/** Asks once more who has not confirmed, and lets go of who never does. */
export const REMIND = 'prices.remind'
export const DAILY = 'prices.daily'
export const ARCHIVE = 'prices.archive'
