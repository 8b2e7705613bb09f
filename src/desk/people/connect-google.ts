import { closeAlert } from '#src/alerts/alerts.ts'
import type { App, Needs } from '#src/app.ts'
import type { Command } from '#src/cards/command.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { SEND } from '#src/outbox/enqueue.ts'
import { dueAgain } from '#src/outbox/send-due.ts'
import { GOOGLE_TOKEN, keepSecret, readSecret } from '#src/secrets.ts'

/** What we ask Google for. A person can untick either on Google's page. */
export const GOOGLE_SCOPES = [
  'https://www.googleapis.com/auth/gmail.modify',
  'https://www.googleapis.com/auth/calendar',
]

/** Said wherever someone connects: it is the hurdle everybody meets. */
export const CONSENT_HINT =
  'A consent screen left in "Testing" ends the connection after 7 days: set it to "In production" (or "Internal") at Google.'

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

type Connecting = Needs<'em' | 'clock' | 'ring' | 'settings' | 'keys' | 'google' | 'gmail'>
type Grant = { code: string; redirectUri: string; verifier: string }

/**
 * What Google sent back -> the address that is connected. The token is tried, stored, and used at once: here by this
 * call, elsewhere when Google next refuses the old one. What waited for it leaves.
 */
export async function takeGoogleGrant(app: Connecting, { code, redirectUri, verifier }: Grant): Promise<string> {
  const { google } = app
  if (!google) throw new Refusal('Google is not configured.')
  const { refreshToken, scopes } = await google.exchange(code, redirectUri, verifier)
  if (GOOGLE_SCOPES.some((scope) => !scopes.includes(scope))) {
    throw new Refusal('Google was not allowed all of it. Connect again, and tick every box on its page.')
  }
  const address = await tryToken(app, google, refreshToken)
  await inTransaction(app, async (tx) => {
    await keepSecret(tx, app, GOOGLE_TOKEN, refreshToken)
    await wakeUp(tx)
  })
  return address
}

async function tryToken(app: Connecting, google: NonNullable<App['google']>, refreshToken: string): Promise<string> {
  const { GMAIL_ADDRESS: expected, GOOGLE_REFRESH_TOKEN } = app.settings
  const before = (await readSecret(app, GOOGLE_TOKEN)) ?? GOOGLE_REFRESH_TOKEN ?? null
  google.use(refreshToken)
  try {
    const address = (await app.gmail?.address()) ?? ''
    if (!expected || address.toLowerCase() === expected.toLowerCase()) return address
    throw new Refusal(`That was ${address}, but GMAIL_ADDRESS is ${expected}. Connect again with that account.`)
  } catch (error) {
    google.use(before)
    throw error
  }
}

/** The alerts close, what waited is due, and the steps that had given up for a while run now. */
async function wakeUp(tx: Tx): Promise<void> {
  for (const vendor of ['gmail', 'calendar', 'google']) await closeAlert(tx, `vendor:${vendor}`)
  await dueAgain(tx)
  const steps = await sql<{ step: string }>(
    tx.em,
    `update step_runs set next_try_at = null where next_try_at is not null and last_error ~ '^(gmail|calendar|google):'
     returning step`,
  )
  for (const { step } of steps) tx.ring(step)
  tx.ring(SEND)
}
