import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { ownPort } from '#test/port.ts'
import { openBusiness, writeNotice } from './business.ts'
import { killProcessesAfterAll, type Process, startProcess, times } from './processes.ts'
import { tellMeta } from './tell-meta.ts'

killProcessesAfterAll()

const DELIVERIES = times(500, 5_000)
const KILLS = times(2, 10)
const AT_ONCE = 50

const business = await openBusiness()
const port = await ownPort()
const settings = { ...business.settings, DESKHAND_ROLES: 'web', PORT: String(port) }
const bodies = Array.from({ length: DELIVERIES }, (_, i) =>
  writeNotice('179', i + 1, `buyer${i}`, `1 black buyer${i}@example.com`),
)
const acknowledged = new Set<string>()

const tell = async (body: string) => (await tellMeta(`http://127.0.0.1:${port}`, body)) === 200

/** Meta's side: many at once, each again until it was acknowledged. */
async function tellAll(): Promise<void> {
  const left = bodies.values()
  const courier = async () => {
    for (const body of left) {
      while (!(await tell(body))) await setTimeout(20)
      acknowledged.add(body)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, courier))
}

test(
  `${KILLS} kills of web during ${DELIVERIES} signed deliveries: each acknowledged one is stored, none twice`,
  async () => {
    let web: Process = await startProcess(settings)
    const told = tellAll()
    for (let kill = 1; kill <= KILLS; kill += 1) {
      while (acknowledged.size < (DELIVERIES * kill) / (KILLS + 2)) await setTimeout(5)
      await web.kill()
      const stored = await storedBodies()
      expect([...acknowledged].filter((body) => !stored.includes(body))).toEqual([])
      web = await startProcess(settings)
    }
    await told
    await Promise.all(bodies.slice(0, 100).map(tell))
    await web.kill()
    expect((await storedBodies()).toSorted()).toEqual(bodies.toSorted())
  },
  60_000 + KILLS * 30_000,
)

async function storedBodies(): Promise<string[]> {
  const rows = await sql<{ body: string }>(business.app.em.fork(), 'select body from inbox')
  return rows.map(({ body }) => body)
}
