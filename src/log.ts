import { type Logger, pino } from 'pino'
import { redactPeople } from '#src/basics/redact.ts'

export type Log = Logger

/** Never in a log, wherever they stand in what is logged. */
const secrets = ['authorization', 'token', 'accessToken', 'refreshToken', 'secret', 'password', 'apiKey', 'cookie']

export function createLog(level: string, write?: (line: string) => void): Log {
  const options = {
    level,
    base: { service: 'deskhand' },
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    messageKey: 'message',
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
    serializers: { error: describeError },
  }
  return write ? pino(options, { write }) : pino(options)
}

/** An error as one flat object; tokens, e-mails and phones inside a message are cut out. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { name, message, stack, cause } = error
  return {
    name,
    message: redactPeople(message),
    stack: redactPeople(stack ?? ''),
    ...(cause ? { cause: describeError(cause) } : {}),
  }
}
