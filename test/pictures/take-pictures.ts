import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { test } from 'vitest'
import { stories } from '#src/world/stories/index.ts'
import type { Story } from '#src/world/stories/story.ts'
import { playing } from '#test/stories/playing.ts'
import { openSandbox } from '#test/stories/sandbox.ts'

const folder = join(import.meta.dirname, '../../docs/pictures')
const WIDTH = 1200
const MOVING_WIDTH = 960
const MOST_BYTES = 200_000

/** Where each story is looked at: something has come, someone decides. */
const moments: Record<string, string> = {
  orders: 'question',
  bookings: 'check',
  reps: 'answer',
  prices: 'judge',
  catalog: 'found',
}

test.each(stories.map((story) => [story.name, story] as const))('%s', async (name, story) => {
  const { page } = await openSandbox({}, name)
  page.setDefaultTimeout(120_000)
  const play = playing(page, story)
  const isFirst = story === stories[0]
  const frames = [await page.screenshot()]
  const until = stepsOf(story)
  for (const step of until) {
    await play(step)
    frames.push(await page.screenshot())
  }
  const moment = frames.at(-1) ?? Buffer.of()
  await keep(`story-${name}`, moment)
  if (!isFirst) return
  await keep('sandbox', moment)
  for (const step of story.steps.map((one) => one.name).slice(until.length)) {
    await play(step)
    frames.push(await page.screenshot())
  }
  await keepMoving('play', frames)
})

function stepsOf({ name, steps }: Story): string[] {
  const names = steps.map((step) => step.name)
  const last = names.indexOf(moments[name] ?? '')
  return last < 0 ? names.slice(0, Math.ceil(names.length / 2)) : names.slice(0, last + 1)
}

/** As small as it can be read: fewer colours until it is. */
async function keep(name: string, shot: Buffer): Promise<void> {
  for (const colours of [128, 64, 32, 16]) {
    const png = await sharp(shot).resize(WIDTH).png({ palette: true, colours, effort: 10 }).toBuffer()
    if (png.length > MOST_BYTES && colours > 16) continue
    await writeFile(join(folder, `${name}.png`), png)
    return
  }
}

/** What *Play it for me* shows, a step every two seconds, the end a little longer. */
async function keepMoving(name: string, shots: Buffer[]): Promise<void> {
  const frames = await Promise.all(shots.map((shot) => sharp(shot).resize(MOVING_WIDTH).png().toBuffer()))
  const delay = frames.map((_, at) => (at === frames.length - 1 ? 5_000 : 2_000))
  await sharp(frames, { join: { animated: true } })
    .webp({ delay, loop: 0, quality: 60, effort: 6 })
    .toFile(join(folder, `${name}.webp`))
}
