import { describe, expect, test, vi } from 'vitest'
import { reps } from '#src/world/stories/reps.ts'
import { playing } from './playing.ts'
import { browserPath, openSandbox } from './sandbox.ts'

// Each plays minutes of a person's work in a browser.
vi.setConfig({ testTimeout: 180_000 })

describe.skipIf(!browserPath)('a rep runs a day by chat, played in the browser', async () => {
  const sandbox = browserPath ? await openSandbox({}, 'reps') : null
  if (!sandbox) return
  const { page } = sandbox
  const play = playing(page, reps)
  const pane = (name: string) => page.locator(`[data-pane=${name}]`)
  const shows = (name: string, text: string | RegExp) => pane(name).getByText(text).last().waitFor()
  const received = () =>
    sandbox
      .desk()
      .world?.channels.instagram.view()
      .received.map(({ lead }) => lead) ?? []

  test('C: four of ten leave on the first day, with the lead’s words on the platform', async () => {
    await play('clock')
    await play('message')
    await shows('slack', /R-1 to @tilly\.f: It (leaves now|has left)\./)
    await play('nine')
    // Which of nine that were written in one breath go first is nobody's promise; that they are four is.
    const mine = received().filter((lead) => lead !== 'kit.d')
    expect(mine).toContain('tilly.f')
    expect([mine.length, new Set(mine).size]).toEqual([4, 4])
    await shows('outreach', '5 requests received')
  })

  test('C: off until two names its zone and what waits; why names the allowance, how it grows and when it goes', async () => {
    await play('off')
    await shows('slack', 'Instagram is off until 2:00 PM Los Angeles. 6 wait.')
    await play('why')
    await shows(
      'slack',
      /You have used today's 4\. New accounts start at 4 a day and grow to 20\. Next: tomorrow 9:00 AM, Los Angeles\./,
    )
  })

  test('C: a colleague’s is not told, and that is written down', async () => {
    await play('colleague')
    await shows('slack', 'That one is not yours.')
  })

  test('C: an answer rings with the words in full; the reply waits for Instagram, then leaves beside the allowance', async () => {
    await play('answer')
    await shows('slack', /I would love to! What does it cost\?/)
    await play('reply')
    expect(received()).toHaveLength(5)
    await play('on')
    expect(received()).toHaveLength(6)
    await shows('outreach', 'From $12, and shipping is on us.')
  })

  test('C: at five the rep is told what the day was, and when the six go on', async () => {
    await play('evening')
    await shows('slack', 'Instagram, done for today: message 5 of 5 · 1 answer · 0 errors')
    await shows('slack', 'The shift is over. 6 wait. Next: tomorrow 9:00 AM, Los Angeles.')
  })

  test('C: the admin sees who is on, what was done, who answered', async () => {
    await play('team')
    await shows('telegram', /Instagram message 5 of 5.*1 answer.*0 errors.*6 wait/)
  })
})
