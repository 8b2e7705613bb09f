import type { Gauge } from '#src/pipeline.ts'

/** The figures of the last 30 days that `stats` shows too and alerts rest on: of drafts, what people decided. */
export const catalogGauges: Gauge[] = [
  {
    ...{ name: 'deskhand_sync_success_ratio', help: 'Scans that did not fail, of those that ended in 30 days' },
    sql: `select '' as label, coalesce(avg((state <> 'failed')::int), 1)::float as value from instagram_sync_history
          where state not in ('running', 'cancelled') and started_at > $1::timestamptz - interval '30 days'`,
  },
  {
    ...{
      name: 'deskhand_extraction_accuracy_ratio',
      help: 'Approved drafts nobody had to edit, of those approved in 30 days',
    },
    sql: `select '' as label, coalesce(avg((seller_edits is null)::int), 1)::float as value from product_drafts
          where state = 'approved' and approved_at > $1::timestamptz - interval '30 days' and not is_automatic`,
  },
  {
    ...{ name: 'deskhand_draft_approval_ratio', help: 'Drafts approved, of those decided in 30 days' },
    sql: `select '' as label, coalesce(avg((state = 'approved')::int), 1)::float as value from product_drafts
          where state in ('approved', 'rejected') and not is_automatic
            and coalesce(approved_at, rejected_at) > $1::timestamptz - interval '30 days'`,
  },
  {
    ...{ name: 'deskhand_draft_approval_seconds', help: 'From reading a post to approving it, median of 30 days' },
    sql: `select '' as label, coalesce(percentile_cont(0.5) within group (
            order by extract(epoch from approved_at - created_at)), 0)::float as value from product_drafts
          where state = 'approved' and approved_at > $1::timestamptz - interval '30 days' and not is_automatic`,
  },
  {
    ...{
      name: 'deskhand_instagram_calls_day',
      help: 'Calls to Instagram in 24 hours, by account and share',
      label: 'budget',
    },
    sql: `select budget as label, count(*)::float as value from calls
          where budget like 'instagram:%' and at > $1::timestamptz - interval '1 day' group by 1`,
  },
  {
    ...{ name: 'deskhand_extraction_errors_per_1000', help: 'Posts that could not be read, of 1000 read in 30 days' },
    sql: `select '' as label,
            coalesce(1000.0 * count(*) filter (where outcome = 'failed') / nullif(count(*), 0), 0)::float as value
          from instagram_posts where outcome <> 'left' and read_at > $1::timestamptz - interval '30 days'`,
  },
]
