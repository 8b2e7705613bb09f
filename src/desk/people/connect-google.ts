import { closeAlert } from '#src/alerts/alerts.ts'
import type { Needs } from '#src/app.ts'
import type { Command } from '#src/cards/command.ts'
import { type GoogleOwner, type Settings, studioAddress } from '#src/config.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { googleNames } from '#src/integrations/google/google-names.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { SEND } from '#src/outbox/enqueue.ts'
import { wakeSteps } from '#src/outbox/rest.ts'
import { dueAgain } from '#src/outbox/send-due.ts'
import { GOOGLE_TOKENS, keepSecret } from '#src/secrets.ts'

/** What we ask Google for. A person can untick either on Google's page. */
export const GOOGLE_SCOPES = [
  'https://www.googleapis.com/auth/gmail.modify',
  'https://www.googleapis.com/auth/calendar',
]

/** Said wherever someone connects: it is the hurdle everybody meets. */
export const CONSENT_HINT =
  'A consent screen left in "Testing" ends the connection after 7 days: ' +
  'set it to "In production" (or "Internal") at Google.'

const LINK_MS = 10 * 60_000

export const connectGoogleCommand: Command = {
  name: 'connect google',
  help: 'a link that connects Gmail and Calendar',
  roles: ['admin'],
  run: async ({ app, member }) => ({
    text: await inTransaction(app, (tx) => writeGoogleLink(tx, app, member.id)),
    isPrivate: true,
  }),
}

/** The words with a link that works once, for ten minutes. Nothing is connected before its page is answered. */
export async function writeGoogleLink(
  tx: Tx,
  { settings, publicUrl }: Needs<'settings' | 'publicUrl'>,
  personId: string,
): Promise<string> {
  if (!settings.GOOGLE_CLIENT_ID || !settings.GOOGLE_CLIENT_SECRET) {
    throw new Refusal('Google is not configured: set GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET first.')
  }
  const expiresAt = new Date(tx.at.getTime() + LINK_MS)
  const token = await mintLink(tx, { purpose: 'connect-google', subjectId: personId, expiresAt })
  return `This connects Google once, within ten minutes:\n${writeLink(publicUrl, token)}\n${CONSENT_HINT}`
}

type Connecting = Needs<'em' | 'clock' | 'ring' | 'settings' | 'keys' | 'google' | 'gmail' | 'studioGoogle'>
type Grant = { code: string; redirectUri: string; verifier: string }
type Connected = { whose: GoogleOwner; address: string }

/**
 * What Google sent back -> a sentence: which account is connected, and which is not yet. The token is tried, stored,
 * and used at once: here by this call, elsewhere when Google next refuses the old one. What waited for it leaves.
 */
export async function takeGoogleGrant(app: Connecting, { code, redirectUri, verifier }: Grant): Promise<string> {
  const { google } = app
  if (!google) throw new Refusal('Google is not configured.')
  const { refreshToken, scopes } = await google.exchange(code, redirectUri, verifier)
  if (GOOGLE_SCOPES.some((scope) => !scopes.includes(scope))) {
    throw new Refusal('Google was not allowed all of it. Connect again, and tick every box on its page.')
  }
  const account = whoseIs(app.settings, (await app.gmail?.addressOf(refreshToken)) ?? '')
  await inTransaction(app, async (tx) => {
    await keepSecret(tx, app, GOOGLE_TOKENS[account.whose], refreshToken)
    await wakeUp(tx, account.whose, app)
  })
  const used = account.whose === 'studio' ? app.studioGoogle : google
  used?.use(refreshToken)
  return sentenceOf(app, account)
}

/** The mailbox's own address tells which of our accounts it is; any other is refused. */
function whoseIs(settings: Settings, address: string): Connected {
  const { GMAIL_ADDRESS: shops } = settings
  const studios = studioAddress(settings)
  const is = (expected: string | null | undefined) => expected?.toLowerCase() === address.toLowerCase()
  if (studios && is(studios)) return { whose: 'studio', address }
  if (!shops || is(shops)) return { whose: 'shop', address }
  const also = studios ? ` and STUDIO_GMAIL_ADDRESS is ${studios}` : ''
  const again = studios ? 'one of those' : 'that account'
  throw new Refusal(`That was ${address}, but GMAIL_ADDRESS is ${shops}${also}. Connect again with ${again}.`)
}

async function sentenceOf({ settings, google, studioGoogle }: Connecting, { whose, address }: Connected) {
  const { GMAIL_ADDRESS: shops } = settings
  const studios = studioAddress(settings)
  if (!studios) return `${address} is connected.`
  const [own, other, named] =
    whose === 'studio'
      ? ['for the studio', google, shops ?? 'the shop\u2019s account']
      : ['for the shop', studioGoogle, studios]
  const left = (await other?.isConnected()) ? '' : ` Now connect ${named} in the same way.`
  return `${address} is connected, ${own}.${left}`
}

/** The alerts close, what waited is due, and the steps that had given up for a while run now. */
async function wakeUp(tx: Tx, whose: GoogleOwner, { settings }: Connecting): Promise<void> {
  const ofStudio = ['studio-gmail', 'calendar']
  const ofShop = ['gmail', 'google', ...(studioAddress(settings) ? [] : ['calendar'])]
  for (const vendor of whose === 'studio' ? ofStudio : ofShop) await closeAlert(tx, `vendor:${vendor}`)
  await dueAgain(tx)
  await wakeSteps(tx, Object.keys(googleNames))
  tx.ring(SEND)
}
