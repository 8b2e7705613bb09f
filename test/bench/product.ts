import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { startDeskhand } from '#src/main.ts'
import type { World } from '#src/world/world.ts'
import { type Figure, type Ground, percentile, round } from './ground.ts'
import { freePort, startSandbox } from './start-sandbox.ts'

const PRESSES = 30

/** The sandbox as a newcomer starts it: how soon it is there, and what a press takes. */
export async function benchProduct(ground: Ground): Promise<Figure[]> {
  return [...(await benchStart(ground)), ...(await benchPress(ground))]
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
  const commented = meta.act.comment({
    username: name,
    text: `1 black ${name}@example.com`,
    shortcode: '28yy9oRb9O',
  })
  const began = commented.then(() => performance.now())
  const onSlack = () => slack.messages(CHANNEL).find(({ blocks }) => JSON.stringify(blocks).includes(`@${name}:`))
  const onTelegram = () =>
    telegram
      .view()
      .chats.flatMap(({ messages }) => messages)
      .find(({ text }) => text.includes(`@${name}:`))
  const hung = await Promise.all([
    seen(slack, () => onSlack() !== undefined),
    seen(telegram, () => onTelegram() !== undefined),
  ])
  const from = performance.now()
  const approved = (text: string | undefined) => text?.includes('Approved by') ?? false
  const redrawn = Promise.all([
    seen(slack, () => approved(JSON.stringify(onSlack()?.blocks))),
    seen(telegram, () => approved(onTelegram()?.text)),
  ])
  await slack.act.press({ user: 'U0ANN', channel: CHANNEL, ts: onSlack()?.ts ?? '', label: 'Approve' })
  const ack = performance.now() - from
  return { posted: Math.max(...hung) - (await began), ack, redrawn: Math.max(...(await redrawn)) - from }
}

/** When it was seen. Looked at with each change and not between: what looks all the time takes the time it measures. */
function seen(standIn: World['slack'] | World['telegram'], claim: () => boolean): Promise<number> {
  return new Promise((resolve) => {
    let isSeen = false
    const look = () => {
      if (isSeen || !claim()) return
      isSeen = true
      resolve(performance.now())
    }
    standIn.onChange(look)
    look()
  })
}
