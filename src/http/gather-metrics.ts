import type { EntityManager } from '@mikro-orm/postgresql'
import { Gauge as PrometheusGauge } from 'prom-client'
import { sql } from '#src/database/sql.ts'
import { registry } from '#src/metrics.ts'
import { OUT_OF_DATE } from '#src/moves/out-of-date.ts'
import type { Gauge } from '#src/pipeline.ts'
import { pipelines } from '#src/pipelines.ts'
import { shownKinds } from './shown.ts'

/** What stands in the database, looked up at every scrape: the same from every process. */
const ofDesk: (Gauge & { second?: string })[] = [
  {
    name: 'deskhand_deliveries',
    help: 'Messages to the outside by state and channel',
    label: 'state',
    second: 'channel',
    sql: 'select state, count(*), channel from deliveries group by state, channel',
  },
  {
    name: 'deskhand_cards_due',
    help: 'Cards that are not up to date on their platform',
    label: 'platform',
    sql: `select platform, count(*) from card_posts where ${OUT_OF_DATE} group by 1`,
  },
  {
    name: 'deskhand_inbox_unread',
    help: 'What came in and was not read yet, by the step that reads it',
    label: 'step',
    sql: 'select step, count(*) from inbox_readings where read_at is null group by 1',
  },
  {
    name: 'deskhand_step_failures',
    help: 'Failures in a row of a step',
    label: 'step',
    sql: 'select step, failures from step_runs',
  },
]

/** Every gauge: of each kind of record that is shown, of the pipelines, of the desk. */
export function gauges(): typeof ofDesk {
  const ofKinds = shownKinds().map(({ subject, shown }) => ({
    name: `deskhand_${shown.path.replaceAll('-', '_')}`,
    help: `${shown.title} by state`,
    label: 'state',
    sql: `select state, count(*) from "${subject.kind.table}" group by 1`,
  }))
  return [...ofKinds, ...pipelines.flatMap((pipeline) => pipeline.gauges ?? []), ...ofDesk]
}

type Count = { gauge: string; one: string; value: number; two: string | null }

/** Everything, in Prometheus' text format. One query, however many gauges. */
export async function writeMetrics(em: EntityManager, now: Date): Promise<{ type: string; text: string }> {
  const all = gauges()
  const counts = await sql<Count>(em, all.map(querying).join(' union all '), [now])
  for (const { name, help, label, second } of all) {
    const gauge = gaugeNamed(
      name,
      help,
      [label, second].flatMap((one) => one ?? []),
    )
    gauge.reset()
    for (const { one, two, value } of counts.filter((count) => count.gauge === name)) {
      gauge.set({ ...(label && { [label]: one }), ...(second && { [second]: two ?? '' }) }, value)
    }
  }
  return { type: registry.contentType, text: await registry.metrics() }
}

/** Whatever its columns are called. */
function querying({ name, sql: text, second }: (typeof ofDesk)[number]): string {
  const columns = second ? 'one, value, two' : 'one, value'
  return `select '${name}' as gauge, one::text, value::float8, ${second ? 'two::text' : 'null'} as two
    from (${text}) counted (${columns})`
}

function gaugeNamed(name: string, help: string, labelNames: string[]): PrometheusGauge {
  const known = registry.getSingleMetric(name) as PrometheusGauge | undefined
  return known ?? new PrometheusGauge({ name, help, labelNames, registers: [registry] })
}
