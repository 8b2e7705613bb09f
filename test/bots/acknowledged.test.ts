import { expect, test } from 'vitest'
import { acknowledged } from '#bots/slack/acknowledged.ts'

test('what came of a press is told also where Slack no longer waits for the acknowledgement', async () => {
  const tooLate = async () => {
    throw new Error('Cannot write headers after they are sent to the client')
  }
  expect(await acknowledged(tooLate, Promise.resolve('Approved.'))).toBe('Approved.')
})
