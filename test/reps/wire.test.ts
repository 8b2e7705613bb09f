import { expect, test } from 'vitest'
import { Delivery } from '#entities/outbox/delivery.ts'
import { lastLook } from '#src/reps/dispatch/last-look.ts'
import { openOdd } from './odd-outreach.ts'

test('003-003: the outer address is left alone where the inner one answers, and where it may have taken the act', async () => {
  const { odd, ada, queue, settle, states, rows, instagram } = await openOdd()
  await rows('update channels set docker_url = $1', [instagram.url])
  await queue(ada, 1)
  await settle()
  expect([odd.connections(), await states()]).toEqual([0, { done: 1 }])
  instagram.fault = { kind: 'lost-answer' }
  await queue(ada, 1)
  await settle()
  expect([odd.connections(), await states()]).toEqual([0, { done: 1, sending: 1 }])
})

test('003-049, 003-052, 003-053: the service is called as the rep’s own account there, with its password', async () => {
  const { odd, ada, queue, settle } = await openOdd()
  const called: string[] = []
  odd.act = (answer, _, { headers }) => {
    called.push(Buffer.from(headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString())
    answer.writeHead(200).end('{"status": "done"}')
  }
  await queue(ada, 1)
  await settle()
  expect(called).toEqual(['ada:hunter2'])
})

test('003-025: a process that died in a dry run leaves nothing to ask a platform about', async () => {
  const { app, odd, ada, queue, dispatch, settle, states, rows } = await openOdd({ sandbox: true })
  await queue(ada, 1)
  await dispatch()
  const delivery = await app.em.fork().findOneOrFail(Delivery, { subject: 'request' })
  expect(await lastLook(app, delivery)).toEqual({ to: 'sandbox' })
  await rows('update deliveries set trying_since = created_at, attempts = 1')
  await settle()
  expect([odd.connections(), await states()]).toEqual([0, { done: 1 }])
})
