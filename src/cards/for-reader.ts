import type { App } from '#src/app.ts'
import type { Card } from './card.ts'
import { nameZone } from './times.ts'

/** The app as one reader has it: what is drawn for them alone is told by their clock, not by the shop's. */
export function forReader<Some extends Pick<App, 'settings'>>(app: Some, { zone }: { zone: string }): Some {
  return { ...app, settings: { ...app.settings, STORE_TIMEZONE: zone || app.settings.STORE_TIMEZONE } }
}

/** `14:02`, `14:02:15`, `7 AM`; one that names its zone itself, `1 PM ET`, `9 AM to 5 PM, Nairobi`, needs no more. */
const CLOCK = /\b\d{1,2}:\d\d(?::\d\d)?\b(?! ?[AP]M)|\b\d{1,2}(?::\d\d)? [AP]M\b(?!-| to |,? [A-Z])/

/** A card that many may read says once by whose clock it goes, where it shows a time at all. */
export function nameClock(card: Card, zone: string): Card {
  const { title, facts, footer = '' } = card
  const said = [title, footer, ...facts.map(({ value }) => value)]
  const named = `(${nameZone(zone)})`
  if (!said.some((words) => CLOCK.test(words)) || [zone, named].some((words) => footer.includes(words))) return card
  const [, words = '', stop = ''] = /^(.*?)(\.?)$/s.exec(footer) ?? []
  return { ...card, footer: words ? `${words} ${named}${stop}` : named }
}
