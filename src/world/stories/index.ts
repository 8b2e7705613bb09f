import { bookings } from './bookings.ts'
import { catalog } from './catalog.ts'
import { orders } from './orders.ts'
import { prices } from './prices.ts'
import { reps } from './reps.ts'
import type { Story } from './story.ts'

/** The tiles of the stage, in their order. */
export const stories: [Story, ...Story[]] = [orders, bookings, reps, prices, catalog]

/** The story of this name; none: the first. */
export function storyOf(name: string): Story {
  return stories.find((story) => story.name === name) ?? stories[0]
}
