import type { EntityManager } from '@mikro-orm/postgresql'
import { step } from '#entities/actor.ts'
import { Sale } from '#entities/orders/sale.ts'
import { closeAlert } from '#src/alerts/alerts.ts'
import { intervalOf } from '#src/basics/interval.ts'
import { readNote, writeNote } from '#src/database/notes.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import type { Named } from '#src/instagram/account.ts'
import { callInstagram, type InstagramApp } from '#src/instagram/call-instagram.ts'
import { follow, type Progress, type Read } from '#src/instagram/follow-comments.ts'
import { readPost } from '#src/instagram/read-post.ts'
import { workThrough } from '#src/instagram/work-through.ts'
import type { Comment } from '#src/integrations/meta/instagram.ts'
import { BudgetSpent } from '#src/limits/budget.ts'
import { type Lease, release } from '#src/limits/lease.ts'
import { move } from '#src/moves/move.ts'
import { saleKind } from '../kinds.ts'
import { EXTRACT, SCRAPE } from '../steps.ts'
import { addOrders } from './take-comments.ts'

/** Pages of one post before another post has its turn: the rest is read when it is its turn again. */
const PAGES_A_TURN = 5
const PAGE = 50
/** As long as the calls of a turn may take. */
const LEASE_MS = 3 * 60_000
const actor = step(SCRAPE)

/** Reads the comments of open sales, the one that waited longest first, within the budget. */
export async function scrapeComments(app: InstagramApp): Promise<number> {
  const dueBefore = new Date(app.clock().getTime() - 0.9 * intervalOf(app.settings.ORDERS_SCRAPE_EVERY))
  return workThrough<Sale>(app, {
    step: SCRAPE,
    claim: {
      table: 'sales',
      due: DUE,
      params: [dueBefore],
      order: 'scraped_at nulls first, number',
      leaseMs: LEASE_MS,
    },
    load: (em, id) => em.findOneOrFail(Sale, id),
    trouble,
    work: (account, sale, lease) => scrapeSale(app, account, sale, lease),
  })
}

const noteOf = (saleId: string) => `${SCRAPE}:${saleId}`

/** Not read for an interval, or read in part. */
const DUE = `state = 'open' and ig_media_id is not null and (scraped_at is null or scraped_at <= $6 or exists (
  select 1 from notes n where n.name = '${noteOf('')}' || sales.id and n.value ->> 'resume' is not null))`

const trouble = ({ number }: Sale) => ({
  key: `sale:${number}`,
  title: `Instagram does not show us the comments of S-${number} any more.`,
})

async function scrapeSale(app: InstagramApp, account: Named, sale: Sale, lease: Lease): Promise<void> {
  const turn = await readTurn(app, account, sale)
  const gapAt = turn.ended === 'window' ? await findGap(app, account, sale, turn) : null
  await inTransaction(app, (tx) => saveTurn(tx, { sale, lease, turn, gapAt }))
  if (turn.error) throw turn.error
}

/** The pages of one turn. Stored together, oldest first: an order is then known before what its writer adds to it. */
type Turn = Read & { before: Progress; comments: Comment[]; error: unknown }

async function readTurn(app: InstagramApp, account: Named, sale: Sale): Promise<Turn> {
  const before = await readProgress(app.em.fork(), sale)
  let turn: Turn = { before, progress: before, ended: null, shown: 0, comments: [], error: null }
  for (let count = 0; count < PAGES_A_TURN && turn.ended === null; count++) {
    try {
      const { items, ...read } = await readPage(app, account, sale, turn.progress)
      turn = { ...turn, ...read, comments: [...turn.comments, ...items] }
    } catch (error) {
      // What is read is read: the calls for it are spent.
      if (count === 0) throw error
      return { ...turn, error }
    }
  }
  return turn
}

async function readPage(app: InstagramApp, account: Named, sale: Sale, progress: Progress) {
  const ask = async ({ through, resume }: Progress) => {
    const page = await callInstagram(app, account, 'comments', (instagram) =>
      instagram.comments(account, sale.igMediaId ?? '', resume?.cursor),
    )
    return { ...follow({ through, resume }, page), items: page.items }
  }
  try {
    return await ask(progress)
  } catch (error) {
    // A cursor does not live for ever: then from the newest comment on again.
    const isCursor = progress.resume !== null && error instanceof OutsideError && error.code === '100'
    if (isCursor) return ask({ ...progress, resume: null })
    throw error
  }
}

/**
 * Before which moment comments may have been missed; null when none can. The list ended before what we
 * had read, or on a first look after a page or more, and Instagram counts more comments than it showed. Its count has
 * the replies in it: the doubt may be unfounded.
 */
async function findGap(
  app: InstagramApp,
  account: Named,
  { igMediaId }: Sale,
  { before: { through, resume }, shown, comments }: Turn,
): Promise<Date | null> {
  if (through === null && shown < PAGE) return null
  const count = await countComments(app, account, igMediaId ?? '')
  // Over several turns new comments come on top of those shown.
  const newer = resume === null ? 0 : PAGE
  const isGap = count === null ? through !== null : count > shown + newer
  return isGap ? (comments.at(-1)?.timestamp ?? app.clock()) : null
}

async function countComments(app: InstagramApp, account: Named, mediaId: string): Promise<number | null> {
  try {
    const { post } = await callInstagram(app, account, 'polls', () => readPost(app, account, mediaId))
    return post.commentsCount
  } catch (error) {
    // Unknown is an answer here: the comments in hand are worth more than the count.
    if (error instanceof BudgetSpent || error instanceof OutsideError) return null
    throw error
  }
}

type Saving = { sale: Sale; lease: Lease; turn: Turn; gapAt: Date | null }

async function saveTurn(tx: Tx, { sale, lease, turn, gapAt }: Saving): Promise<void> {
  const ours = await sql(tx.em, 'update sales set scraped_at = $3 where id = $1 and lease_token = $2 returning 1', [
    sale.id,
    lease.token,
    tx.at,
  ])
  // Another has it by now, and reads the same.
  if (ours.length === 0) return
  const mediaId = sale.igMediaId ?? ''
  const commented = turn.comments.map((comment) => ({ mediaId, comment }))
  if ((await addOrders(tx, commented)) > 0) tx.ring(EXTRACT)
  await writeNote(tx.em, noteOf(sale.id), turn.progress, tx.at)
  if (gapAt) await tellGap(tx, sale, gapAt)
  if (turn.error) return
  await release(tx.em, lease)
  if (sale.attempts > 0) await closeAlert(tx, trouble(sale).key)
}

/** Once per gap: while its card waits, another one changes nothing a person would do. */
async function tellGap(tx: Tx, { id }: Sale, gapAt: Date): Promise<void> {
  const sale = await tx.em.findOneOrFail(Sale, id)
  if (sale.state !== 'open' || sale.gapAt !== null) return
  await move(tx, saleKind, [sale], 'gap', actor, { set: () => ({ gapAt }) })
}

async function readProgress(em: EntityManager, { id }: Sale): Promise<Progress> {
  return (await readNote<Progress>(em, noteOf(id)))?.value ?? { through: null, resume: null }
}
