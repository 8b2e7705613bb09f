/** What the Bot API answers when it will not: `{ok: false, error_code, description, parameters?}`. */
export class ApiRefusal extends Error {
  readonly code: number
  readonly parameters: { retry_after?: number; migrate_to_chat_id?: number }

  constructor(code: number, description: string, parameters: ApiRefusal['parameters'] = {}) {
    super(description)
    this.code = code
    this.parameters = parameters
  }
}

/** The server lowers the first letter of every description, but not of codes such as BUTTON_DATA_INVALID. */
export function badRequest(sentence: string): ApiRefusal {
  const [first = '', second = ''] = sentence
  const lower = /[A-Z]/.test(second) ? first : first.toLowerCase()
  return new ApiRefusal(400, `Bad Request: ${lower}${sentence.slice(1)}`)
}

export function tooManyRequests(retryAfterS: number): ApiRefusal {
  return new ApiRefusal(429, `Too Many Requests: retry after ${retryAfterS}`, { retry_after: retryAfterS })
}

/** The wordings bots in the wild match on, letter for letter. */
export const refusals = {
  unauthorized: () => new ApiRefusal(401, 'Unauthorized'),
  methodNotFound: () => new ApiRefusal(404, 'Not Found: method not found'),
  blocked: () => new ApiRefusal(403, 'Forbidden: bot was blocked by the user'),
  kicked: () => new ApiRefusal(403, 'Forbidden: bot was kicked from the supergroup chat'),
  upgraded: (to: number) =>
    new ApiRefusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: to }),
  notStarted: () => new ApiRefusal(403, "Forbidden: bot can't initiate conversation with a user"),
  webhookActive: () =>
    new ApiRefusal(
      409,
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    ),
  otherPoller: () =>
    new ApiRefusal(
      409,
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    ),
  webhookSet: () => new ApiRefusal(409, 'Conflict: terminated by setWebhook request'),
  notModified: () =>
    badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same ' +
        'as a current content and reply markup of the message',
    ),
  tooOld: () => badRequest('query is too old and response timeout expired or query ID is invalid'),
} as const

export function writeRefusal({ code, message, parameters }: ApiRefusal): Response {
  const given = Object.keys(parameters).length > 0 ? { parameters } : {}
  const { retry_after } = parameters
  const headers = retry_after === undefined ? {} : { 'Retry-After': String(retry_after) }
  return Response.json({ ok: false, error_code: code, description: message, ...given }, { status: code, headers })
}
