const rules = new Intl.PluralRules('en', { type: 'ordinal' })
const ENDINGS: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }

/** What English puts behind a number: 1 `st`, 11 `th`. */
export function ordinalEnding(number: number): string {
  return ENDINGS[rules.select(number)] ?? 'th'
}
