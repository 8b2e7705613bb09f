/** Tokens of the vendors we use, and our own keys, by their shapes. */
const tokens = [
  ...[String.raw`xox[abeprs]-[\w-]+`, String.raw`xapp-[\w-]+`, String.raw`\d{6,}:[A-Za-z0-9_-]{30,}`],
  ...[String.raw`sk-[\w-]{16,}`, String.raw`(?:[rs]k|whsec|dh)_[\w-]{16,}`, 'EAA[A-Za-z0-9]{16,}'],
  ...[String.raw`ya29\.[\w.-]+`, String.raw`1\/\/[\w-]{20,}`],
]
// Telegram's own addresses say it as one word: `/bot7000000001:AA...`.
const shapes = new RegExp(String.raw`(?:\b|(?<=\bbot))(${tokens.join('|')})|(\/a\/)[\w-]{20,}`, 'g')

/** The text without them, and without what opens a link of ours: for logs, alerts and what is kept of a failure. */
export function redact(text: string): string {
  return text.replace(shapes, (_all, _token, link) => `${link ?? ''}[secret]`)
}

/** From the start of a word on: a long word is looked through once. */
const EMAIL = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/gi
/** As we write them everywhere: E.164. */
const PHONE = /\+\d{7,15}\b/g

/** The text without secrets and without whom it is about: for logs, which are kept where nobody is erased. */
export function redactPeople(text: string): string {
  return redact(text).replace(EMAIL, '[e-mail]').replace(PHONE, '[phone]')
}

/** What is kept of a failure. */
export function wordsOfError(error: unknown): string {
  const { message } = Object(error) as { message?: unknown }
  return redact(String(message ?? error)).slice(0, 500)
}
