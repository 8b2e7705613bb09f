import { expect, test } from 'vitest'
import { inTransaction } from '#src/database/transaction.ts'
import { countActs } from '#src/reps/dispatch/count-acts.ts'
import { dispatch } from '#src/reps/dispatch/dispatch.ts'
import { loadLanes } from '#src/reps/plan/load-lanes.ts'
import { tellPlainly } from '#test/plain.ts'
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
})

test('a round takes all there is room for: what was written by hand at once, of many one, and each lane its own', async () => {
  const { app, rep, queue, dispatch: take, rows } = await openOutreach()
  const [ada, ben] = [await rep('Ada', { lifted: true }), await rep('Ben', { lifted: true })]
  await queue(ada, 9)
  await queue(ada, 5, { isBulk: true })
  await queue(ben, 5, { isBulk: true })
  await take()
  const taken = await rows<{ rep: string; bulk: boolean; n: number }>(
    `select rep_id as rep, is_bulk as bulk, count(*)::int as n from rep_requests where state = 'sending'
     group by 1, 2 order by n desc, 2`,
  )
  // Ada's own nine have used this minute of hers: a broadcast is spread over what is left of the day.
  expect(taken).toEqual([
    { rep: ada.repId, bulk: false, n: 9 },
    { rep: ben.repId, bulk: true, n: 1 },
  ])
  app.now = new Date('2026-03-02T19:00:00Z')
  await take()
  expect(await rows(`select 1 from rep_requests where state = 'sending' and is_bulk`)).toHaveLength(3)
})

test('two reps with one list of leads: neither waits for the other, and each lead is written to once', async () => {
  const { rep, lead, queue, dispatch: take, rows } = await openOutreach()
  const leadIds = [await lead('tilly.f'), await lead('mona.k')]
  for (const name of ['Ada', 'Ben']) await queue(await rep(name), 2, { leadIds, isBulk: true, activity: 'broadcast' })
  await take()
  const sent = await rows<{ rep: string; lead: string }>(
    `select rep_id as rep, lead_id as lead from rep_requests where state = 'sending'`,
  )
  expect([new Set(sent.map((one) => one.rep)).size, new Set(sent.map((one) => one.lead)).size]).toEqual([2, 2])
})

test('one request of another rep leaves in the first round, however many a busy one has queued before it', async () => {
  const { rep, queue, settle, instagram } = await openOutreach()
  const [ada, ben] = [await rep('Ada', { lifted: true, capacity: 60 }), await rep('Ben')]
  await queue(ada, 60)
  await queue(ben, 1)
  await settle()
  const accounts = instagram.view().received.map(({ account }) => account)
  expect(accounts).toHaveLength(61)
  // The outbox lets eight go at once.
  expect(accounts.indexOf('ben')).toBeLessThan(8)
})

test('003-026: the database itself refuses one too many, whatever a planner says', async () => {
  const { app, rep, queue, settle, laneOf, day } = await openOutreach()
  const ada = await rep('Ada', { lifted: true, capacity: 3 })
  await queue(ada, 5)
  await settle()
  const { id } = await laneOf(ada)
  const [lane] = await loadLanes(app.em.fork(), 'a.id = $1', [id])
  if (!lane) throw new Error('no lane')
  const wish = { id, number: 1, laneId: id, leadId: id, turn: 'single' as const, notBefore: null }
  const act = { wish, lane, at: app.now, date: '2026-03-02' }
  await expect(inTransaction(app, (tx) => countActs(tx, [act]))).rejects.toThrow('cannot be counted')
  expect(await day(ada)).toMatchObject({ taken: 3 })
})

test('003-026: nor the first of a day, where the capacity was lowered after it was planned', async () => {
  const { app, rep, laneOf, rows, day } = await openOutreach()
  const ada = await rep('Ada', { lifted: true })
  const { id } = await laneOf(ada)
  const [lane] = await loadLanes(app.em.fork(), 'a.id = $1', [id])
  if (!lane) throw new Error('no lane')
  await rows('update rep_channels set max_capacity = 1')
  const acts = [1, 2].map((number) => {
    const wish = { id, number, laneId: id, leadId: id, turn: 'single' as const, notBefore: null }
    return { wish, lane, at: app.now, date: '2026-03-02' }
  })
  await expect(inTransaction(app, (tx) => countActs(tx, acts))).rejects.toThrow('cannot be counted')
  expect(await day(ada)).toBe(undefined)
})

