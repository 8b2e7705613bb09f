import { normalise } from '#src/reading/text.ts'
import { differs } from '../times/choose-zone.ts'
import { readZones, zoneAt } from '../times/zones.ts'

const WHOSE = `(?:his|her|their|[a-z]{2,20}'s)`
const CLOCK = new RegExp(String.raw`\b${WHOSE} (?:own |local )?(?:time(?: ?zone)?|clock)\b|\b(?:his|her|their) end\b`)
const IS = String.raw`(?:\b(?:is|are|am|based|lives?|living|sits?|sitting|located|works?|working)|'(?:s|re|m))`
const WHO = String.raw`\b(?:client|artist|singer|band|producer|composer|director|songwriter|studio|session)s?`
const AT = new RegExp(`(?:${IS}|${WHO}) (?:(?:currently|now|over|out|here|all|still|both) )?(?:in|from) `, 'g')

/**
 * "Their time", "my client is in Berlin": the hours may be those of another clock than the one they were read by. A
 * zone that is written out says it for certain.
 */
export function otherClock(text: string, timezone: string, isZoneAsked: boolean): string[] {
  const folded = normalise(text).text
  const whose = CLOCK.exec(folded)?.[0]
  if (whose) return [whose]
  if (isZoneAsked || readZones(folded).length > 0) return []
  return [...folded.matchAll(AT)].flatMap(({ 0: { length }, index }) => {
    const place = zoneAt(folded, index + length, true)?.mention
    return place && differs(place.zone, timezone) ? [place.text] : []
  })
}
