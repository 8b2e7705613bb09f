import type { Address, Found } from './compose.ts'

const replaced =
  /\b(?:instead|rather|use this|correct(?:ed|ion)?|scratch that|actually|wait|oops|sorry|my bad|typo|the (?:new|right|second|last|other) one|new address|i mean|better|moved?|moving|updated?|mejor|perdón|perdona|en realidad|plutôt|en fait|pardon|stattdessen|doch lieber|korrektur|besser|invece|meglio|anzi|em vez|na verdade|badala yake|samahani|pole)\b/iu
const undecided =
  /\b(?:whichever|either|depends?|depending|cheaper|faster|your choice|you (?:choose|pick|decide)|up to you|not sure|until|till|from (?:the )?\d|after (?:the )?\d|before (?:the )?\d|split|half|one (?:each|to)|each|both|respectively|separate(?:ly)?|yoyote|cualquiera|lo que|peu importe|egal welche)\b/iu
const unwanted =
  /\b(?:old|previous|former|not|don.?t|no longer|never|ignore|wrong|billing|bill|invoice|antigua|ancienne|alte|vecchio)\b/iu
const wanted = /\b(?:ship|deliver|send|mail it|post it|use|parcel|package|goes? to|envía|envoye|schick|tuma)\w*/iu

/** Of several addresses the one the text points to; null while it leaves the choice to us. */
export function chooseAddress(found: readonly Found[], text: string): Address | null {
  const labelled = byRole(found)
  if (labelled) return labelled.address
  if (found.some((one) => one.group.afterOr) || undecided.test(text)) return null
  const last = found.at(-1)
  const intro = last?.group.before ?? ''
  if (replaced.test(intro) || replaced.test(between(found, text))) return last?.address ?? null
  if (unwanted.test(intro)) return found[0]?.address ?? null
  const pointed = found.filter((one) => wanted.test(one.group.before) && !unwanted.test(one.group.before))
  return pointed.length === 1 ? (pointed[0]?.address ?? null) : null
}

/** The one headed "Shipping", or the only one not headed "Billing". */
function byRole(found: readonly Found[]): Found | null {
  const shipping = found.filter((one) => one.group.role === 'ship')
  const notBilling = found.filter((one) => one.group.role !== 'bill')
  if (shipping.length === 1) return shipping[0] ?? null
  return notBilling.length === 1 ? (notBilling[0] ?? null) : null
}

/** What stands between the first and the last of the addresses. */
function between(found: readonly Found[], text: string): string {
  const first = found[0]?.address.line1 ?? ''
  const last = found.at(-1)?.address.line1 ?? ''
  const from = text.indexOf(first)
  const to = text.lastIndexOf(last)
  return from >= 0 && to > from ? text.slice(from + first.length, to) : ''
}

/** The same place written twice counts once. */
export function distinct(found: readonly Found[]): Found[] {
  const seen = new Set<string>()
  return found.filter(({ address }) => {
    const key = [address.line1, address.city, address.postcode]
      .map((part) => (part ?? '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ''))
      .join('|')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
