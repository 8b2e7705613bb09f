import type { EntityManager } from '@mikro-orm/postgresql'
import { openAlert } from '#src/alerts/alerts.ts'
import { wordsOfError } from '#src/basics/redact.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import { BudgetSpent } from '#src/limits/budget.ts'
import { claimFor } from '#src/limits/claim-for.ts'
import {
  type Claim,
  FAILURES_TO_TELL,
  failuresOf,
  type Lease,
  releaseFailed,
  returnUntouched,
} from '#src/limits/lease.ts'
import { ownerOf } from '#src/moves/owner-of.ts'
import { accountOf, type Named, nameAccount } from './account.ts'
import { INSTAGRAM_ALERT, type InstagramApp } from './call-instagram.ts'

type Row = { id: string; igAccountId: string; attempts: number }

type Work<R extends Row> = {
  step: string
  /** `due` may use more parameters from `$6` on. */
  claim: Omit<Claim, 'limit'>
  load(em: EntityManager, id: string): Promise<R>
  /** Gives the row back when it is done with it. */
  work(account: Named, row: R, lease: Lease): Promise<void>
  /** What people are told when Instagram will not show this one. */
  trouble(row: R): { key: string; title: string }
}

const NOTHING_THERE = '100'

/**
 * Takes rows that need Instagram one after the other, in the order asked for, until none is due; returns how many were
 * done. One row's failure holds up no other; an account in trouble is left alone for the rest of the run.
 */
export async function workThrough<R extends Row>(app: InstagramApp, todo: Work<R>): Promise<number> {
  if (!app.instagram) return 0
  const outcomes: Outcome[] = []
  const resting = new Set<string>()
  for (;;) {
    const lease = await claimOne(app, todo, resting)
    if (!lease) break
    const row = await todo.load(app.em.fork(), lease.id)
    const outcome = await workOn(app, todo, row, lease)
    if (outcome.kind === 'account') resting.add(row.igAccountId)
    outcomes.push(outcome)
  }
  const bug = outcomes.find(({ kind }) => kind === 'bug')
  if (bug) throw bug.error
  return outcomes.filter(({ kind }) => kind === 'done').length
}

/** 'account': no other row of it needs to be tried now. */
type Outcome = { kind: 'done' | 'row' | 'account' | 'bug'; error?: unknown }

async function workOn<R extends Row>(app: InstagramApp, todo: Work<R>, row: R, lease: Lease): Promise<Outcome> {
  try {
    const account = { ...(await accountOf(app, row.igAccountId)), step: todo.step }
    await todo.work(await nameAccount(app, account), row, lease)
    return { kind: 'done' }
  } catch (error) {
    return { kind: await putBack(app, todo, row, lease, error), error }
  }
}

async function claimOne<R extends Row>(
  app: InstagramApp,
  { step, claim: what }: Work<R>,
  resting: Set<string>,
): Promise<Lease | undefined> {
  const due = `not (ig_account_id = any($5::uuid[])) and ${what.due}`
  const params = [[...resting], ...(what.params ?? [])]
  const [lease] = await claimFor(app, step, { ...what, due, params, limit: 1 })
  return lease
}

async function putBack<R extends Row>(
  app: InstagramApp,
  todo: Work<R>,
  row: R,
  lease: Lease,
  error: unknown,
): Promise<Outcome['kind']> {
  if (error instanceof BudgetSpent) {
    await returnUntouched(app.em.fork(), lease)
    app.ring(todo.step, error.freeAt)
    return 'account'
  }
  if (error instanceof OutsideError) {
    await fail(app, todo, row, lease, error)
    return error.code === NOTHING_THERE ? 'row' : 'account'
  }
  await releaseFailed(app.em.fork(), lease, app.clock(), { message: wordsOfError(error), retryAfterS: null })
  return 'bug'
}

async function fail<R extends Row>(
  app: InstagramApp,
  todo: Work<R>,
  row: R,
  lease: Lease,
  error: OutsideError,
): Promise<void> {
  await inTransaction(app, async (tx) => {
    if (!(await releaseFailed(tx.em, lease, tx.at, error))) return
    // A refused token has been told already.
    if (error.code === '190' || (error.retry === 'later' && failuresOf(lease) < FAILURES_TO_TELL)) return
    const isOwn = error.code === NOTHING_THERE
    const words = isOwn ? todo.trouble(row) : { key: INSTAGRAM_ALERT, title: 'Instagram does not let us read.' }
    await openAlert(tx, { ...words, pipeline: ownerOf(todo.step), detail: error.message, step: todo.step })
  })
}
