import { afterAll } from 'vitest'
import { openOddChannel } from './odd-channel.ts'
import { openOutreach } from './outreach.ts'

/** Ada with a channel whose service does as a test says. */
export async function openOdd(setting: Parameters<Awaited<ReturnType<typeof openOutreach>>['rep']>[1] = {}) {
  const outreach = await openOutreach()
  const odd = await openOddChannel()
  afterAll(() => odd.close())
  await outreach.rows('update channels set docker_url = $1, external_url = $1', [odd.url])
  return { ...outreach, odd, ada: await outreach.rep('Ada', { lifted: true, ...setting }) }
}

export type OddOutreach = Awaited<ReturnType<typeof openOdd>>

/** Minutes go by, and the steps run in each. */
export async function live({ settle, pass }: OddOutreach, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await settle()
    pass(1)
  }
}
