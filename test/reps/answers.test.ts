import { expect, test } from 'vitest'
import { inTransaction } from '#src/database/transaction.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import { readOptOut } from '#src/reading/opt-out.ts'
import { playLeads } from '#src/reps/answers/play-leads.ts'
import { answerReader, SOURCE } from '#src/reps/answers/read-answers.ts'
import { takeAnswer } from '#src/reps/answers/take-answer.ts'
import type { LeadEntry } from '#src/reps/registry/read-lead.ts'
import { saveLeads } from '#src/reps/registry/save-leads.ts'
import { makeChannel, openOutreach } from './outreach.ts'

test('an answer rings the rep with the words in full, and everything queued for that lead stops', async () => {
  const { rep, lead, queue, settle, write, states, card, rows, leadRow } = await openOutreach()
  const ada = await rep('Ada')
  const tilly = await lead('tilly.f')
  await queue(ada, 1, { leadIds: [tilly] })
  await settle()
  await queue(ada, 1, { leadIds: [tilly], content: 'And another thing' })
  await write('tilly.f', 'I would love to! What does it cost?')
  expect(await states()).toEqual({ done: 1, refused: 1 })
  const shown = await card('lead', tilly)
  expect(shown.title).toBe('L-1 @tilly.f: I would love to! What does it cost?')
  expect(shown.quote).toBe('I would love to! What does it cost?')
  expect(shown.labels).toEqual(['Reply', 'Not interested', 'Do not contact'])
  const { personId } = await leadRow(tilly)
  const [post] = await rows<{ place: string }>(
    `select place from card_posts where subject = 'lead' and subject_id = $1`,
    [tilly],
  )
  expect([personId !== null, post?.place]).toEqual([true, 'UADA'])
})

test('what is claimed and not yet on the wire stops too', async () => {
  const { rep, lead, queue, dispatch, send, write, states, instagram, day } = await openOutreach()
  const ada = await rep('Ada')
  const tilly = await lead('tilly.f')
  await queue(ada, 1, { leadIds: [tilly] })
  await dispatch()
  await write('tilly.f', 'Wait, who are you?')
  await send()
  expect(instagram.view().received).toHaveLength(0)
  expect(await states()).toEqual({ refused: 1 })
  expect(await day(ada)).toMatchObject({ taken: 0 })
})

test('a reply leaves beside the allowance and the daily guard, within the capacity', async () => {
  const { rep, lead, queue, settle, write, press, instagram, day } = await openOutreach()
  const ada = await rep('Ada')
  const tilly = await lead('tilly.f')
  await queue(ada, 1, { leadIds: [tilly] })
  await queue(ada, 3)
  await settle()
  await write('tilly.f', 'What does it cost?')
  expect(await press(ada.who, 'lead', 'reply', tilly, { text: 'From $12.' })).toMatch(
    /^R-\d+ to @tilly\.f: It leaves now\.$/,
  )
  await settle()
  expect(instagram.view().received.at(-1)).toMatchObject({ lead: 'tilly.f', content: 'From $12.' })
  expect(await day(ada)).toMatchObject({ taken: 5, replies: 1 })
})

test('STOP puts them on the list of everyone, over reps and channels, and a new row does not get around it', async () => {
  const { rep, lead, queue, write, leadRow, rows, card } = await openOutreach()
  const ada = await rep('Ada')
  const tilly = await lead('tilly.f')
  await queue(ada, 1, { leadIds: [tilly] })
  await write('tilly.f', 'Stop please')
  expect(await leadRow(tilly)).toMatchObject({ state: 'blocked' })
  expect((await card('lead', tilly)).labels).toEqual(['OK'])
  await rows('delete from rep_requests')
  await rows('delete from leads')
  const [again] = await queue(ada, 1, { leadIds: [await lead('tilly.f')] })
  expect(again).toMatchObject({ state: 'refused', why: 'The lead asked not to be written to.' })
})

