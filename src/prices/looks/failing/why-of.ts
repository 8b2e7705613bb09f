import type { OutsideError } from '#src/errors.ts'

/** Why a page could not be seen, as it stands within a sentence. */
export function whyOf({ message }: OutsideError): string {
  const why = message.replace(/^web: /, '').replace(/\.$/, '')
  return why.charAt(0).toLowerCase() + why.slice(1)
}
