import { z } from 'zod'
import { uuid } from '#entities/uuid.ts'
import type { App } from '#src/app.ts'
import { hashOf } from '#src/basics/hash.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import type { Reader, StoredItem, Verdict } from '#src/inbox/reader.ts'
import { FETCH_MEDIA, TAKE_NOTICES } from '../steps.ts'

/** What Meta tells us, change by change: of media we fetch the post, the rest is others' or nobody's. */
export const noticeReader: Reader = {
  source: 'instagram',
  step: TAKE_NOTICES,
  what: 'A message from Instagram',
  read: (_, item) => item.take(async (tx) => (await take(tx, [item]))[0]),
  readMany: take,
}

export function takeNotices(app: App): Promise<number> {
  return readInbox(app, noticeReader)
}

const changeShape = z.looseObject({ field: z.string(), value: z.unknown() })
const entryShape = z.looseObject({
  id: z.coerce.string(),
  time: z.coerce.number().catch(0),
  changes: z.array(z.unknown()).catch([]),
})
const noticeShape = z.object({ entry: z.array(z.unknown()) })

type Change = {
  webhookId: string
  type: string
  field: string
  user: string
  media: string | null
  raw: unknown
  at: Date
}

const TYPES = new Set(['media', 'comments', 'mentions'])

async function take(tx: Tx, items: StoredItem[]): Promise<Verdict[]> {
  const told = items.map(readChanges)
  const changes = told.flat()
  if (changes.length > 0) await sql(tx.em, INSERT, [JSON.stringify(changes.map(writeRow)), tx.at])
  if (changes.some(({ type }) => type === 'media')) tx.ring(FETCH_MEDIA)
  return told.map((own) => (own.some(({ type }) => type === 'media') ? 'mine' : 'not mine'))
}

/** One row a change, once however often Meta tells it; what is not of media is written down and left. */
const INSERT = `
  insert into instagram_webhook_events (id, webhook_id, event_type, field, ig_user_id, ig_media_id, raw_payload,
    processing_status, processed_at, connection_id, received_at, created_at)
  select v.id, v."webhookId", v.type, v.field, v."user", v.media, v.raw,
    case when v.type = 'media' and a.id is not null then 'pending' else 'ignored' end,
    case when v.type = 'media' and a.id is not null then null else $2::timestamptz end, a.id, v.at, $2
  from jsonb_to_recordset($1::jsonb) as v(id uuid, "webhookId" text, type text, field text, "user" text, media text,
    raw jsonb, at timestamptz)
  left join instagram_accounts a on a.ig_user_id = v."user" and a.state = 'active'
  on conflict (webhook_id) do nothing`

function writeRow(change: Change) {
  return { ...change, id: uuid(), at: change.at.toISOString() }
}

function readChanges({ body, receivedAt }: StoredItem): Change[] {
  return [JSON.parse(body)].flat().flatMap((notice) => {
    const entries = noticeShape.safeParse(notice).data?.entry ?? []
    return entries.flatMap((raw) => {
      const entry = entryShape.safeParse(raw).data
      if (!entry) return []
      const changes = [entry, ...entry.changes].flatMap((one) => changeShape.safeParse(one).data ?? [])
      return changes.map((change) => readChange(entry, change, receivedAt))
    })
  })
}

function readChange(
  entry: z.infer<typeof entryShape>,
  { field, value }: z.infer<typeof changeShape>,
  at: Date,
): Change {
  const media = z.object({ media_id: z.coerce.string() }).safeParse(value).data?.media_id ?? null
  const type = TYPES.has(field) && (field !== 'media' || media !== null) ? field : 'other'
  const key = JSON.stringify([entry.id, entry.time, field, value])
  const webhookId = hashOf(key)
  return { webhookId, type, field: field.slice(0, 100), user: entry.id, media, raw: value ?? null, at }
}
