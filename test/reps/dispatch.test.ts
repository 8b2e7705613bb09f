import { expect, test } from 'vitest'
import { dispatch } from '#src/reps/dispatch/dispatch.ts'
import { openOutreach } from './outreach.ts'

test('C: four of ten leave on the first day; the rest say why they wait', async () => {
  const { instagram, rep, queue, settle, states, say } = await openOutreach()
  const ada = await rep('Ada')
  const added = await queue(ada, 10)
  await settle()
  expect(instagram.view().received).toHaveLength(4)
  expect(await states()).toEqual({ done: 4, queued: 6 })
  expect(await say(ada.who, 'available instagram off until 14:00')).toBe(
    'Instagram is off until 2:00 PM Los Angeles. 6 wait.',
  )
  const waiting = `R-${added[7]?.number}`
  const used =
    "You have used today's 4. New accounts start at 4 a day and grow to 20. Next: tomorrow 9:00 AM, Los Angeles."
  expect(await say(ada.who, `why ${waiting}`)).toContain(used)
  const bea = await rep('Bea')
  await expect(say(bea.who, `why ${waiting}`)).rejects.toThrow('That one is not yours.')
})

test('003-026: fifty workers against a capacity of twenty perform exactly twenty', async () => {
  const { app, instagram, rep, queue, send, day } = await openOutreach()
  const ada = await rep('Ada', { lifted: true })
  await queue(ada, 60)
  await Promise.all(Array.from({ length: 50 }, () => dispatch(app)))
  await send()
  expect(instagram.view().received).toHaveLength(20)
  expect(await day(ada)).toMatchObject({ taken: 20, done: 20, attempts: 20 })
}, 30_000)
