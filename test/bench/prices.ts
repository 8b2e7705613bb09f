import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { readPage } from '#src/prices/looks/read-page.ts'
import { readProductPage } from '#src/prices/reading/read-product-page.ts'
import { type Figure, type Ground, round } from './ground.ts'
import type { Looking, Seen } from './looker.ts'
import { writeProductPage } from './product-page.ts'

/** One page in a hundred has changed. */
const fallenOf = (products: number) => Math.ceil(products / 100)
const BATCH = 100
/** What one new price writes: the price, the product, the shop's last answer, and the move of nothing. */
const MOST_WRITES_A_CHANGE = 4

/** A shop's products looked at by one process, mostly as they were; and how fast a page is read. */
export async function benchPrices(ground: Ground, products: number): Promise<Figure[]> {
  return [...(await benchLooks(ground, products)), ...benchPages()]
}

async function benchLooks(ground: Ground, products: number): Promise<Figure[]> {
  const fallen = fallenOf(products)
  const shelf = start('shelf.ts')
  try {
    const port = (await once(shelf, 'message'))[0] as number
    const fall = Array.from({ length: fallen }, (_, at) => `/p/${at * 100 + 1}`)
    await ask(shelf, { fall })
    const databaseUrl = await ground.createDatabase('bench_prices')
    const looking: Looking = { databaseUrl, shop: `http://127.0.0.1:${port}`, products, fallen }
    const seen = (await ask(start('looker.ts'), looking)) as Seen
    const served = (await ask(shelf, 'count')) as { pages: number; unchanged: number }
    check(seen, served, products)
    return figures(seen, products)
  } finally {
    shelf.kill()
  }
}

function check({ looked, statements }: Seen, served: { pages: number; unchanged: number }, products: number): void {
  const fallen = fallenOf(products)
  const asked = { looked, ...served }
  if (looked !== products || served.pages !== fallen || served.unchanged !== products - fallen)
    throw new Error(`not every page was asked for once: ${JSON.stringify(asked)}`)
  if (statements.prices !== fallen)
    throw new Error(`prices were written as ${JSON.stringify(statements)}, not ${fallen} times`)
}

function figures({ seconds, cpuSeconds, mb, statements }: Seen, products: number): Figure[] {
  const writes = Object.values(statements).reduce((sum, one) => sum + one, 0)
  const allowed = fallenOf(products) * MOST_WRITES_A_CHANGE + Math.ceil(products / BATCH) * 3
  return [
    { what: `${products} products looked at, 1 % changed`, promised: '<= 60', measured: round(seconds), unit: 's' },
    { what: '  of it: a thousand', promised: '', measured: round((seconds / products) * 1000), unit: 's' },
    { what: '  of it: this process at work', promised: '', measured: round(cpuSeconds), unit: 's' },
    { what: '  at most in memory', promised: '<= 400', measured: Math.round(mb), unit: 'MB' },
    { what: '  statements that write', promised: `<= ${allowed}`, measured: writes, unit: '' },
  ]
}

const PAGES = 500

function benchPages(): Figure[] {
  const html = writeProductPage('/p/1', 4_900)
  const address = 'https://shop.example/p/1'
  if (readProductPage(html, address).price !== '49.00') throw new Error('the page is not read')
  const read = perSecond(() => readProductPage(html, address))
  const page = { url: address, status: 200, body: Buffer.from(html), contentType: 'text/html', ...unknown }
  const product = { url: address, bodyHash: null as string | null }
  const first = readPage(product as never, page, false, null)
  if (first.what !== 'read') throw new Error('the page is not read')
  product.bodyHash = first.reading.bodyHash
  const same = perSecond(() => {
    if (readPage(product as never, page, false, null).what !== 'unchanged') throw new Error('it was read again')
  })
  return [
    { what: 'pages of 440 KB with JSON-LD read on one core', promised: '>= 500', measured: read, unit: '/s' },
    { what: '  the same body again, which is not parsed', promised: '', measured: same, unit: '/s' },
  ]
}

const unknown = { etag: null, lastModified: null, retryAfterS: null }

/** By this thread's own work: other programs share the machine. */
function perSecond(work: () => unknown): number {
  for (let warm = 0; warm < 50; warm += 1) work()
  const from = process.threadCpuUsage()
  for (let count = 0; count < PAGES; count += 1) work()
  const { user, system } = process.threadCpuUsage(from)
  return Math.round(PAGES / ((user + system) / 1e6))
}

/** As `npm start` does. */
function start(file: string): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: ['--max-semi-space-size=16'] })
}

async function ask(child: ChildProcess, message: object | string): Promise<unknown> {
  child.send(message)
  const [answer] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`it ended with ${code}`))),
  ])
  return answer
}
