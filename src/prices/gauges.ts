import type { Gauge } from '#src/pipeline.ts'

export const priceGauges: Gauge[] = [
  {
    name: 'deskhand_price_looks_due',
    help: 'Product pages that are due to be looked at',
    sql: `select '' as label, count(*)::int as value from tracked_products
      where state in ('new', 'watched', 'doubtful', 'unreachable') and next_look_at < $1::timestamptz`,
  },
  {
    name: 'deskhand_price_alert_seconds',
    help: 'From the change seen to the alert taken, in the last hour',
    label: 'quantile',
    sql: `select q.label, coalesce(percentile_cont(q.at) within group (
        order by extract(epoch from a.sent_at - a.due_at)), 0)::float as value
      from (values ('0.5', 0.5), ('0.95', 0.95), ('1', 1.0)) as q(label, at)
      left join price_alerts a on a.sent_at > $1::timestamptz - interval '1 hour' group by q.label, q.at`,
  },
  {
    name: 'deskhand_price_sites_failing',
    help: 'Shops that do not answer',
    sql: `select '' as label, count(*)::int as value from websites where last_error is not null`,
  },
]
