import { OutsideError, type OutsideErrorOptions } from '#src/errors.ts'

/** What a platform's no means for a card. */
export type Meaning = 'message gone' | 'place gone' | 'later' | 'ours to mend'

/** One row of a platform's table: what it says, what that means, whose page says so. `why` is for people. */
export type Refused = { says: string | RegExp; meaning: Meaning; source: string; why?: string; isAccount?: true }

/** Nothing can be written in a place any more; `isAccount`: in none of the platform. */
export class PlaceGone extends OutsideError {
  readonly why: string
  readonly isAccount: boolean

  constructor(
    vendor: string,
    message: string,
    { why, isAccount }: Refused,
    options: Omit<OutsideErrorOptions, 'retry'>,
  ) {
    super(vendor, message, { ...options, retry: 'never' })
    this.why = why ?? message
    this.isAccount = isAccount ?? false
  }
}

/** The place goes on under another id. */
export class PlaceMoved extends Error {
  override readonly name = 'PlaceMoved'
  readonly from: string
  readonly to: string

  constructor(from: string, to: string) {
    super(`${from} is ${to} now`)
    this.from = from
    this.to = to
  }
}

/** The first row that says it; what no row knows is ours to mend. */
export function readRefusal(table: Refused[], said: string): Refused {
  const row = table.find(({ says }) => (typeof says === 'string' ? says === said : says.test(said)))
  return row ?? { says: said, meaning: 'ours to mend', source: '' }
}
