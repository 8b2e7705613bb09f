import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchAcks } from './acks.ts'
import { benchBookings } from './bookings.ts'
import { benchCatalog } from './catalog.ts'
import { benchExtract } from './extract.ts'
import { type Figure, type Ground, openGround } from './ground.ts'
import { benchLatency } from './latency.ts'
import { benchPrices } from './prices.ts'
import { benchProduct } from './product.ts'
import { benchReps } from './reps.ts'
import { benchRest } from './rest.ts'

const benches: Record<string, (ground: Ground) => Promise<Figure[]>> = {
  extract: benchExtract,
  acks: benchAcks,
  latency: benchLatency,
  product: benchProduct,
  rest: benchRest,
  bookings: benchBookings,
  catalog: benchCatalog,
  prices: (ground) => benchPrices(ground, Number(values.products)),
  reps: (ground) => benchReps(ground, Number(values.requests)),
}

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'string' },
    products: { type: 'string', default: '10000' },
    requests: { type: 'string', default: '100000' },
  },
  allowPositionals: true,
})
const names = positionals.length > 0 ? positionals : Object.keys(benches)
const ground = await openGround()
const figures: Figure[] = []
try {
  for (const name of names) {
    const bench = benches[name]
    if (!bench) throw new Error(`There is no bench '${name}'. There are: ${Object.keys(benches).join(', ')}.`)
    figures.push(...(await bench(ground)))
  }
} finally {
  await ground.close()
}
for (const { what, promised, measured, unit } of figures) {
  process.stdout.write(
    `${what.padEnd(62)} ${String(measured).padStart(9)} ${unit.padEnd(4)} ${promised && `(${promised})`}\n`,
  )
}
if (values.json) {
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version }
  await writeFile(values.json, `${JSON.stringify({ at: new Date().toISOString(), machine, figures }, null, 2)}\n`)
}
process.exit(0)
