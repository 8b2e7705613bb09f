import { fork } from 'node:child_process'
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { uuid } from '#entities/uuid.ts'
import { type Figure, type Ground, META_SECRET, percentile, round, startProduct } from './ground.ts'
import type { Load, Sent } from './load.ts'

const PATH = '/api/webhooks/instagram'
const COUNT = 20_000
const CONNECTIONS = 128

/** Deliveries acknowledged after their commit, against bare node:http with HMAC and one insert each. */
export async function benchAcks(ground: Ground): Promise<Figure[]> {
  const url = await ground.createDatabase('bench_acks')
  const desk = await startProduct(url, 'web')
  const bare = await openBare(url)
  try {
    const port = Number(new URL(desk.url).port)
    await send({ port, count: 2_000, first: 9_000_000 })
    const ours = await send({ port, count: COUNT, first: 1 })
    const theirs = await send({ port: bare.port, count: COUNT, first: 1_000_001 })
    const steady = await send({ port, count: 5_000, first: 2_000_001, perSecond: 1_000 })
    const rate = ours.latencies.length / ours.seconds
    const bareRate = theirs.latencies.length / theirs.seconds
    return [
      { what: 'webhooks acknowledged at most', promised: '>= 8000', measured: Math.round(rate), unit: '/s' },
      {
        what: '  against bare node:http + HMAC + one insert',
        promised: '>= 0.6',
        measured: round(rate / bareRate),
        unit: 'x',
      },
      { what: '  bare', promised: '', measured: Math.round(bareRate), unit: '/s' },
      {
        what: 'webhook acknowledged at 1000/s, p50',
        promised: '',
        measured: percentile(steady.latencies, 0.5),
        unit: 'ms',
      },
      {
        what: 'webhook acknowledged at 1000/s, p99',
        promised: '<= 50',
        measured: percentile(steady.latencies, 0.99),
        unit: 'ms',
      },
      {
        what: 'deliveries not acknowledged',
        promised: '0',
        measured: ours.failed + theirs.failed + steady.failed,
        unit: '',
      },
    ]
  } finally {
    await bare.close()
    await desk.stop()
  }
}

export async function send(load: Partial<Load> & Pick<Load, 'port' | 'count' | 'first'>): Promise<Sent> {
  const child = fork(fileURLToPath(new URL('./load.ts', import.meta.url)), { execArgv: [] })
  child.send({ path: PATH, secret: META_SECRET, connections: CONNECTIONS, perSecond: 0, of: 'comments', ...load })
  const [sent] = await once(child, 'message')
  return sent as Sent
}

async function openBare(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  await pool.query(
    'create table bare_inbox (id uuid primary key, source text, external_id text, body text, received_at timestamptz, unique (source, external_id))',
  )
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const body = Buffer.concat(chunks)
      const expected = Buffer.from(`sha256=${createHmac('sha256', META_SECRET).update(body).digest('hex')}`)
      const given = Buffer.from(String(request.headers['x-hub-signature-256']))
      if (!timingSafeEqual(expected, given)) return response.writeHead(401).end()
      const key = createHash('sha256').update(body).digest('hex')
      const row = [uuid(), 'instagram', key, body.toString(), new Date()]
      await pool.query('insert into bare_inbox values ($1, $2, $3, $4, $5) on conflict do nothing', row)
      response.end('EVENT_RECEIVED')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    async close() {
      server.closeAllConnections()
      server.close()
      await pool.end()
    },
  }
}
