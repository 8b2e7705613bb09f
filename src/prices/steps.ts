export const LOOK = 'prices.look'
export const ARCHIVE = 'prices.archive'
