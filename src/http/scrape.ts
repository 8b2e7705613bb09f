import type { EntityManager } from '@mikro-orm/postgresql'
import { Gauge } from 'prom-client'
import { sql } from '#src/database/sql.ts'
import { registry } from '#src/metrics.ts'

/** What stands in the database, looked up at every scrape: the same from every process. */
const gauges = {
  orders: createGauge('deskhand_orders', 'Orders by state', ['state']),
  deliveries: createGauge('deskhand_deliveries', 'Messages to the outside by state and channel', ['state', 'channel']),
  cards: createGauge('deskhand_cards_due', 'Cards that are not up to date on their platform', ['platform']),
  inbox: createGauge('deskhand_inbox_unread', 'What came in and was not read yet, by the step that reads it', ['step']),
  failures: createGauge('deskhand_step_failures', 'Failures in a row of a step', ['step']),
}

const COUNTS = `
  select 'orders' as gauge, state as one, '' as two, count(*)::float8 as value from orders group by state
  union all select 'deliveries', state, channel, count(*) from deliveries group by state, channel
  union all select 'cards', platform, '', count(*) from card_posts
    where shown < wanted or rung < ring or old_ref is not null group by platform
  union all select 'inbox', step, '', count(*) from inbox_readings where read_at is null group by step
  union all select 'failures', step, '', failures from step_runs`

type Count = { gauge: keyof typeof gauges; one: string; two: string; value: number }

/** Everything, in Prometheus' text format. */
export async function writeMetrics(em: EntityManager): Promise<{ type: string; text: string }> {
  const counts = await sql<Count>(em, COUNTS)
  for (const { gauge } of Object.values(gauges)) gauge.reset()
  for (const { gauge: name, one, two, value } of counts) {
    const { gauge, labels } = gauges[name]
    gauge.set(Object.fromEntries(labels.map((label, index) => [label, index === 0 ? one : two])), value)
  }
  return { type: registry.contentType, text: await registry.metrics() }
}

function createGauge(name: string, help: string, labels: string[]) {
  return { gauge: new Gauge({ name, help, labelNames: labels, registers: [registry] }), labels }
}
