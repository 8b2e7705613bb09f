/** A refusal in Twilio's shape (https://www.twilio.com/docs/api/errors). */
export class TwilioError extends Error {
  readonly status: number
  readonly code: number

  constructor(code: number, message: string, status = 400) {
    super(message)
    this.code = code
    this.status = status
  }
}

export function writeTwilioError(
  { code, message, status }: TwilioError,
  headers: Record<string, string> = {},
): Response {
  const more_info = `https://www.twilio.com/docs/errors/${code}`
  return Response.json({ code, message, more_info, status }, { status, headers })
}
