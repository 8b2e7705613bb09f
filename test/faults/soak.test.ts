import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { expect, inject, test } from 'vitest'
import { Order } from '#entities/orders/order.ts'
import { sql } from '#src/database/sql.ts'
import { openBusiness, writeNotice } from './business.ts'
import { killProcessesAfterAll, startProcess } from './processes.ts'
import { tellMeta } from './tell-meta.ts'

killProcessesAfterAll()

const MINUTES = 30
/** A busy shop has one comment in ten seconds. */
const PER_SECOND = 5

/** What it is worth to wait half an hour for, and in `npm test` nothing would show. */
test.runIf(inject('faultsAtLength'))(
  `${MINUTES} minutes at fifty times what is expected: nothing is lost, memory and tables do not grow with time`,
  async () => {
    const business = await openBusiness({ GMAIL_PER_DAY: '1000000' })
    const { app, google, ann } = business
    const product = await startProcess({ ...business.settings, DESKHAND_ROLES: 'web,jobs' })
    const [{ id: mediaId = '' } = {}] = await sql<{ id: string }>(app.em.fork(), 'select ig_media_id as id from sales')
    const megabytes: number[] = []
    const ends = Date.now() + MINUTES * 60_000
    let told = 0

    for (let second = 0; Date.now() < ends; second += 1) {
      const next = setTimeout(1_000)
      app.now = new Date()
      for (let count = 0; count < PER_SECOND; count += 1) {
        told += 1
        const body = writeNotice(mediaId, told, `soak${told}`, `2 black 1 red soak${told}@example.com`)
        expect(await tellMeta(product.url, body)).toBe(200)
      }
      const waiting = await app.em.fork().find(Order, { state: 'pending-details-validation' }, { limit: 20 })
      for (const { id } of waiting) await business.press(ann, 'order', 'approve', id).catch(() => undefined)
      if (second % 5 === 0) megabytes.push(await residentOf(product.pid))
      await next
    }

    const open = () => app.em.fork().count(Order, { state: ['scraped', 'pending-details-validation'] })
    while ((await open()) > 0) {
      app.now = new Date()
      const waiting = await app.em.fork().find(Order, { state: 'pending-details-validation' })
      for (const { id } of waiting) await business.press(ann, 'order', 'approve', id).catch(() => undefined)
      await setTimeout(200)
    }
    const unsent = () => sql(app.em.fork(), `select 1 from deliveries where state in ('waiting', 'sending') limit 1`)
    while ((await unsent()).length > 0) await setTimeout(200)
    expect(await app.em.fork().count(Order)).toBe(told)
    const mailed = google.view().customers.map(({ threads }) => threads.flatMap(({ letters }) => letters).length)
    expect(mailed).toHaveLength(told)
    expect(new Set(mailed)).toEqual(new Set([1]))

    const fifth = Math.trunc(megabytes.length / 5)
    const [early, late] = [median(megabytes.slice(fifth, 2 * fifth)), median(megabytes.slice(-fifth))]
    const bloat = await bloatOf(business.app.em.fork())
    process.stdout.write(`soak: ${told} orders, ${early} MB then ${late} MB, tables ${JSON.stringify(bloat)}\n`)
    expect(late / early).toBeLessThan(1.15)
    for (const { times } of bloat) expect(times).toBeLessThan(2)
  },
  (MINUTES + 15) * 60_000,
)

async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.trunc(numbers.length / 2)] ?? 0
}

/** How many times its size, written anew, each table of a megabyte and more has now. */
async function bloatOf(em: Parameters<typeof sql>[0]): Promise<{ name: string; times: number }[]> {
  const sizes = () =>
    sql<{ name: string; size: number }>(
      em,
      `select relname as name, pg_total_relation_size(oid)::float8 as size from pg_class
       where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    )
  const before = (await sizes()).filter(({ size }) => size > 2 ** 20)
  for (const { name } of before) await sql(em, `vacuum full "${name}"`)
  const after = new Map((await sizes()).map(({ name, size }) => [name, size]))
  return before.map(({ name, size }) => ({ name, times: Number((size / (after.get(name) ?? size)).toFixed(2)) }))
}
