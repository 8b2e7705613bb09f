/**
 * `country`: ISO 3166-1 alpha-2 (`US`); empty where it cannot be told: Google then finds it in the lines. What is not
 * known is an empty string; lines may hold the whole address, which is Google's own advice for what people write.
 */
export type PostalAddress = { lines: string[]; city: string; region: string; postcode: string; country: string }

export type Verdict = {
  /**
   * accepted: ship to it. confirm: plausible, a person should look at `changed`. fix: something is missing or wrong,
   * ask again. unsupported: Google does not check that country (Kenya among them); nothing else here is Google's word.
   */
  outcome: 'accepted' | 'confirm' | 'fix' | 'unsupported'
  /** One line, as the post of that country writes it. */
  formatted: string
  components: PostalAddress
  location: { lat: number; lng: number } | null
  /** What Google changed, added, missed or could not confirm, one plain sentence each. */
  changed: string[]
  /** The parts that are not there: "street", "house number", "city", "postcode" ... */
  missing: string[]
  /** Give it back with the customer's next try at the same address; empty when Google gave none. */
  responseId: string
}
