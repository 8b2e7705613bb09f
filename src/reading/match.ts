/** What was read at a place, and where reading goes on. */
export type Match<T> = { value: T; next: number }
