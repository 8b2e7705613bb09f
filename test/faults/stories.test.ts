import { setTimeout } from 'node:timers/promises'
import { expect, inject, test } from 'vitest'
import { stories } from '#src/world/stories/index.ts'
import { playing } from '#test/stories/playing.ts'
import { browserPath, openSandbox } from '#test/stories/sandbox.ts'

// Slack stays well, and Instagram while a seller connects it: there a person looks, and presses again by themselves.
const VENDORS = ['google', 'twilio', 'instagram', 'telegram', 'model', 'stripe', 'outreach', 'shop']
const TROUBLES = ['down', 'error', 'limited', 'lost']

/** One vendor after another is broken for some seconds, and now and then the worker is killed, until it is enough. */
async function trouble(
  url: string,
  enough: AbortSignal,
  isSpared: (vendor: string) => boolean,
): Promise<{ troubles: number; kills: number }> {
  const press = async (name: string, form: Record<string, string> = {}) => {
    const address = `${url}/sandbox/controls/${name}`
    const headers = { accept: 'text/plain' }
    expect((await fetch(address, { method: 'POST', body: new URLSearchParams(form), headers })).status).toBe(200)
  }
  const done = { troubles: 0, kills: 0 }
  for (let round = 0; !enough.aborted; round += 1) {
    const vendor = VENDORS[(round * 5) % VENDORS.length] ?? ''
    if (round % 5 === 4 || isSpared(vendor)) {
      await press('kill')
      done.kills += 1
    } else {
      await press('break', { vendor, [`trouble-${vendor}`]: TROUBLES[(round * 3) % TROUBLES.length] ?? '' })
      done.troubles += 1
    }
    await setTimeout(1_500 + ((round * 1_367) % 4_000))
    await press('break', { vendor })
    await setTimeout(500 + ((round * 769) % 1_500))
  }
  return done
}

test.skipIf(!browserPath || !inject('faultsAtLength'))(
  'all five stories play while vendor after vendor is broken and the worker is killed: nothing lost, nothing twice',
  {
    timeout: 1_500_000,
  },
  async () => {
    const { page, desk } = await openSandbox({}, 'orders', 'apart')
    const { url, controls } = desk()
    await controls?.worker?.ready()
    const enough = new AbortController()
    let played: string | undefined
    const troubled = trouble(url, enough.signal, (vendor) => vendor === 'instagram' && played === 'catalog')
    for (const story of stories) {
      played = story.name
      await page.goto(`${url}/sandbox?story=${story.name}`)
      const play = playing(page, story)
      for (const { name } of story.steps) await play(name)
    }
    enough.abort()
    const { troubles, kills } = await troubled
    expect(Math.min(troubles, kills)).toBeGreaterThan(3)
    const ledger = async () => (await fetch(`${url}/sandbox/pane/ledger`)).text()
    // What the rep has left to say waits for their next day.
    await expect
      .poll(async () => (await ledger()).match(/\d+ (?:wait|waits)\b/g), { timeout: 120_000 })
      .toEqual(['6 wait'])
    for (const what of ['mails', 'texts', 'calendar entries', 'acts', 'comments'])
      expect(await ledger()).toMatch(new RegExp(`[1-9]\\d* ${what}, 0 lost, 0 twice`))
  },
)
