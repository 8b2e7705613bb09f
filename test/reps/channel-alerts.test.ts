import { expect, test } from 'vitest'
import { Alert } from '#entities/operations/alert.ts'
import { live, type OddOutreach, openOdd } from './odd-outreach.ts'

const alerts = async ({ app }: OddOutreach) =>
  (await app.em.fork().find(Alert, { pipeline: 'reps', state: 'open' })).map(({ title }) => title)

test('a channel that cannot be reached for a while is told to an admin, once, and no more when it answers', async () => {
  const outreach = await openOdd()
  const { odd, ada, queue, states, rows } = outreach
  await queue(ada, 1)
  await rows(`update channels set docker_url = 'http://127.0.0.1:9', external_url = 'http://127.0.0.1:9'`)
  await outreach.settle()
  expect(await alerts(outreach)).toEqual([])
  await live(outreach, 5)
  expect(await alerts(outreach)).toEqual([expect.stringMatching(/^.+'s service cannot be reached\.$/)])
  await rows('update channels set docker_url = $1, external_url = $1', [odd.url])
  await live(outreach, 5)
  expect(await states()).toEqual({ done: 1 })
  expect(await alerts(outreach)).toEqual([])
})

test('a channel that refuses our signature is told to an admin at once, and what waits leaves when it works', async () => {
  const outreach = await openOdd()
  const { odd, ada, queue, states } = outreach
  Object.assign(odd, { takes: false })
  odd.act = (answer) => answer.writeHead(401).end('{"error": {"code": "bad_signature", "message": "no"}}')
  await queue(ada, 1)
  await outreach.settle()
  expect(await alerts(outreach)).toEqual([expect.stringMatching(/ refuses our signature\.$/)])
  Object.assign(odd, { takes: true, act: null })
  await live(outreach, 20)
  expect(await states()).toEqual({ done: 1 })
  expect(await alerts(outreach)).toEqual([])
})
