import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '#src/database/embedded/embedded-postgres.ts'
import { sql } from '#src/database/sql.ts'
import { type Deskhand, startDeskhand } from '#src/main.ts'

/** One figure: what was promised and what this run measured. */
export type Figure = { what: string; promised: string; measured: number | string; unit: string }

export type Ground = {
  /** A database of its own, on a server as `npm start` opens it, fsync on. */
  createDatabase(name: string): Promise<string>
  query<Row extends object>(text: string, params?: unknown[]): Promise<Row[]>
  dir: string
  close(): Promise<void>
}

export async function openGround(): Promise<Ground> {
  const dir = await mkdtemp(join(tmpdir(), 'deskhand-bench-'))
  const postgres = await startEmbeddedPostgres({ dataDir: join(dir, 'postgres') })
  const server = postgres.url.slice(0, postgres.url.lastIndexOf('/'))
  const pool = new pg.Pool({ connectionString: `${server}/postgres`, max: 2 })
  return {
    dir,
    async createDatabase(name) {
      await pool.query(`create database ${name}`)
      return `${server}/${name}`
    },
    query: async (text, params = []) => (await pool.query(text, params)).rows,
    async close() {
      await pool.end()
      await postgres.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

export const META_SECRET = 'meta-secret'
export const MEDIA = '17900000000000001'

/** The product with its roles, without vendors that answer, and one open sale. */
export async function startProduct(databaseUrl: string, roles: string): Promise<Deskhand> {
  const desk = await startDeskhand({
    DATABASE_URL: databaseUrl,
    DESKHAND_ROLES: roles,
    META_APP_SECRET: META_SECRET,
    SLACK_CHANNEL: 'C0ORDERS',
    SECRET_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
    LOG_LEVEL: 'silent',
  })
  await addOpenSale((text, params = []) => sql(desk.app.em.fork(), text, params))
  return desk
}

type Run = (text: string, params?: unknown[]) => Promise<unknown>

/** A shop with one open sale: what a comment needs to become an order. */
export async function addOpenSale(run: Run): Promise<void> {
  await run(`insert into routes (id, pipeline, platform, place)
    select gen_random_uuid(), '*', 'slack', 'C0ORDERS' where not exists (select 1 from routes)`)
  const id = '00000000-0000-7000-8000-000000000001'
  const now = new Date()
  await run(
    `insert into stores (id, name, zone, currency, created_at) values ($1, 'Bench', 'UTC', 'USD', $2) on conflict do nothing`,
    [id, now],
  )
  await run(
    `insert into instagram_accounts (id, store_id, ig_user_id, connected_at) values ($1, $1, 'bench', $2) on conflict do nothing`,
    [id, now],
  )
  await run(
    `insert into sales (id, created_at, state, store_id, ig_account_id, ig_media_id, ig_media_short_code, colours, price, currency)
     values ($1, $2, 'open', $1, $1, $3, 'bench', '{black,red,white,gold}', 1200, 'USD') on conflict do nothing`,
    [id, now, MEDIA],
  )
}

export function writeNotice(serial: number, of: 'comments' | 'media' = 'comments'): string {
  const comment = {
    from: { id: `9${serial}`, username: `buyer${serial}` },
    media: { id: MEDIA, media_product_type: 'FEED' },
    id: `18${String(serial).padStart(12, '0')}`,
    text: `2 black 1 red buyer${serial}@example.com`,
  }
  const value = of === 'media' ? { media_id: `m${serial}` } : comment
  const entry = [{ id: 'bench', time: Math.trunc(Date.now() / 1000), changes: [{ field: of, value }] }]
  return JSON.stringify({ object: 'instagram', entry })
}

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
}

export function round(value: number): number {
  return Math.round(value * 100) / 100
}
