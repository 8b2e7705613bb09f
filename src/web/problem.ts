import { NotAllowed, OutsideError, Refusal } from '#src/errors.ts'

/** A refusal with an HTTP status of its own. */
export class Problem extends Refusal {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string, fields: Record<string, string> | null = null) {
    super(message, fields)
    this.status = status
    this.code = code
  }
}

type Told = {
  status: number
  code: string
  message: string
  fields: Record<string, string> | null
}

/** What may be told of an error. Of a bug nothing, but that it was noticed. */
export function tellError(error: unknown): Told {
  if (error instanceof Problem) return error
  if (error instanceof NotAllowed) return { status: 403, code: 'not_allowed', message: error.message, fields: null }
  if (error instanceof Refusal) {
    const { message, fields } = error
    return fields
      ? { status: 400, code: 'invalid', message, fields }
      : { status: 409, code: 'refused', message, fields }
  }
  if (error instanceof OutsideError) return { status: 502, code: 'outside', message: OUTSIDE, fields: null }
  return { status: 500, code: 'internal', message: INTERNAL, fields: null }
}

const OUTSIDE = 'A service we need does not answer properly. Please try again in a minute.'
const INTERNAL = 'Something went wrong here. It was written down; please try again in a minute.'

export function notFound(message = 'The address may have a slip in it, or what it named is gone.'): Problem {
  return new Problem(404, 'not_found', message)
}
