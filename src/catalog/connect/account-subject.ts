import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '#entities/actor.ts'
import type { ScanOptions } from '#entities/catalog/instagram-sync.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import type { Card, Fact } from '#src/cards/card.ts'
import type { Form } from '#src/cards/form.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import { writeWhen } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { accountKind } from '../kinds.ts'
import { readScanForm, scanForm } from '../scan/scan-form.ts'
import { openScan, usualOptions } from '../scan/start-scan.ts'
import { KEEP_TOKENS } from '../steps.ts'
import { describeMissing, readGrant } from './grant.ts'
import { mintConnectLink } from './oauth-state.ts'

export type AccountView = InstagramAccount & {
  imported: number
  store: string
  lastMove: LastMove | null
}

/** A connected Instagram account: who it is, how it is, and what to do about it. */
export const accountSubject = defineSubject<InstagramAccount, AccountView>({
  kind: accountKind,
  load,
  card: (view, { clock, settings }) => ({
    title: titleOf(view),
    tone: view.state === 'active' ? 'good' : view.sellerId ? 'bad' : 'done',
    facts: factsOf(view, clock(), settings.STORE_TIMEZONE),
    footer: footerOf(view),
  }),
  offers,
  tells: {
    steps: {
      connect: 'It was connected.',
      refresh: 'Its permission was renewed.',
      expire: 'Its permission ran out.',
      revoke: 'Our permission was taken back on Facebook.',
      fail: ({ note }) => `Instagram refused us${note ? `: "${note.replace(/^\w+: /, '')}"` : ''}.`,
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
      return { set: { sellerId: null, webhookSubscribed: false, leavingAt: tx.at }, tell: 'Disconnected.' }
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

async function load(em: EntityManager, ids: string[]): Promise<AccountView[]> {
  if (ids.length === 0) return []
  const accounts = await em.find(InstagramAccount, { id: { $in: ids } })
  const stores = accounts.map(({ storeId }) => storeId)
  const rows = await sql<{ id: string; name: string; imported: number }>(
    em,
    `select s.id, s.name,
       (select count(*)::int from products p where p.store_id = s.id and p.source_type = 'instagram') as imported
     from stores s where s.id = any($1::uuid[])`,
    [stores],
  )
  const lastMoves = await loadLastMoves(em, 'igconnection', ids)
  return accounts.map((account) => {
    const store = rows.find(({ id }) => id === account.storeId)
    return Object.assign(account, {
      imported: store?.imported ?? 0,
      store: store?.name ?? '',
      lastMove: lastMoves.get(account.id) ?? null,
    })
  })
}

function titleOf(view: AccountView): string {
  const name = view.username ? `@${view.username}` : 'Instagram'
  const words = {
    active: `${name} is connected to ${view.store}`,
    expired: `${name}: the connection ran out`,
    revoked: view.sellerId ? `${name}: our permission was taken back` : `${name} is disconnected`,
    error: `${name}: Instagram does not let us read`,
  }
  return words[view.state]
}

const standings = { active: 'Active', expired: 'Ran out', revoked: 'Taken back', error: 'Refused' }

function factsOf(view: AccountView, now: Date, zone: string): Fact[] {
  const { syncedAt, imported, state, grantedScopes, accessToken, webhookSubscribed, errorMessage } = view
  const missing =
    accessToken && state === 'active' ? readGrant(grantedScopes.length > 0 ? grantedScopes : null).missing : []
  const rows: [string, string | null | false][] = [
    ['Status', state === 'revoked' && view.sellerId === null ? 'Disconnected' : standings[state]],
    ['Last synced', syncedAt ? writeWhen(syncedAt, zone, now) : state === 'active' && 'never'],
    ['Products imported', String(imported)],
    ['Notices', state === 'active' && (webhookSubscribed ? 'at once' : 'I look every 90 seconds')],
    ['I may not', missing.length > 0 && `${describeMissing(missing)}. Write connect again, and leave it ticked.`],
    ['What it says', errorMessage],
  ]
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

function footerOf(view: AccountView): NonNullable<Card['footer']> {
  if (view.state === 'active') {
    return view.syncedAt ? 'New posts become drafts within two minutes.' : 'Scan now, and I read what your posts offer.'
  }
  return view.sellerId ? 'Nothing is read until it is connected again. Products and drafts are safe.' : ''
}

function offers(view: AccountView): Offer[] {
  if (view.state === 'active')
    return [{ verb: 'scan' }, { verb: 'options' }, ...(view.accessToken ? [{ verb: 'leave' }] : [])]
  const again = { verb: 'reconnect', ...(view.sellerId ? {} : { quiet: true }) }
  return view.state === 'revoked' ? [again] : [again, { verb: 'leave' }]
}
