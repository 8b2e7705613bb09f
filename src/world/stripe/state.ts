import type { Notice } from '#src/world/courier.ts'

export type PaymentLink = {
  id: string
  url: string
  active: boolean
  currency: string
  lines: Line[]
  metadata: Record<string, string>
  payment: { description: string | null; metadata: Record<string, string> }
  /** How often it may be paid; null: any number of times. */
  limit: number | null
  paid: number
}

export type Line = { name: string; unitAmount: number; quantity: number }

/** An answer kept under its idempotency key. */
type KeptAnswer = { params: string; status: number; body: string }

/** What the stand-in remembers. JSON only. */
export type StripeState = {
  links: PaymentLink[]
  /** What it tells us of payments. */
  events: Notice[]
  kept: Record<string, KeptAnswer>
  serial: number
  /** How many of the next new calls end in a 500. */
  failures: number
}

/** The link whose page is at this address; where the pages are may have changed since it was made. */
export function linkAt(links: PaymentLink[], address: string): PaymentLink | undefined {
  const nameOf = (url: string) => new URL(url).pathname.split('/').at(-1)
  return URL.canParse(address) ? links.find(({ url }) => nameOf(url) === nameOf(address)) : undefined
}

export function seedStripe(): StripeState {
  return { links: [], events: [], kept: {}, serial: 0, failures: 0 }
}
