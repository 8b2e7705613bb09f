import type { ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Figure, type Ground, round, startProduct } from './ground.ts'
import { startSandbox } from './start-sandbox.ts'

const REST_S = 20
const TICKS_PER_S = 100

/** What it costs to do nothing, with and without the stand-ins of all vendors in the same process. */
export async function benchRest(ground: Ground): Promise<Figure[]> {
  return [...(await benchAlone(ground)), ...(await benchSandbox(ground))]
}

/** All roles in this process, with no stand-in beside them. */
async function benchAlone(ground: Ground): Promise<Figure[]> {
  const desk = await startProduct(await ground.createDatabase('bench_alone'), 'web,bots,jobs')
  try {
    await setTimeout(15_000)
    const [cpu, begun] = [process.cpuUsage(), await transactions(ground, 'bench_alone')]
    await setTimeout(REST_S * 1000)
    const { user, system } = process.cpuUsage(cpu)
    const done = await transactions(ground, 'bench_alone')
    return [
      { what: 'idle, all roles, no world', promised: '<= 5', measured: round((done - begun) / REST_S), unit: 'tx/s' },
      {
        what: 'idle, all roles, no world',
        promised: '<= 1',
        measured: round((user + system) / 10_000 / REST_S),
        unit: '%CPU',
      },
    ]
  } finally {
    await desk.stop()
  }
}

/** The sandbox as a newcomer leaves it open. */
async function benchSandbox(ground: Ground): Promise<Figure[]> {
  const url = await ground.createDatabase('bench_idle')
  const sandbox = await startSandbox({ DATA_DIR: join(ground.dir, 'idle'), DATABASE_URL: url })
  await setTimeout(15_000)
  const before = { ...(await usage(sandbox.child)), transactions: await transactions(ground, 'bench_idle') }
  await setTimeout(REST_S * 1000)
  const after = { ...(await usage(sandbox.child)), transactions: await transactions(ground, 'bench_idle') }
  await sandbox.end()
  return [
    {
      what: 'idle, all roles',
      promised: '<= 5',
      measured: round((after.transactions - before.transactions) / REST_S),
      unit: 'tx/s',
    },
    {
      what: 'idle, all roles and the world',
      promised: '<= 1',
      measured: round(((after.cpuS - before.cpuS) / REST_S) * 100),
      unit: '%CPU',
    },
    { what: 'idle, all roles and the world', promised: '<= 300', measured: Math.round(after.mb), unit: 'MB' },
  ]
}

async function transactions({ query }: Ground, database: string): Promise<number> {
  const [row] = await query<{ n: string }>(
    'select xact_commit + xact_rollback as n from pg_stat_database where datname = $1',
    [database],
  )
  return Number(row?.n ?? 0)
}

async function usage({ pid }: ChildProcess): Promise<{ cpuS: number; mb: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const kb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1])
  return { cpuS: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S, mb: kb / 1024 }
}
