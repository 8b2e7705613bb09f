import type { EmulatorContext } from 'emulate'
import { checkToken } from '#src/world/google/oauth.ts'
import { ApiRefusal, notFound } from '#src/world/google/refusal.ts'
import type { GoogleState, Letter, Mailbox } from '#src/world/google/state.ts'
import { openBox } from './mailbox.ts'
import type { PostOffice } from './post-office.ts'

export type GmailParts = {
  app: EmulatorContext<GoogleState>['app']
  state: GoogleState
  address: string
  /** Of an account of ours, by its address. */
  postOffice(address: string): PostOffice
  now: () => number
  /** Of Gmail's quota units, per minute and account. */
  unitsPerMinute: number
}

type Asked = { req: { path: string; header(name: string): string | undefined; param(name: string): string } }

const reading = ['gmail.readonly', 'gmail.modify']
const writing = ['gmail.compose', 'gmail.modify']

/** The guard in front of every method: a token that lives, was granted this, and has quota left. */
export function createAccess(parts: GmailParts): {
  mailbox(asked: Asked, needs: 'read' | 'send' | 'modify', units: number): Mailbox
  /** Whose token it is: the address of the account. */
  owner(asked: Asked): string
} {
  const scopes = { read: reading, send: writing, modify: ['gmail.modify'] }
  const spend = createQuota(parts)
  const ownerOf = (asked: Asked, needs: string[]) =>
    checkToken(parts.state, parts.now(), asked.req.header('authorization'), needs) ?? parts.address
  return {
    owner: (asked) => ownerOf(asked, [...reading, ...writing]),
    mailbox(asked, needs, units) {
      const owner = ownerOf(asked, scopes[needs])
      const userId = decodeURIComponent(asked.req.path.split('/')[4] ?? '')
      if (userId !== 'me' && userId !== owner) {
        throw new ApiRefusal(403, 'forbidden', `Delegation denied for ${userId}`)
      }
      spend(owner, units)
      return openBox(parts.state, owner)
    },
  }
}

/** @see https://developers.google.com/workspace/gmail/api/reference/quota */
function createQuota({ now, unitsPerMinute }: GmailParts): (owner: string, units: number) => void {
  let spent: { at: number; units: number; owner: string }[] = []
  return (owner, units) => {
    spent = spent.filter(({ at }) => at > now() - 60_000)
    const own = spent.filter((one) => one.owner === owner)
    const sum = own.reduce((total, one) => total + one.units, 0)
    if (sum + units > unitsPerMinute) {
      throw new ApiRefusal(403, 'rateLimitExceeded', 'Quota exceeded for quota metric: Queries per minute per user')
    }
    spent.push({ at: now(), units, owner })
  }
}

export function findLetter(box: Mailbox, id: string): Letter {
  const letter = box.letters.find((one) => one.id === id)
  if (!letter) throw notFound()
  return letter
}

/** One page of a list and the token of the next. */
export function page<Item>(items: Item[], size: number, token: string | undefined) {
  const from = Number(token ?? 0)
  const next = from + size
  return { items: items.slice(from, next), next: next < items.length ? { nextPageToken: String(next) } : {} }
}
