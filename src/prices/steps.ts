export const LOOK = 'prices.look'
export const REMIND = 'prices.remind'
export const DIGEST = 'prices.digest'
export const ARCHIVE = 'prices.archive'
