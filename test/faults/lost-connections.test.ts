import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Order } from '#entities/orders/order.ts'
import { sql } from '#src/database/sql.ts'
import { openBusiness } from './business.ts'
import { killProcessesAfterAll, startProcess, times } from './processes.ts'

killProcessesAfterAll()

const SECONDS = times(4, 60)
const business = await openBusiness()
const { app } = business

/** Every connection of the product; ours is told by its name. */
async function terminateAll(pids: Set<number>): Promise<number> {
  const rows = await sql<{ pid: number }>(
    app.em.fork(),
    // First which are ours, then the cut: in one condition the server may cut every connection it has, and then choose.
    `with ours as materialized (
       select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'
         and pid <> pg_backend_pid() and not (pid = any($1::int[])))
     select pid from ours where pg_terminate_backend(pid)`,
    [[...pids]],
  )
  return rows.length
}

test(`every connection terminated each second for ${SECONDS} s: no process ends, and the work goes on`, async () => {
  const own = await sql<{ pid: number }>(
    app.em.fork(),
    'select pid from pg_stat_activity where datname = current_database()',
  )
  const pids = new Set(own.map(({ pid }) => pid))
  const product = await startProcess({ ...business.settings, DESKHAND_ROLES: 'web,bots,jobs' })
  const buyers: string[] = []
  let killed = 0
  for (let second = 0; second < SECONDS; second += 1) {
    for (let count = 0; count < 5; count += 1) {
      // Our own pool may have grown meanwhile: its connections are killed too.
      buyers.push(await business.comment().catch(() => business.comment()))
      await setTimeout(200)
    }
    killed += await terminateAll(pids)
  }
  expect(killed).toBeGreaterThan(SECONDS)
  buyers.push(await business.comment())
  const waiting = async () =>
    (await app.em.fork().count(Order, { state: 'pending-details-validation' })) < buyers.length
  // The bell of a stored comment rings in its own process: this one has none, so the sweep's place is taken here.
  const sweep = `update agenda_jobs set next_run_at = now() where name like 'orders.%' and locked_at is null`
  while (await waiting()) {
    expect(product.exitCode()).toBeNull()
    await sql(app.em.fork(), sweep)
    await setTimeout(250)
  }
  await product.kill()
}, 200_000)