test('words that are more than a wish to stop are for the rep to read', () => {
  for (const words of [
    'STOP',
    'stop.',
    'Please stop',
    'Unsubscribe!',
    'Basta',
    'remove me',
    'Opt-out',
    'stop messaging me',
    'Bitte abmelden',
    'Arrêter',
    'Para, por favor',
    'Déjame en paz',
    'Stop texting me. I bought one last week.',
  ]) {
    expect([words, readOptOut(words)]).toEqual([words, 'stop'])
  }
  for (const words of [
    'when do you stop taking orders?',
    'can you stop by on Tuesday',
    'is this the end?',
    'no',
    'para mi hermana',
    '',
  ]) {
    expect([words, readOptOut(words)]).toEqual([words, null])
  }
})

test('not interested and do not contact are left alone; another rep cannot decide it', async () => {
  const { rep, lead, queue, settle, write, press, leadRow, rows } = await openOutreach()
  const [ada, ben] = [await rep('Ada'), await rep('Ben')]
  const tilly = await lead('tilly.f')
  await queue(ada, 1, { leadIds: [tilly] })
  await settle()
  await write('tilly.f', 'Not for me')
  await expect(press(ben.who, 'lead', 'cold', tilly)).rejects.toThrow('That one is not yours to decide.')
  expect(await rows('select 1 from refused_presses')).toHaveLength(1)
  await press(ada.who, 'lead', 'cold', tilly)
  expect(await leadRow(tilly)).toMatchObject({ state: 'cold', wroteAt: null })
  const [refused] = await queue(ben, 1, { leadIds: [tilly] })
  expect(refused?.state).toBe('refused')
})

test('the same answer told twice is one; an answer of a stranger becomes a lead', async () => {
  const { rep, write, rows } = await openOutreach()
  await rep('Ada')
  await write('nobody.knows', 'Hello?', 'm1')
  await write('nobody.knows', 'Hello?', 'm1')
  expect(await rows('select 1 from lead_messages')).toHaveLength(1)
  expect(await rows(`select 1 from leads where rep_id is null and wrote_at is not null`)).toHaveLength(1)
  expect(await rows(`select 1 from card_posts where subject = 'lead'`)).toHaveLength(2)
})

test('what the sandbox wrote binds nobody: the lead stays whose they are, and may be written to for real', async () => {
  const { app, channelId, rep, lead, queue, settle, pass, rows, leadRow, states, press, card } = await openOutreach()
  const [ada, ben] = [await rep('Ada'), await rep('Ben', { sandbox: true, lifted: true, capacity: 60 })]
  const tilly = await lead('tilly.f')
  await queue(ada, 1, { leadIds: [tilly] })
  await settle()
  pass(25 * 60)
  await queue(ada, 1, { leadIds: [tilly], content: 'Once more', activity: 'broadcast' })
  await rows('update rep_channels set available = false where id = $1', [ada.repChannelId])
  await queue(ben, 1, { leadIds: [tilly] })
  await settle()
  const said = { channelId, externalId: 'sandbox:1', from: 'tilly.f', name: null, to: 'ben', text: 'stop' }
  await inTransaction(app, (tx) => takeAnswer(tx, { ...said, at: tx.at, simulated: true }))
  expect(await leadRow(tilly)).toMatchObject({ state: 'open', repId: ada.repId })
  expect(await rows('select 1 from do_not_contact')).toEqual([])
  expect(await states()).toEqual({ done: 2, queued: 1 })
  expect((await card('lead', tilly)).labels).toEqual(['Reply', 'OK'])
  await expect(press(ben.who, 'lead', 'block', tilly)).rejects.toThrow()
  const personOf = async () => (await leadRow(tilly)).personId
  const hears = await personOf()
  await press(ben.who, 'lead', 'seen', tilly)
  expect(await personOf()).not.toBe(hears)
  await rows('update rep_channels set available = true')
  await settle()
  expect(await states()).toEqual({ done: 3 })
})

test('in the sandbox some leads answer, and the card says that nobody wrote it', async () => {
  const { app, rep, queue, settle, pass, rows, card } = await openOutreach()
  const ada = await rep('Ada', { sandbox: true, lifted: true })
  await queue(ada, 20)
  await settle()
  pass(30)
  const played = await playLeads(app)
  expect(played).toBeGreaterThan(0)
  const [lead] = await rows<{ id: string }>('select lead_id as id from lead_messages where simulated limit 1')
  expect((await card('lead', lead?.id ?? '')).facts[0]?.value).toBe('Instagram (sandbox: nobody wrote this)')
})

