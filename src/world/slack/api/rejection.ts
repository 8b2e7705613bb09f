import type { Bag } from '../bag.ts'

/** Slack's no: `{ ok: false, error }`, with HTTP status 200 unless it is a 429. */
export class Rejection extends Error {
  readonly answer: Bag
  readonly retryAfterS: number | null

  constructor(code: string, options: { messages?: string[]; retryAfterS?: number } = {}) {
    super(code)
    const details = options.messages?.map((message) => `[ERROR] ${message}`)
    this.answer = {
      ok: false,
      error: code,
      ...(details && { errors: options.messages, response_metadata: { messages: details } }),
    }
    this.retryAfterS = options.retryAfterS ?? null
  }
}
