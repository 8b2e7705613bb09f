import { type Logger, pino } from 'pino'

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

/** An error as one flat object; a token inside a message is cut out. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { name, message, stack, cause } = error
  return {
    name,
    message: redact(message),
    stack: redact(stack ?? ''),
    ...(cause ? { cause: describeError(cause) } : {}),
  }
}

/** Tokens of the vendors we use, by their shapes. */
const tokens = [
  ...[String.raw`xox[abprs]-[\w-]+`, String.raw`xapp-[\w-]+`, String.raw`\d{6,}:[A-Za-z0-9_-]{30,}`],
  ...[String.raw`sk-[\w-]{16,}`, 'EAA[A-Za-z0-9]{16,}', String.raw`ya29\.[\w.-]+`, String.raw`1\/\/[\w-]{20,}`],
]
const shapes = new RegExp(String.raw`\b(${tokens.join('|')})|(\/a\/)[\w-]{20,}`, 'g')

export function redact(text: string): string {
  return text.replace(shapes, (_all, _token, link) => `${link ?? ''}[secret]`)
}
