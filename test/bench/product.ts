import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { startDeskhand } from '#src/main.ts'
import type { World } from '#src/world/world.ts'
import { type Figure, type Ground, percentile, round } from './ground.ts'

const IDLE_S = 20
const PRESSES = 30
const TICKS_PER_S = 100

/** The sandbox as a newcomer starts it: how soon it is there, what a press takes, what it costs to do nothing. */
export async function benchProduct(ground: Ground): Promise<Figure[]> {
  return [...(await benchStart(ground)), ...(await benchPress(ground)), ...(await benchIdle(ground))]
}

async function benchStart({ dir }: Ground): Promise<Figure[]> {
  const settings = { DATA_DIR: join(dir, 'fresh') }
  const first = await startSandbox(settings)
  await first.end()
  const second = await startSandbox(settings)
  await second.end()
  return [
    { what: 'npm start to ready, first time', promised: '<= 8', measured: round(first.seconds), unit: 's' },
    { what: 'npm start to ready, database there', promised: '<= 3', measured: round(second.seconds), unit: 's' },
  ]
}

async function benchIdle(ground: Ground): Promise<Figure[]> {
  const url = await ground.createDatabase('bench_idle')
  const sandbox = await startSandbox({ DATA_DIR: join(ground.dir, 'idle'), DATABASE_URL: url })
  await setTimeout(15_000)
  const before = { ...(await usage(sandbox.child)), transactions: await transactions(ground) }
  await setTimeout(IDLE_S * 1000)
  const after = { ...(await usage(sandbox.child)), transactions: await transactions(ground) }
  await sandbox.end()
  return [
    {
      what: 'idle, all roles',
      promised: '<= 5',
      measured: round((after.transactions - before.transactions) / IDLE_S),
      unit: 'tx/s',
    },
    {
      what: 'idle, all roles and the world',
      promised: '<= 1',
      measured: round(((after.cpuS - before.cpuS) / IDLE_S) * 100),
      unit: '%CPU',
    },
    { what: 'idle, all roles and the world', promised: '<= 300', measured: Math.round(after.mb), unit: 'MB' },
  ]
}

async function transactions({ query }: Ground): Promise<number> {
  const [row] = await query<{ n: string }>(
    `select xact_commit + xact_rollback as n from pg_stat_database where datname = 'bench_idle'`,
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

async function startSandbox(settings: Record<string, string>) {
  const port = await freePort()
  const from = performance.now()
  const child = spawn(process.execPath, ['src/start.ts'], {
    env: { HOME: settings.DATA_DIR ?? '', PORT: String(port), LOG_LEVEL: 'silent', ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
    if (answer?.status === 200) break
    if (child.exitCode !== null) throw new Error('the sandbox did not start')
    await setTimeout(20)
  }
  return {
    child,
    seconds: (performance.now() - from) / 1000,
    async end() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** Presses in Slack, answered by the product as Slack hears it, and both platforms redrawn. */
async function benchPress(ground: Ground): Promise<Figure[]> {
  const url = await ground.createDatabase('bench_press')
  const desk = await startDeskhand({
    DATA_DIR: join(ground.dir, 'press'),
    DATABASE_URL: url,
    PORT: String(await freePort()),
    LOG_LEVEL: 'silent',
  })
  try {
    const { world } = desk
    if (!world) throw new Error('no sandbox')
    const hung: number[] = []
    const acks: number[] = []
    const redraws: number[] = []
    await openSale(world)
    for (let count = 0; count < PRESSES; count += 1) {
      const { posted, ack, redrawn } = await pressOnce(world, count)
      hung.push(posted)
      acks.push(ack)
      redraws.push(redrawn)
    }
    return [
      { what: 'comment -> card on both platforms, p50', promised: '', measured: percentile(hung, 0.5), unit: 'ms' },
      { what: 'comment -> card on both platforms, p95', promised: '', measured: percentile(hung, 0.95), unit: 'ms' },
      { what: 'press -> answered, p95', promised: '<= 50', measured: percentile(acks, 0.95), unit: 'ms' },
      {
        what: 'press -> both platforms redrawn, p95',
        promised: '<= 300',
        measured: percentile(redraws, 0.95),
        unit: 'ms',
      },
    ]
  } finally {
    await desk.stop()
  }
}

const CHANNEL = 'C0ORDERS'

async function openSale({ slack }: World): Promise<void> {
  const text = '/desk sale add https://www.instagram.com/p/28yy9oRb9O'
  await slack.act.command({ user: 'U0ANN', channel: CHANNEL, text })
  await pressLabel(slack, 'Right, start')
}

type Slack = World['slack']

async function pressLabel(slack: Slack, label: string): Promise<void> {
  const has = () => slack.messages(CHANNEL).findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${label}"`))
  await slack.until(() => has() !== undefined, 20_000)
  await slack.act.press({ user: 'U0ANN', channel: CHANNEL, ts: has()?.ts ?? '', label })
}

type Pressed = { posted: number; ack: number; redrawn: number }

async function pressOnce(world: World, count: number): Promise<Pressed> {
  const { slack, telegram, meta } = world
  const name = `bench${count}`
  await meta.act.comment({ username: name, text: `1 black ${name}@example.com`, shortcode: '28yy9oRb9O' })
  const onSlack = () => slack.messages(CHANNEL).find(({ blocks }) => JSON.stringify(blocks).includes(`@${name}:`))
  const onTelegram = () =>
    telegram
      .view()
      .chats.flatMap(({ messages }) => messages)
      .find(({ text }) => text.includes(`@${name}:`))
  const commented = performance.now()
  while (!(onSlack() && onTelegram())) await setTimeout(2)
  const from = performance.now()
  await slack.act.press({ user: 'U0ANN', channel: CHANNEL, ts: onSlack()?.ts ?? '', label: 'Approve' })
  const ack = performance.now() - from
  const done = () =>
    [JSON.stringify(onSlack()?.blocks), onTelegram()?.text ?? ''].every((text) => text?.includes('Approved by'))
  while (!done()) await setTimeout(2)
  return { posted: from - commented, ack, redrawn: performance.now() - from }
}
