import type { Settings } from '#src/config.ts'
import { fillLine } from '#src/words/words.ts'

/** Who writes to subscribers, and where the shop keeps its own words. */
export type Writing = Pick<Settings, 'STORE_NAME' | 'MAIL_TEMPLATES'>

/** One of the sentences of our mails and texts to subscribers. */
export function say(
  { MAIL_TEMPLATES }: Pick<Settings, 'MAIL_TEMPLATES'>,
  name: string,
  values: Record<string, string> = {},
  needs: string[] = [],
): string {
  return fillLine('prices.sentences', name, values, MAIL_TEMPLATES, needs)
}
