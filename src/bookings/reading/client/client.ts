import type { CountryCode } from 'libphonenumber-js/max'
import type { Source } from '../form/unwrap.ts'
import type { Doubt } from '../problems.ts'
import { readEmail } from './email.ts'
import { readName } from './name.ts'
import { otherPerson } from './other-person.ts'
import { countryOfHost, readPhone } from './phone.ts'

export type Client = { name: string | null; email: string | null; phone: string | null }
export type ClientRead = { client: Client; doubts: Doubt[]; evidence: Record<string, string> }

/** Who asks: from the answers of the form, else the sender, else the closing of the mail. */
export function readClient(source: Source, country: CountryCode): ClientRead {
  const email = readEmail(source)
  const phone = readPhone(source, country === 'US' ? (countryOfHost(email) ?? country) : country)
  const name = readName(source)
  const doubts: Doubt[] = []
  if (email === null) doubts.push({ problem: 'missing_email' })
  if (name === null) doubts.push({ problem: 'missing_name' })
  const other = otherPerson(source, name, [email ?? '', phone.piece])
  if (other) doubts.push({ problem: 'not_understood', about: `'${other}'` })
  if (phone.isInvalid) doubts.push({ problem: 'invalid_phone', about: phone.piece })
  const evidence = { ...(name && { name }), ...(email && { email }), ...(phone.piece !== '' && { phone: phone.piece }) }
  return { client: { name, email: email?.toLowerCase() ?? null, phone: phone.number }, doubts, evidence }
}
