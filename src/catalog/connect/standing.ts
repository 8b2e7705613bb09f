/** Of several connections of a shop the one that works, else the one that ended least; by their names as it happens. */
export const STANDING = { state: 'asc', connectedAt: 'desc' } as const
