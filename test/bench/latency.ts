import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { sql } from '#src/database/sql.ts'
import { type Figure, type Ground, percentile, startProduct, writeNotice } from './ground.ts'

const PER_SECOND = 1_000
const COUNT = 5_000
const IDLE_TRIES = 20

/** From a comment that was acknowledged to the commit of its card, with all steps in this process. */
export async function benchLatency(ground: Ground): Promise<Figure[]> {
  const desk = await startProduct(await ground.createDatabase('bench_latency'), 'web,jobs')
  const { app } = desk
  const { inlet } = app
  const hung = async () =>
    (await sql<{ n: number }>(app.em.fork(), `select count(*)::int as n from card_posts where subject = 'order'`))[0]
      ?.n ?? 0
  let serial = 0
  const accept = async () => {
    serial += 1
    await inlet('instagram', `latency-${serial}`, writeNotice(serial))
    return performance.now()
  }
  try {
    for (let warm = 0; warm < 300; warm += 1) await accept()
    while ((await hung()) < 300) await setTimeout(5)
    const idle: number[] = []
    for (let tries = 0; tries < IDLE_TRIES; tries += 1) {
      await setTimeout(300)
      const at = await accept()
      while ((await hung()) < serial) await setTimeout(1)
      idle.push(performance.now() - at)
    }
    const loaded = await underLoad(accept, hung, serial)
    return [
      {
        what: 'comment accepted -> card due at 1000/s, p50',
        promised: '<= 40',
        measured: percentile(loaded, 0.5),
        unit: 'ms',
      },
      {
        what: 'comment accepted -> card due at 1000/s, p99',
        promised: '<= 100',
        measured: percentile(loaded, 0.99),
        unit: 'ms',
      },
      { what: 'one comment at idle -> card due, p50', promised: '', measured: percentile(idle, 0.5), unit: 'ms' },
      {
        what: 'one comment at idle -> card due, p99',
        promised: '<= 30 to the start of the step',
        measured: percentile(idle, 0.99),
        unit: 'ms',
      },
    ]
  } finally {
    await desk.stop()
  }
}

/** The k-th card is taken for that of the k-th comment: they are worked on in order. */
async function underLoad(
  accept: () => Promise<number>,
  hung: () => Promise<number>,
  before: number,
): Promise<number[]> {
  const accepted: number[] = []
  const latencies: number[] = []
  const from = performance.now()
  const sending = (async () => {
    for (let sent = 0; sent < COUNT; ) {
      const due = Math.min(COUNT, Math.floor(((performance.now() - from) / 1000) * PER_SECOND))
      for (; sent < due; sent += 1) void accept().then((at) => accepted.push(at))
      await setTimeout(1)
    }
  })()
  while (latencies.length < COUNT) {
    const count = (await hung()) - before
    const now = performance.now()
    while (latencies.length < Math.min(count, accepted.length))
      latencies.push(Math.max(0, now - (accepted[latencies.length] ?? now)))
    await setTimeout(2)
  }
  await sending
  return latencies
}
