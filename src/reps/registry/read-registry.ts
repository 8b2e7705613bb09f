import { Refusal } from '#src/errors.ts'
import type { ChannelEntry } from './save-channel.ts'
import type { RepEntry } from './save-rep.ts'

const HOW_CHANNEL = 'Write it like: channel add Instagram http://instagram:8080 https://instagram.example.com'

/** `Instagram http://instagram:8080 [https://outside] [by phone | by email]`: with one address it stands for both. */
export function readChannel(text: string): ChannelEntry {
  const words = text.trim().split(/\s+/)
  const isUrl = (word: string) => /^https?:\/\//i.test(word)
  const first = words.findIndex(isUrl)
  const [dockerUrl = '', externalUrl = dockerUrl, ...more] = words.filter(isUrl)
  const rest = words.filter((word, at) => at > first && !isUrl(word) && !/^by$/i.test(word))
  const by = rest.join(' ').toLowerCase()
  if (first < 1 || more.length > 0 || !['', 'handle', 'phone', 'email'].includes(by)) throw new Refusal(HOW_CHANNEL)
  const addressedBy = by === 'phone' || by === 'email' ? by : 'handle'
  const name = words.slice(0, first).join(' ')
  return { name, dockerUrl, externalUrl, description: null, addressedBy, secret: null }
}

/** `Ada Quist[, +1 626 555 0142][, Pasadena, US]` */
export function readRep(text: string): Pick<RepEntry, 'fullName' | 'phoneNumber' | 'city' | 'country'> {
  const [fullName = '', ...rest] = text.split(',').map((part) => part.trim())
  if (!fullName) throw new Refusal('Who? Write it like: rep add Ada Quist, +1 626 555 0142, Pasadena, US')
  const phoneNumber = rest.find((part) => /^\+?[\d\s().-]{5,}$/.test(part)) ?? null
  const [city = 'Pasadena', country = 'US', ...more] = rest.filter((part) => part && part !== phoneNumber)
  if (more.length > 0) throw new Refusal('Write it like: rep add Ada Quist, +1 626 555 0142, Pasadena, US')
  return { fullName, phoneNumber, city, country }
}
