import type { ScanOptions } from '#entities/catalog/instagram-sync.ts'
import { InstagramSync } from '#entities/catalog/instagram-sync.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { cardOf } from '#src/cards/card-of.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { writeRef } from '#src/cards/ref.ts'
import { writeToken } from '#src/cards/token.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { accountSubject } from './connect/account-subject.ts'
import { mintConnectLink } from './connect/links.ts'
import { addManually } from './drafts/add-manually.ts'
import { draftCard } from './drafts/draft-card.ts'
import { loadDrafts } from './drafts/draft-view.ts'
import { countDrafts, findDrafts, SHOW } from './drafts/find-drafts.ts'
import { accountKind, productKind, syncKind } from './kinds.ts'
import { countProducts, findProducts } from './products/find-products.ts'
import { productLine } from './products/product-card.ts'
import { loadProducts } from './products/product-view.ts'
import { rivalCommand } from './rivals/set-rival.ts'
import { cancelScan } from './scan/cancel-scan.ts'
import { startScan, usualOptions } from './scan/start-scan.ts'
import { addStore, readStore } from './stores/add-store.ts'
import { findStore } from './stores/find-store.ts'
import { describeStats } from './stores/stats.ts'
import { takeBackTrust, trust } from './stores/trust.ts'

const shared = { roles: ['seller'], pipeline: 'catalog' } satisfies Partial<Command>
const MOST_LISTED = 40
const LEAST_PERCENT = 80

/** What one can type about the catalogue. */
export const catalogCommands: Command[] = [
  {
    ...{ name: 'store add', usage: '<name> <currency> <zone>', example: 'store add Zuri Closet KES Africa/Nairobi' },
    ...{ help: 'one more shop, with its currency and time zone', pipeline: 'catalog', roles: [], run: storeAdd },
  },
  { ...shared, name: 'connect', usage: '[shop]', help: 'connect your Instagram account', run: connect },
  {
    ...shared,
    name: 'instagram',
    usage: '[shop]',
    help: 'the connected account, when it was read, Scan, Disconnect',
    run: showAccount,
  },
  {
    ...shared,
    name: 'disconnect',
    usage: '[shop]',
    help: 'disconnect Instagram: our permission is given back',
    run: disconnect,
  },
  {
    ...{ ...shared, name: 'scan', usage: '[videos] [no albums] [all] [number]', example: 'scan videos 50' },
    ...{ help: 'read the posts of the last six months as products', run: scan },
  },
  { ...shared, name: 'cancel', help: 'stop the scan that is running', run: cancel },
  {
    ...{ ...shared, name: 'drafts', usage: '[high | low | expiring]', example: 'drafts low' },
    ...{ help: 'products read of posts that wait for you', run: listDrafts },
  },
  {
    ...shared,
    name: 'products',
    usage: '[words]',
    example: 'products jacket',
    help: 'what is in the shop',
    run: listProducts,
  },
  {
    ...{ ...shared, name: 'product add', usage: '<address of a post, or words with a price>' },
    ...{ example: 'product add Blue denim jacket KES 2,500 sizes M L', takesPictures: true, run: add },
    help: 'add a product by hand; or just send me its photo, with these words below it',
  },
  {
    ...{ ...shared, name: 'auto approve', usage: '<percent> | off', example: 'auto approve 90' },
    ...{ help: 'let what is read surely go into the shop by itself, once that is earned', run: autoApprove },
  },
  rivalCommand,
  { ...shared, name: 'stats', help: 'how well posts are read, and how fast they are approved', run: stats },
]

