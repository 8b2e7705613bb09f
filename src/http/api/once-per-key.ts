import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { Problem } from '#src/web/problem.ts'
import { rawBodyOf, type Web } from '../web.ts'

const KEPT_MS = 24 * 3_600_000
/** After this long without an answer the process that took the call is dead. */
const PATIENCE_MS = 60_000
const KEY_SHAPE = /^[\x21-\x7e]{1,255}$/

type Call = { id: string; request_hash: string; status: number | null; answer: string | null }

/**
 * `Idempotency-Key`: the same call sent again, where it is no look, within a day is not done again, and reads the
 * first one's answer.
 */
export function oncePerKey(app: Needs<'em' | 'clock' | 'keys'>): MiddlewareHandler<Web> {
  return async (c, next) => {
    const key = ['GET', 'HEAD'].includes(c.req.method) ? undefined : c.req.header('idempotency-key')
    if (key === undefined) return next()
    if (!KEY_SHAPE.test(key)) throw new Problem(400, 'invalid', 'Idempotency-Key: 1 to 255 letters, digits or signs.')
    const requestHash = hashOf(c)
    const call = await begin(app, { apiKeyId: c.get('caller').by.userId, key, requestHash })
    if (!call.isNew) return replay(c, app, call, requestHash)
    await next()
    await finish(app, call.id, c.res)
  }
}

type NewCall = { apiKeyId: string; key: string; requestHash: string }

async function begin(app: Needs<'em' | 'clock'>, call: NewCall): Promise<Call & { isNew: boolean }> {
  const { apiKeyId, key, requestHash } = call
  const now = app.clock()
  const em = app.em.fork()
  await sql(em, 'delete from api_calls where created_at < $1', [new Date(now.getTime() - KEPT_MS)])
  const [mine] = await sql<Call>(
    em,
    `insert into api_calls as c (id, api_key_id, key, request_hash, created_at) values ($1, $2, $3, $4, $5)
     on conflict (api_key_id, key) do update set created_at = excluded.created_at
       where c.status is null and c.created_at < $6 and c.request_hash = excluded.request_hash
     returning id, request_hash, status, answer`,
    [uuid(), apiKeyId, key, requestHash, now, new Date(now.getTime() - PATIENCE_MS)],
  )
  if (mine) return { ...mine, isNew: true }
  const [earlier] = await sql<Call>(
    em,
    'select id, request_hash, status, answer from api_calls where api_key_id = $1 and key = $2',
    [apiKeyId, key],
  )
  // It failed and was taken away between our two looks: as if it were still under way.
  return { ...(earlier ?? { id: '', request_hash: requestHash, status: null, answer: null }), isNew: false }
}

function replay(
  c: Context<Web>,
  { keys }: Needs<'keys'>,
  { id, request_hash, status, answer }: Call,
  requestHash: string,
): Response {
  if (request_hash !== requestHash) {
    throw new Problem(422, 'key_reused', 'This Idempotency-Key was sent with another request before.')
  }
  if (status === null || answer === null) {
    throw new Problem(409, 'in_progress', 'The first request with this Idempotency-Key is still being answered.')
  }
  return c.body(keys.open(answer, { table: 'api_calls', id }), status as ContentfulStatusCode, {
    'content-type': 'application/json',
    'idempotent-replayed': 'true',
  })
}

/**
 * What failed on our side may be tried again with the same key. Kept encrypted: an answer may tell a secret, this
 * once.
 */
async function finish({ em, keys }: Needs<'em' | 'keys'>, id: string, response: Response): Promise<void> {
  const { status } = response
  if (status >= 500) await sql(em.fork(), 'delete from api_calls where id = $1', [id])
  else {
    const answer = await response.clone().text()
    await sql(em.fork(), 'update api_calls set status = $2, answer = $3 where id = $1', [
      ...[id, status, keys.seal(answer, { table: 'api_calls', id })],
    ])
  }
}

function hashOf(c: Context<Web>): string {
  return createHash('sha256').update(`${c.req.method} ${c.req.path}\n`).update(rawBodyOf(c)).digest('hex')
}
