import { expect, test } from 'vitest'
import { makeChannel, openOutreach } from './outreach.ts'

test('003-016, 003-050, 003-051, 003-063, 003-064, 003-072: what belongs to a rep, a channel or an activity goes with it', async () => {
  const { app, rep, settle, rows, instagram } = await openOutreach()
  const texts = await makeChannel(app, 'Texts', instagram.url)
  const cleo = await rep('Cleo')
  await rep('Dan', {}, texts)
  await settle()
  const left = async () => {
    const [row] = await rows(
      `select (select count(*)::int from channel_activities) as activities,
         (select count(*)::int from rep_channels) as accounts,
         (select count(*)::int from rep_activities) as "each",
         (select count(*)::int from rep_shifts) as shifts`,
    )
    return row
  }
  expect(await left()).toEqual({ activities: 8, accounts: 2, each: 8, shifts: 2 })
  await rows('delete from reps where id = $1', [cleo.repId])
  expect(await left()).toEqual({ activities: 8, accounts: 1, each: 4, shifts: 1 })
  await rows(`delete from channel_activities where channel_id = $1 and name = 'like'`, [texts])
  expect(await left()).toEqual({ activities: 7, accounts: 1, each: 3, shifts: 1 })
  await rows('delete from channels where id = $1', [texts])
  expect(await left()).toEqual({ activities: 4, accounts: 0, each: 0, shifts: 0 })
})
