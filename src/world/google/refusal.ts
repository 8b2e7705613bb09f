/** What Google answers instead of doing it. */
export class ApiRefusal extends Error {
  readonly status: number
  readonly reason: string
  readonly headers: Record<string, string>

  constructor(status: number, reason: string, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.reason = reason
    this.headers = headers
  }
}

export function notFound(): ApiRefusal {
  return new ApiRefusal(404, 'notFound', 'Requested entity was not found.')
}

export function badRequest(message: string): ApiRefusal {
  return new ApiRefusal(400, 'invalidArgument', message)
}

/** A failure as the sandbox orders it, in Google's words. */
export function refusalFor(status: number, retryAfterS?: number): ApiRefusal {
  const headers = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) }
  const [reason, message] = usual[status] ?? ['backendError', 'Backend Error']
  return new ApiRefusal(status, reason, message, headers)
}

const usual: Record<number, [reason: string, message: string]> = {
  400: ['failedPrecondition', 'Precondition check failed.'],
  401: ['authError', 'Request had invalid authentication credentials.'],
  403: ['rateLimitExceeded', 'Rate Limit Exceeded'],
  404: ['notFound', 'Requested entity was not found.'],
  429: ['rateLimitExceeded', 'Too many concurrent requests for user.'],
}

const statusNames: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
}

export function answerRefusal(refusal: ApiRefusal): Response {
  const { status, reason, message, headers } = refusal
  const error = {
    code: status,
    message,
    errors: [{ message, domain: 'global', reason }],
    status: statusNames[status] ?? 'UNKNOWN',
  }
  return Response.json({ error }, { status, headers })
}
