import { redact } from '#src/basics/redact.ts'

/** The person cannot have what they asked for; `message` is the sentence to tell them. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal'
  /** What is wrong with single fields of a form, by name. */
  readonly fields: Record<string, string> | null

  constructor(message: string, fields: Record<string, string> | null = null, options?: ErrorOptions) {
    super(message, options)
    this.fields = fields
  }
}

/** The person may not do this: told like any refusal, and recorded. */
export class NotAllowed extends Refusal {
  override readonly name = 'NotAllowed'
  /** Written down already: it may pass several edges on its way out. */
  isRecorded = false
}

export type OutsideErrorOptions = {
  /** 'later': worth another try. 'never': the same call will fail again. */
  retry: 'later' | 'never'
  /** The vendor's own word on how long to wait, in seconds. */
  retryAfterS?: number | null
  /** The HTTP status, where there was an answer. */
  status?: number
  /** The vendor's own error code (`message_not_found`, `190`, `21610` ...). */
  code?: string
  cause?: unknown
}

/** A vendor failed. Without a status nobody knows whether it took the call. No token stands in its words. */
export class OutsideError extends Error {
  override readonly name = 'OutsideError'
  readonly vendor: string
  /** Its words without the vendor's name before them: for who knows whose they are. */
  readonly said: string
  readonly retry: 'later' | 'never'
  readonly retryAfterS: number | null
  readonly status: number | null
  readonly code: string | null

  constructor(vendor: string, message: string, options: OutsideErrorOptions) {
    super(`${vendor}: ${redact(message)}`, { cause: options.cause })
    this.vendor = vendor
    this.said = redact(message)
    this.retry = options.retry
    this.retryAfterS = options.retryAfterS ?? null
    this.status = options.status ?? null
    this.code = options.code ?? null
  }
}

// Anything else that is thrown is a bug.

/** A refusal is told to the person; anything else goes on to the edge's error handler. */
export function sentenceFor(error: unknown): string {
  if (error instanceof Refusal) return error.message
  throw error
}
