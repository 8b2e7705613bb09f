import { afterEach, expect, test, vi } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { OutsideError } from '#src/errors.ts'
import { askIn, openDesk, slackHand, telegramHand } from './desk.ts'

const desk = await openDesk('webhooks')
const { app } = desk
const logged = vi.spyOn(app.log, 'error').mockImplementation(() => undefined)
const FAULT = 'Something went wrong on my side. It is written down; try again, or tell who looks after me.'
const run = (text: string) => sql(app.em.fork(), text)

afterEach(() => {
  logged.mockClear()
})

const hands = { slack: slackHand(desk), telegram: telegramHand(desk) }

/** While a table is not there, what needs it is a fault of ours. */
async function without<T>(table: string, work: () => Promise<T>): Promise<T> {
  await run(`alter table ${table} rename to away`)
  return work().finally(() => run(`alter table away rename to ${table}`))
}

test.each(['slack', 'telegram'] as const)(
  'a fault of ours in a command is told on %s, and logged',
  async (platform) => {
    expect(await without('step_runs', () => hands[platform].say('ann', 'jobs'))).toBe(FAULT)
    expect(logged).toHaveBeenCalledWith({ operation: 'desk', error: expect.any(Error) }, expect.any(String))
  },
)

test.each(['slack', 'telegram'] as const)(
  'and so it is after a press on %s, which can be made again',
  async (platform) => {
    const { name } = await askIn(app)
    await desk.deliver()
    const id = hands[platform].cards().findLast(({ text }) => text.includes(name))?.id
    expect(await without('moves', () => hands[platform].press('ann', 'As seller', id))).toBe(FAULT)
    expect(await hands[platform].press('ann', 'As seller', id)).toBe(`${name} is in as seller.`)
  },
)

test.each([
  [
    new OutsideError('gmail', 'Gmail does not answer.', { retry: 'later' }),
    'It did not work: Gmail does not answer. Try again in a minute.',
  ],
  [
    Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
    'I cannot reach my records right now. Try again in a minute.',
  ],
])('what is not there is told as what it is: %s', async (error, told) => {
  vi.spyOn(app.em, 'fork').mockImplementationOnce(() => {
    throw error
  })
  expect(await hands.telegram.say('ann', 'jobs')).toBe(told)
})
