import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { cardOf } from '#src/cards/card-of.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { writeToken } from '#src/cards/token.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { accountKind } from '../kinds.ts'
import { addStore, readStore } from '../stores/add-store.ts'
import { findStore } from '../stores/find-store.ts'
import { accountSubject } from './account-subject.ts'
import { mintConnectLink } from './oauth-state.ts'
import { STANDING } from './standing.ts'

const shared = { roles: ['seller'], pipeline: 'catalog' } satisfies Partial<Command>

export const connectCommands: Command[] = [
  {
    ...{ name: 'store add', usage: '<name> <currency> <zone>', example: 'store add Zuri Closet KES Africa/Nairobi' },
    ...{ help: 'one more shop, with its currency and time zone', pipeline: 'catalog', roles: ['admin'], run: storeAdd },
  },
  { ...shared, name: 'connect', usage: '[shop]', help: 'connect your Instagram account', run: connect },
  {
    ...{ ...shared, name: 'instagram', usage: '[shop]', run: showAccount },
    help: 'the connected account, when it was read, Scan, Disconnect',
  },
  {
    ...{ ...shared, name: 'disconnect', usage: '[shop]', run: disconnect },
    help: 'disconnect Instagram: our permission is given back',
  },
]

async function storeAdd({ app, rest }: Asked): Promise<Reply> {
  const store = readStore(rest)
  await addStore(app, store)
  const next = `Let its seller in with: person add, or write connect ${store.name} yourself.`
  return { text: `${store.name} is there: prices in ${store.currency}, times in ${store.zone}. ${next}` }
}

async function connect({ app, member, rest }: Asked): Promise<Reply> {
  const { META_APP_ID, META_APP_SECRET } = app.settings
  if (!META_APP_ID || !META_APP_SECRET)
    throw new Refusal('Connecting is not set up here: META_APP_ID and META_APP_SECRET are missing.')
  const store = await findStore(app.em.fork(), member, rest)
  const url = await inTransaction(app, (tx) =>
    mintConnectLink(tx, app.publicUrl, { personId: member.id, storeId: store.id }),
  )
  return {
    text: `Open this yourself, within half an hour, to connect Instagram to ${store.name}: ${url}`,
    isPrivate: true,
  }
}

async function findAccount({ app, member, rest }: Asked): Promise<InstagramAccount> {
  const em = app.em.fork()
  const store = await findStore(em, member, rest)
  const [account] = await em.find(InstagramAccount, { storeId: store.id }, { orderBy: STANDING, limit: 1 })
  if (account) return account
  throw new Refusal(`No Instagram account is connected to ${store.name}. Write: connect`)
}

async function showAccount(asked: Asked): Promise<Reply> {
  const account = await findAccount(asked)
  const [view] = await accountSubject.load(asked.app.em.fork(), [account.id])
  return { text: '', cards: view ? [cardOf(accountSubject, view, asked.app, 'all', asked.member)] : [] }
}

async function disconnect(asked: Asked): Promise<Reply> {
  const account = await findAccount(asked)
  const form = accountSubject.ask?.(account, 'leave', asked.app)
  if (account.state === 'revoked' || !account.accessToken || !form) throw new Refusal('It is not connected.')
  return { text: '', form: { token: writeToken({ subject: accountKind.name, verb: 'leave', id: account.id }), form } }
}
