/** A refusal in Stripe's shape (https://docs.stripe.com/api/errors). */
export class StripeError extends Error {
  readonly status: number
  readonly code: string | null
  readonly param: string | null

  constructor(message: string, code: string | null, param: string | null = null, status = 400) {
    super(message)
    this.code = code
    this.param = param
    this.status = status
  }
}

export function writeStripeError(error: StripeError, headers: Record<string, string> = {}): Response {
  const { message, code, param, status } = error
  const type =
    status >= 500 ? 'api_error' : code === 'idempotency_key_reused' ? 'idempotency_error' : 'invalid_request_error'
  const body = { error: { type, message, ...(code && { code }), ...(param && { param }) } }
  return Response.json(body, { status, headers })
}