test('what a channel says of an act in doubt settles it; of another channel’s act, or of one that is known, nothing changes', async () => {
  const { app, channelId, rep, queue, settle, pass, instagram, states, day } = await openOutreach()
  const ada = await rep('Ada')
  const other = await makeChannel(app, 'LinkedIn', instagram.url)
  const [act] = await queue(ada, 1)
  instagram.fault = { kind: 'lost-answer' }
  for (let minute = 0; minute < 6; minute += 1) {
    await settle()
    pass(1)
  }
  expect(await states()).toEqual({ doubtful: 1 })
  const tell = async (channel: string, status: 'done' | 'failed') => {
    const body = Buffer.from(JSON.stringify({ type: 'status', id: act?.id, status }))
    await app.inlet(SOURCE, `${channel}:status:${status}`, body)
    await readInbox(app, answerReader)
  }
  await tell(other, 'done')
  expect(await states()).toEqual({ doubtful: 1 })
  await tell(channelId, 'done')
  expect([await states(), await day(ada)]).toMatchObject([{ done: 1 }, { taken: 1, done: 1 }])
  await tell(channelId, 'failed')
  expect([await states(), await day(ada)]).toMatchObject([{ done: 1 }, { taken: 1, done: 1, errors: 0 }])
})

test('a sandbox says nothing of a platform: a channel that cannot be reached rests on', async () => {
  const { rep, queue, settle, states, rows } = await openOutreach()
  const ben = await rep('Ben', { sandbox: true })
  await rows(`update channels set failures = 5, rest_why = 'away', rest_until = '2026-03-02T19:00:00Z'`)
  await queue(ben, 2)
  await settle()
  expect(await states()).toEqual({ done: 2 })
  expect(await rows('select failures from channels')).toEqual([{ failures: 5 }])
})

test('whom the sandbox wrote to may be written to for real the same minute', async () => {
  const { rep, lead, queue, settle, states, instagram } = await openOutreach()
  const [ben, ada] = [await rep('Ben', { sandbox: true }), await rep('Ada')]
  const tilly = await lead('tilly.f')
  await queue(ben, 1, { leadIds: [tilly] })
  await settle()
  await queue(ada, 1, { leadIds: [tilly] })
  await settle()
  expect(await states()).toEqual({ done: 2 })
  expect(instagram.view().received).toHaveLength(1)
})

test('an idempotency key stands for one request: again it answers with that one, for other words it is refused', async () => {
  const { rep, lead, queue, rows } = await openOutreach()
  const ada = await rep('Ada')
  const leadIds = [await lead('tilly.f')]
  const [first] = await queue(ada, 1, { leadIds, idempotencyKey: 'k1' })
  const [again] = await queue(ada, 1, { leadIds, idempotencyKey: 'k1' })
  expect([again?.id, await rows('select 1 from rep_requests')]).toEqual([first?.id, [{ '?column?': 1 }]])
  const other = queue(ada, 1, { leadIds, idempotencyKey: 'k1', content: 'Something else' })
  await expect(other).rejects.toThrow('That idempotency key was used for something else.')
})

test('a row that names two people we know is refused, and neither is changed', async () => {
  const { app, channelId, lead, rows } = await openOutreach()
  await lead('tilly.f')
  const own = { channelId, repId: null, personId: null }
  const save = (entry: Partial<LeadEntry>) =>
    inTransaction(app, (tx) => saveLeads(tx, [{ name: null, handle: null, phone: null, email: null, ...entry }], own))
  await save({ phone: '+12125550142' })
  const before = await rows('select * from leads order by number')
  expect(await save({ handle: 'tilly.f', phone: '+12125550142' })).toEqual([
    { refused: 'It names several leads: L-2 and L-1.' },
  ])
  expect(await rows('select * from leads order by number')).toEqual(before)
})