test('003-026: a count that cannot be read lets nothing leave', async () => {
  const { rep, queue, dispatch: take, send, states, instagram, rows } = await openOutreach()
  const ada = await rep('Ada')
  await queue(ada, 2)
  await take()
  expect(await states()).toEqual({ sending: 2 })
  await rows('delete from rep_days')
  await send()
  expect([instagram.view().received, await states()]).toEqual([[], { queued: 2 }])
})

test('003-065, 003-066, 003-067: hours and capacity of one activity hold for it; what it does not say is the account’s', async () => {
  const { app, rep, queue, settle, rows, laneOf, states, day } = await openOutreach()
  const ada = await rep('Ada', { lifted: true, capacity: 3 })
  const set = async (activity: string, setting: string) =>
    rows(`update rep_activities set ${setting} where id = $1`, [(await laneOf(ada, activity)).id])
  await set('like', 'max_capacity = 5')
  await set('comment', `start_time = '11:00'`)
  await set('broadcast', `end_time = '10:30'`)
  for (const activity of ['message', 'like', 'comment', 'broadcast']) await queue(ada, 6, { activity })
  await settle()
  const taken = async () => {
    const days = ['message', 'like', 'comment', 'broadcast'].map(async (name) => (await day(ada, name))?.taken ?? 0)
    return Promise.all(days)
  }
  // Each has a count of its own: the account's capacity is no pool they share.
  expect(await taken()).toEqual([3, 5, 0, 3])
  app.now = new Date('2026-03-02T19:00:00Z')
  await settle()
  expect(await taken()).toEqual([3, 5, 3, 3])
  await rows('update rep_channels set max_capacity = 6')
  await settle()
  // Broadcasts are over for the day; the account's new capacity is the others'.
  expect(await taken()).toEqual([6, 5, 6, 3])
  expect(await states()).toEqual({ done: 20, queued: 4 })
})

test('a channel that is not there holds nothing up and loses nothing: the act goes when it is back', async () => {
  const { app, rep, queue, settle, states, pass, rows, instagram } = await openOutreach()
  const ada = await rep('Ada')
  await rows(`update channels set docker_url = 'http://127.0.0.1:9', external_url = 'http://127.0.0.1:9'`)
  await queue(ada, 1)
  await settle()
  expect(await states()).toEqual({ queued: 1 })
  await rows('update channels set docker_url = $1', [instagram.url])
  pass(1)
  await settle()
  expect(await states()).toEqual({ done: 1 })
  expect(app.now.toISOString()).toBe('2026-03-02T18:01:00.000Z')
})

test('003-003: the outer address is called only where no connection was made inside', async () => {
  const { rep, queue, settle, rows, instagram } = await openOutreach()
  const ada = await rep('Ada')
  await rows(`update channels set docker_url = 'http://127.0.0.1:9'`)
  await queue(ada, 1)
  await settle()
  expect(instagram.view().received).toHaveLength(1)
  const [sent] = await rows<{ ref: { url: string } }>('select vendor_ref as ref from deliveries')
  expect(sent?.ref.url).toBe(`${instagram.url}/activities`)
})

test('an answer that is lost is asked for, and nothing is done twice', async () => {
  const { rep, queue, settle, states, pass, instagram } = await openOutreach()
  const ada = await rep('Ada')
  await queue(ada, 1)
  instagram.fault = { kind: 'lost-answer' }
  await settle()
  expect(await states()).toEqual({ sending: 1 })
  instagram.fault = null
  pass(1)
  await settle()
  expect(await states()).toEqual({ done: 1 })
  expect(instagram.view().received).toHaveLength(1)
})

