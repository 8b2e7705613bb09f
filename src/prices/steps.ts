export const LOOK = 'prices.look'
