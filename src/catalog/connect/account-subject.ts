import type { Actor } from '#entities/actor.ts'
import type { ScanOptions } from '#entities/catalog/instagram-sync.ts'
import type { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import type { Form } from '#src/cards/form.ts'
import { defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import type { Tx } from '#src/database/transaction.ts'
import { accountKind } from '../kinds.ts'
import { readScanForm, scanForm } from '../scan/scan-form.ts'
import { openScan, usualOptions } from '../scan/start-scan.ts'
import { KEEP_TOKENS } from '../steps.ts'
import { accountCard, missingOf } from './account-card.ts'
import { type AccountView, loadAccounts } from './account-view.ts'
import { mintConnectLink } from './oauth-state.ts'
import { leaving } from './standing.ts'

/** A connected Instagram account: who it is, how it is, and what to do about it. */
export const accountSubject = defineSubject<InstagramAccount, AccountView>({
  kind: accountKind,
  load: loadAccounts,
  shopZone: ({ zone }) => zone,
  card: accountCard,
  offers,
  tells: {
    steps: {
      connect: 'It was connected.',
      refresh: 'Its permission was renewed.',
      expire: 'Its permission ran out.',
      revoke: 'Our permission was taken back on Facebook.',
      fail: ({ note }) => `Instagram refused us${note ? `: "${note}"` : ''}.`,
    },
    fields: {},
  },
  verbs: {
    scan: { label: 'Scan now', past: 'scanned', style: 'primary' },
    options: { label: 'Scan options', past: 'chose what to scan of' },
    reconnect: { label: 'Reconnect', past: 'asked to reconnect', style: 'primary' },
    leave: { label: 'Disconnect', past: 'disconnected', style: 'danger' },
  },
  ask: (view, verb) => {
    if (verb === 'options') return scanForm
    return verb === 'leave' ? leaveForm(view) : null
  },
  act: {
    scan: ({ tx, view, by }) => begin(tx, view, usualOptions(tx.at), by),
    options: ({ tx, view, by, answers }) => begin(tx, view, readScanForm(answers, tx.at), by),
    reconnect: async ({ tx, app, view, by }) => {
      const url = await mintConnectLink(tx, app.publicUrl, { personId: by.personId, storeId: view.storeId })
      return { tell: `Open this within half an hour: ${url}` }
    },
    leave: ({ tx }) => {
      tx.ring(KEEP_TOKENS)
      return { set: leaving(tx.at), tell: 'Disconnected.' }
    },
  },
  mayPress: ({ role, storeId }, view) => role === 'admin' || (role === 'seller' && storeId === view.storeId),
})

async function begin(
  tx: Tx,
  { storeId }: AccountView,
  options: ScanOptions,
  by: Actor,
): Promise<Effect<InstagramAccount>> {
  await openScan(tx, storeId, options, by)
  return { tell: 'The scan begins. Its card tells how far it is.' }
}

function leaveForm({ username }: InstagramAccount): Form {
  const sure = { value: 'yes', label: 'Yes: give our permission back, wipe the token' }
  return {
    title: 'Disconnect',
    submit: 'Disconnect',
    fields: [
      {
        ...{ name: 'sure', label: `Disconnect @${username ?? 'the account'}?`, kind: 'choice', value: 'yes' },
        choices: [sure],
        hint: 'Products and drafts stay. Comments and posts are not read any more.',
      },
    ],
  }
}

function offers(view: AccountView): Offer[] {
  if (view.state === 'active')
    return [
      ...(missingOf(view).length > 0 ? [{ verb: 'reconnect' }] : []),
      ...[{ verb: 'scan' }, { verb: 'options' }, ...(view.accessToken ? [{ verb: 'leave' }] : [])],
    ]
  const again = { verb: 'reconnect', ...(view.isWanted ? {} : { quiet: true }) }
  return view.state === 'revoked' ? [again] : [again, { verb: 'leave' }]
}
