import { Refusal } from '#src/errors.ts'
import type { Fault } from './vendor/stand-in.ts'
import type { World } from './world.ts'

/** The ways a vendor can be broken, in the words of the page. */
export const troubles = {
  down: 'is down',
  error: 'answers 500',
  limited: 'says: too many calls',
  lost: 'does it, but the answer is lost',
  revoked: 'took our token back',
} as const
export type Trouble = keyof typeof troubles

type Breakable = {
  name: string
  title: string
  trouble(): Trouble | null
  break(trouble: Trouble): Promise<void>
  mend(): Promise<void>
}

const UNAUTHORIZED = 401

const faults: Record<Trouble, Fault> = {
  down: { kind: 'down' },
  error: { kind: 'error', status: 500 },
  limited: { kind: 'rate-limited', retryAfterS: 20 },
  lost: { kind: 'lost-answer' },
  revoked: { kind: 'error', status: UNAUTHORIZED },
}

/** Every vendor of the world that can be broken. */
export function vendorsOf({
  slack,
  telegram,
  meta,
  google,
  twilio,
  stripe,
  channels,
  shop,
  model,
}: World): Breakable[] {
  return [
    breakable('slack', 'Slack', slack),
    breakable('telegram', 'Telegram', telegram),
    breakable('instagram', 'Instagram', meta, {
      isRevoked: () => meta.view().tokenExpired,
      revoke: () => meta.act.expireToken(),
      restore: () => meta.act.renewToken(),
    }),
    breakable('google', 'Google (Gmail, Calendar, addresses)', google, {
      isRevoked: () => !google.view().connected,
      revoke: () => google.act.revokeToken(),
      restore: () => google.act.restoreToken(),
    }),
    breakable('twilio', 'Twilio (texts)', twilio),
    breakable('stripe', 'Stripe (payments)', stripe),
    breakable('model', 'Gemini (what pictures show)', model),
    breakable('outreach', 'The reps\u2019 Instagram service', channels.instagram),
    breakable('linkedin', 'The reps\u2019 LinkedIn service', channels.linkedin),
    breakable('shop', 'The shop whose pages are watched', shop),
  ]
}

/** Breaks one of them, or mends it: `trouble` as the page's form sends it. */
export async function breakVendor(world: World, name: string, trouble: string): Promise<void> {
  const vendor = vendorsOf(world).find((one) => one.name === name)
  const known = Object.keys(troubles).find((one) => one === trouble)
  if (!vendor || (trouble !== '' && !known)) throw new Refusal('There is no such vendor or trouble.')
  await vendor.mend()
  if (known) await vendor.break(known as Trouble)
}

/** A vendor that remembers its tokens takes them back itself; another only answers so. */
type Tokens = { isRevoked(): boolean; revoke(): Promise<unknown>; restore(): Promise<unknown> }

function breakable(name: string, title: string, standIn: { fault: Fault | null }, tokens?: Tokens): Breakable {
  return {
    ...{ name, title },
    trouble: () => (tokens?.isRevoked() ? 'revoked' : troubleOf(standIn.fault)),
    async break(trouble) {
      if (trouble === 'revoked' && tokens) await tokens.revoke()
      else standIn.fault = faults[trouble]
    },
    async mend() {
      standIn.fault = null
      if (tokens?.isRevoked()) await tokens.restore()
    },
  }
}

function troubleOf(fault: Fault | null): Trouble | null {
  if (!fault) return null
  if (fault.kind === 'error') return fault.status === UNAUTHORIZED ? 'revoked' : 'error'
  return fault.kind === 'down' ? 'down' : fault.kind === 'lost-answer' ? 'lost' : 'limited'
}