async function storeAdd({ app, rest }: Asked): Promise<Reply> {
  const store = readStore(rest)
  await addStore(app, store)
  return {
    text: `${store.name} is there: prices in ${store.currency}, times in ${store.zone}. Let its seller in with: person add, or write connect ${store.name} yourself.`,
  }
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
  const [account] = await em.find(
    InstagramAccount,
    { storeId: store.id },
    { orderBy: { connectedAt: 'desc' }, limit: 1 },
  )
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

async function scan({ app, member, by, rest }: Asked): Promise<Reply> {
  const { options, shop } = readScan(rest, app.clock())
  const store = await findStore(app.em.fork(), member, shop)
  const sync = await startScan(app, store.id, options, { personId: member.id, name: member.name, via: by.via })
  return { text: `${writeRef(syncKind, sync)}: I read the posts of ${store.name}. Its card tells how far I am.` }
}

/** `videos`, `no albums`, `all` (however old) and a number; whatever else is said names the shop. */
function readScan(text: string, now: Date): { options: ScanOptions; shop: string } {
  const usual = usualOptions(now)
  const low = ` ${text.toLowerCase()} `
  const limit = Number(/ (\d{1,4}) /.exec(low)?.[1] ?? usual.limit)
  const options = {
    limit: Math.min(1000, Math.max(1, limit)),
    includeVideos: / (?:with )?videos? /.test(low),
    includeCarousels: !/ no (?:albums|carousels) /.test(low),
    since: / all /.test(low) ? null : usual.since,
  }
  const shop = low.replace(/ (?:with )?videos? | no (?:albums|carousels) | all | \d{1,4} /g, ' ').trim()
  return { options, shop }
}

async function cancel({ app, member, by, rest }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const store = await findStore(em, member, rest)
  const running = await em.findOne(InstagramSync, { storeId: store.id, state: 'running' })
  if (!running) throw new Refusal('No scan is running.')
  const isOver = await cancelScan(app, running.id, { personId: member.id, name: member.name, via: by.via })
  return { text: isOver ? `${writeRef(syncKind, running)} is cancelled. What was found stays.` : 'It has just ended.' }
}

async function listDrafts({ app, member, rest }: Asked): Promise<Reply> {
  const show = SHOW.find((name) => name === rest.trim().toLowerCase()) ?? 'all'
  const em = app.em.fork()
  const filter = { state: 'pending' as const, show, now: app.clock(), ...(show === 'all' && rest && { q: rest }) }
  const { ids, total } = await findDrafts(em, member, filter, { page: 1, limit: MOST_LISTED })
  if (total === 0) return { text: await noDrafts(app, member) }
  const views = await loadDrafts(em, ids)
  const lines = ids
    .flatMap((id) => views.find((view) => view.id === id) ?? [])
    .map((view) => draftCard(view, app).title)
  const head = total === 1 ? '1 draft waits' : `${total} drafts wait`
  return { text: [`${head}, the surest first:`, ...lines, ...more(total, lines.length)].join('\n') }
}

async function noDrafts(app: Asked['app'], member: Asked['member']): Promise<string> {
  const all = await countDrafts(app.em.fork(), member)
  return all.pending ? 'None of them. Write drafts for all.' : 'No draft waits. Write scan to look through your posts.'
}

async function listProducts({ app, member, rest }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const filter = rest ? { q: rest } : {}
  const { ids, total } = await findProducts(em, member, filter, { page: 1, limit: MOST_LISTED })
  if (total === 0)
    return {
      text: rest ? `No product is called '${rest}'.` : 'No products yet. Approve a draft, or write: product add',
    }
  const views = await loadProducts(em, ids)
  const lines = ids
    .flatMap((id) => views.find((view) => view.id === id) ?? [])
    .map((view) => `${writeRef(productKind, view)} ${productLine(view)}`)
  const { active = 0 } = await countProducts(em, member)
  const head = rest ? `${total} found` : `${total} products, ${active} in the shop`
  const hint = `edit ${lines[0]?.split(' ')[0]} changes one; hide, sold and restock too.`
  return { text: [`${head}:`, ...lines, ...more(total, lines.length), hint].join('\n') }
}

function more(total: number, listed: number): string[] {
  return total > listed ? [`and ${total - listed} more: dashboard`] : []
}

async function add({ app, member, by, rest, sent }: Asked): Promise<Reply> {
  if (!rest && !sent) throw new Refusal('What is it? Write: product add Blue denim jacket KES 2,500 sizes M L')
  const store = await findStore(app.em.fork(), member)
  const actor = { personId: member.id, name: member.name, via: by.via }
  const { draft, isNew } = await addManually(app, store.id, rest, actor, sent)
  if (!draft) return { text: 'I read that post now. Its card follows.' }
  // One more picture of an album: the card shows it.
  if (sent && !isNew) return { text: '' }
  const [view] = await loadDrafts(app.em.fork(), [draft.id])
  return { text: view ? `${draftCard(view, app).title}. Its card has Approve and Edit.` : '' }
}

async function stats({ app, member, rest }: Asked): Promise<Reply> {
  const store = await findStore(app.em.fork(), member, rest)
  return { text: await describeStats(app.em.fork(), store.id, app.clock()) }
}

async function autoApprove({ app, member, rest }: Asked): Promise<Reply> {
  const store = await findStore(app.em.fork(), member)
  const words = rest.trim().toLowerCase()
  if (words === 'off') {
    await inTransaction(app, (tx) => takeBackTrust(tx, store.id))
    return { text: 'You are asked about every product.' }
  }
  const percent = Number(/^(?:above )?(\d{2,3}) ?%?$/.exec(words)?.[1])
  if (!(percent >= LEAST_PERCENT && percent <= 100)) {
    throw new Refusal(`Say above how many percent, ${LEAST_PERCENT} at least, or off. Write: auto approve 90`)
  }
  await inTransaction(app, (tx) => trust(tx, store.id, percent / 100))
  return {
    text: `What is read above ${percent} % with a price goes into the shop by itself. I ask you about one in ten; the first wrong one ends it.`,
  }
}
