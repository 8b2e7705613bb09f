import { needsPostcode, needsRegion } from './countries.ts'
import { type Draft, readDraft } from './draft.ts'
import type { Group } from './gather.ts'
import { refineDraft } from './refine.ts'
import { chooseStreet, spreadPieces } from './spread.ts'
import { streetSign } from './streets.ts'

/** Strings as written; `region` the two-letter code for US, CA and AU; `country` ISO 3166-1 alpha-2. */
export type Address = {
  recipient: string | null
  line1: string | null
  line2: string | null
  city: string | null
  region: string | null
  postcode: string | null
  country: string | null
}

/** An address with what it lacks to be posted, in plain words. */
export type Found = { address: Address; missing: string[]; group: Group; isStrong: boolean }

/** Makes an address of gathered pieces; null when they hold neither a street nor a place. */
export function composeAddress(group: Group): Found | null {
  const pieces = group.pieces.filter((one) => one.kind !== 'break' && one.kind !== 'prose' && one.kind !== 'courtesy')
  const draft = readDraft(pieces)
  const street = chooseStreet(pieces)
  spreadPieces(pieces, street, draft)
  draft.recipient ??= closingName(group)
  if (draft.line1 === null && draft.city === null && draft.postcode === null && draft.region === null) return null
  refineDraft(draft)
  const address = finishAddress(draft)
  return { address, missing: missingParts(address), group, isStrong: street?.isStrong ?? false }
}

function finishAddress(draft: Draft): Address {
  return {
    recipient: draft.recipient,
    line1: draft.line1,
    line2: draft.extra.length > 0 ? draft.extra.join(', ') : null,
    city: draft.city,
    region: draft.region,
    postcode: draft.postcode,
    country: draft.country,
  }
}

/** "Thanks, Ana Lake" below an address without a name: the parcel is for the writer. */
function closingName(group: Group): string | null {
  const name = group.pieces.findLast((one) => one.kind === 'closing')?.text ?? ''
  return /^\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){1,3}$/u.test(name) ? name : null
}

/** A landmark alone finds no door where no postcode narrows it down. */
function isVague(one: Address): boolean {
  const line = one.line1 ?? ''
  return one.postcode === null && !/\d/.test(line) && streetSign(line) !== 'strong' && streetSign(line) !== 'box'
}

function missingParts(one: Address): string[] {
  const missing: string[] = []
  if (one.line1 === null || isVague(one)) missing.push('street')
  if (one.city === null) missing.push('city')
  if (needsRegion(one.country) && one.region === null) missing.push('region')
  if (needsPostcode(one.country) && one.postcode === null) missing.push('postcode')
  return missing
}
