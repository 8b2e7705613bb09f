import type { App } from '#src/app.ts'
import type { Card, Fact } from '#src/cards/card.ts'
import { writeWhen } from '#src/cards/times.ts'
import type { AccountView } from './account-view.ts'
import { describeMissing, readGrant } from './grant.ts'

/** Who is connected, how it is, and what that means. */
export function accountCard(
  view: AccountView,
  { clock, settings }: Pick<App, 'clock' | 'settings'>,
): Omit<Card, 'buttons'> {
  return {
    title: titleOf(view),
    tone: view.state === 'active' ? 'good' : view.isWanted ? 'bad' : 'done',
    facts: factsOf(view, clock(), settings.STORE_TIMEZONE),
    footer: footerOf(view),
  }
}

function titleOf(view: AccountView): string {
  const name = view.username ? `@${view.username}` : 'Instagram'
  const words = {
    active: `${name} is connected to ${view.store}`,
    expired: `${name}: the connection ran out`,
    revoked: view.isWanted ? `${name}: our permission was taken back` : `${name} is disconnected`,
    error: `${name}: Instagram does not let us read`,
  }
  return words[view.state]
}

const standings = { active: 'Active', expired: 'Ran out', revoked: 'Taken back', error: 'Refused' }

function factsOf(view: AccountView, now: Date, zone: string): Fact[] {
  const { syncedAt, imported, state, errorMessage } = view
  const missing = missingOf(view)
  const rows: [string, string | null | false][] = [
    ['Status', state === 'revoked' && !view.isWanted ? 'Disconnected' : standings[state]],
    ['Last synced', syncedAt ? writeWhen(syncedAt, zone, now) : state === 'active' && notYet(view)],
    ['Products imported', String(imported)],
    ['Comments', state === 'active' && commentsOf(view, missing)],
    ['I may not', missing.length > 0 && `${describeMissing(missing)}. Reconnect, and leave it ticked.`],
    ['What it says', errorMessage],
  ]
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

/** What was left unticked of what we asked for, as far as Meta tells. */
export function missingOf({ accessToken, state, grantedScopes }: AccountView): string[] {
  if (!accessToken || state !== 'active' || grantedScopes.length === 0) return []
  return readGrant(grantedScopes).missing
}

function notYet({ imported }: AccountView): string {
  return imported > 0 ? 'not since it was connected' : 'never'
}

function commentsOf({ webhookSubscribed }: AccountView, missing: string[]): string {
  if (missing.includes('instagram_manage_comments')) return 'I may not read them'
  return webhookSubscribed ? 'Instagram tells me at once' : 'I look every few minutes'
}

function footerOf(view: AccountView): NonNullable<Card['footer']> {
  if (view.state === 'active') {
    return view.syncedAt ? 'New posts become drafts within two minutes.' : 'Scan now, and I read what your posts offer.'
  }
  return view.isWanted ? 'Nothing is read until it is connected again. Products and drafts are safe.' : ''
}
