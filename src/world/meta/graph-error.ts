/** An answer in Meta's error shape (https://developers.facebook.com/docs/graph-api/guides/error-handling). */
export class GraphError extends Error {
  readonly code: number
  readonly subcode: number | null

  constructor(code: number, message = MESSAGES[code]?.message ?? 'An unknown error has occurred.', subcode?: number) {
    super(message)
    this.code = code
    this.subcode = subcode ?? null
  }
}

const MESSAGES: Record<number, { message: string; status: number }> = {
  1: { message: 'An unknown error has occurred.', status: 500 },
  2: { message: 'An unexpected error has occurred. Please retry your request later.', status: 500 },
  4: { message: '(#4) Application request limit reached', status: 403 },
  10: { message: '(#10) Application does not have permission for this action', status: 403 },
  17: { message: '(#17) User request limit reached', status: 400 },
  32: { message: '(#32) Page request limit reached', status: 403 },
  190: { message: 'Error validating access token: Session has expired.', status: 400 },
  200: { message: '(#200) Permissions error', status: 403 },
  613: { message: '(#613) Calls to this api have exceeded the rate limit.', status: 400 },
}

const TRANSIENT = [1, 2, 4, 17, 32, 613]

/** `status` overrides the usual HTTP status of the code. */
export function writeGraphError(error: GraphError, headers: Record<string, string> = {}, status?: number): Response {
  const body = {
    error: {
      message: error.message,
      type: error.code === 100 ? 'GraphMethodException' : 'OAuthException',
      ...(TRANSIENT.includes(error.code) ? { is_transient: true } : {}),
      code: error.code,
      ...(error.subcode ? { error_subcode: error.subcode } : {}),
      fbtrace_id: 'A1b2C3d4E5f6G7h8I9j0',
    },
  }
  return Response.json(body, { status: status ?? MESSAGES[error.code]?.status ?? 400, headers })
}