test('when nobody can say whether it left, the rep is asked with the evidence; sent counts, not sent goes again', async () => {
  const { app, rep, queue, settle, states, pass, instagram, press, card, day } = await openOutreach()
  const ada = await rep('Ada')
  const [one] = await queue(ada, 1)
  instagram.fault = { kind: 'lost-answer' }
  for (let minute = 0; minute < 6; minute += 1) {
    await settle()
    pass(1)
  }
  expect(await states()).toEqual({ doubtful: 1 })
  const shown = await card('request', one?.id ?? '')
  expect(shown.title).toMatch(/^Did this leave\? R-1 message to @lead\d+ on Instagram: Hello$/)
  expect(shown.labels).toEqual(['Sent', 'Not sent', 'Give up'])
  expect(shown.facts[0]?.value).toMatch(
    /^Instagram was called at 10:00 AM, Los Angeles: it has not answered; asked what became of it, the line was cut$/,
  )
  instagram.fault = null
  expect(await press(ada.who, 'request', 'arrived', one?.id ?? '')).toBe('Good: it counts as sent.')
  expect(await day(ada)).toMatchObject({ taken: 1, done: 1 })
  expect(instagram.view().received).toHaveLength(1)
  const told = (await tellPlainly(app, 'request')).join('\n')
  expect(told).toMatch(/It was given to the channel\.[\s\S]*did not say whether[\s\S]*Ada saw it sent\./)
})

test('a refusal of the platform gives the place back, not the call, and its own code is kept', async () => {
  const { rep, queue, settle, states, instagram, day, say, lead } = await openOutreach()
  const ada = await rep('Ada')
  await instagram.act.refuse('nope', { code: 551, message: 'This person is not available right now.' })
  const leadId = await lead('nope')
  await queue(ada, 1, { leadIds: [leadId] })
  await settle()
  expect(await states()).toEqual({ failed: 1 })
  expect(await day(ada)).toMatchObject({ taken: 0, attempts: 1, done: 0, errors: 1 })
  expect(await say(ada.who, 'errors')).toContain('551 This person is not available right now.')
})

test('429 waits as long as the platform asks, and the day does not count for the ramp', async () => {
  const { rep, queue, settle, states, instagram, pass, day } = await openOutreach()
  const ada = await rep('Ada')
  await queue(ada, 2)
  instagram.fault = { kind: 'rate-limited', retryAfterS: 600 }
  await settle()
  expect(await states()).toEqual({ queued: 2 })
  instagram.fault = null
  pass(9)
  await settle()
  expect(instagram.view().received).toHaveLength(0)
  pass(1)
  await settle()
  expect(await states()).toEqual({ done: 2 })
  expect((await day(ada))?.errors).toBeGreaterThan(0)
})

test('off in mid-burst: what has been taken but is not on the wire comes back, and is counted as nothing', async () => {
  const { rep, queue, dispatch: take, send, states, instagram, say, day } = await openOutreach()
  const ada = await rep('Ada')
  await queue(ada, 4)
  await take()
  expect(await states()).toEqual({ sending: 4 })
  await say(ada.who, 'available off')
  await send()
  expect(instagram.view().received).toHaveLength(0)
  expect(await states()).toEqual({ queued: 4 })
  expect(await day(ada)).toMatchObject({ taken: 0, attempts: 0 })
})

test('003-025: in the sandbox everything happens and not one byte leaves', async () => {
  const { rep, queue, settle, states, instagram, day, say, rows } = await openOutreach()
  const ada = await rep('Ada', { sandbox: true })
  await queue(ada, 4)
  await queue(ada, 2, { activity: 'like', content: '' })
  await settle()
  expect(await states()).toEqual({ done: 6 })
  expect(instagram.view().received).toHaveLength(0)
  expect(await day(ada)).toMatchObject({ taken: 4, done: 4 })
  expect(await rows('select 1 from rep_shift_activities where sandbox')).toHaveLength(6)
  expect(await say(ada.who, 'shifts')).toMatch(
    /^SANDBOX Instagram: broadcast 0 of 4, message 4 of 4, comment 0 of 4, like 2 of 4 · 9:00 AM to 5:00 PM/,
  )
})
