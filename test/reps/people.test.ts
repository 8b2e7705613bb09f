import { expect, test } from 'vitest'
import { runCommand } from '#src/desk/commands/commands.ts'
import { makeChannel, openOutreach } from './outreach.ts'

test('at the last look the lead must still be open: what is taken out of the queue does not leave', async () => {
  const { admin, app, rep, lead, queue, dispatch, send, states, rows, instagram, day, request } = await openOutreach()
  const ada = await rep('Ada')
  const [tilly, mona] = [await lead('tilly.f'), await lead('mona.k')]
  const [one] = await queue(ada, 1, { leadIds: [tilly] })
  await queue(ada, 1, { leadIds: [mona] })
  await dispatch()
  expect(await states()).toEqual({ sending: 2 })
  // As an operator's own statement would: no press, no answer, nothing that stops what is queued.
  await rows(`update leads set state = 'blocked' where id = $1`, [tilly])
  await send()
  expect(instagram.view().received.map(({ lead: to }) => to)).toEqual(['mona.k'])
  expect(await states()).toEqual({ refused: 1, done: 1 })
  expect((await request(one?.id ?? '')).why).toBe('The lead does not want to be written to.')
  expect(await day(ada)).toMatchObject({ taken: 1, attempts: 1 })
  expect((await runCommand(app, 'why R-1', admin)).text).toContain('does not want to be written to')
})

test('the last look sees a lead who is not interested, and one who cannot be reached any more', async () => {
  const { rep, lead, queue, dispatch, send, states, rows, instagram } = await openOutreach()
  const ada = await rep('Ada')
  const [tilly, mona] = [await lead('tilly.f'), await lead('mona.k')]
  await queue(ada, 1, { leadIds: [tilly] })
  await queue(ada, 1, { leadIds: [mona] })
  await dispatch()
  await rows(`update leads set state = 'cold' where id = $1`, [tilly])
  await rows('delete from lead_handles where lead_id = $1', [mona])
  await send()
  expect([instagram.view().received, await states()]).toEqual([[], { refused: 2 }])
})

test('a number on the do-not-contact list that a list brings for a known lead stops what waits for them', async () => {
  const { admin, rep, lead, queue, dispatch, settle, say, states, instagram, leadRow, rows } = await openOutreach()
  const ada = await rep('Ada')
  await say(admin, 'leads import Instagram\nZoe, +1 212 555 0142')
  await say(admin, 'block L-1')
  await rows('delete from leads')
  const tilly = await lead('tilly.f')
  await queue(ada, 1, { leadIds: [tilly] })
  await dispatch()
  await queue(ada, 1, { leadIds: [tilly], activity: 'like', content: '' })
  expect(await states()).toEqual({ sending: 1, queued: 1 })
  await say(admin, 'leads import Instagram\n@tilly.f, +1 212 555 0142')
  expect([await leadRow(tilly), await states()]).toMatchObject([{ state: 'blocked' }, { refused: 2 }])
  await settle()
  expect(instagram.view().received).toEqual([])
})

test('one person in two channels gets one message a day, whoever writes; a like counts for nothing', async () => {
  const { app, rep, lead, queue, settle, rows, say, instagram, channelId } = await openOutreach()
  const texts = await makeChannel(app, 'Texts', instagram.url)
  await rows(`update channels set addressed_by = 'phone' where id = $1`, [texts])
  const [ada, dan] = [await rep('Ada', {}, channelId), await rep('Dan', {}, texts)]
  const tilly = await lead('tilly.f')
  await rows(`update leads set phone = '+12125550142' where id = $1`, [tilly])
  await queue(ada, 1, { leadIds: [tilly] })
  const [waiting] = await queue(dan, 1, { leadIds: [tilly], activity: 'broadcast' })
  await queue(dan, 1, { leadIds: [tilly], activity: 'like', content: '' })
  await settle()
  const sent = () => instagram.view().received.map(({ account, activity }) => `${account} ${activity}`)
  expect(sent().toSorted()).toEqual(['ada message', 'dan like'])
  const guard = '@tilly.f was written to, and gets one message in 24 hours. Next: tomorrow 10:00 AM, Los Angeles.'
  expect(await say(dan.who, `why R-${waiting?.number}`)).toContain(guard)
  app.now = new Date('2026-03-03T17:59:59Z')
  await settle()
  expect(sent()).toHaveLength(2)
  app.now = new Date('2026-03-03T18:00:00Z')
  await settle()
  expect(sent()).toContain('dan broadcast')
})

test('why knows of another rep who writes to the same lead first', async () => {
  const { rep, lead, queue, settle, say, instagram, app } = await openOutreach()
  const ada = await rep('Ada')
  const dan = await rep('Dan', { start: '12:00' })
  const tilly = await lead('tilly.f')
  const [waiting] = await queue(dan, 1, { leadIds: [tilly] })
  const why = () => say(dan.who, `why R-${waiting?.number}`)
  expect(await why()).toContain('Hours are 12:00 PM to 5:00 PM, Los Angeles. Next: 12:00 PM, Los Angeles.')
  await queue(ada, 1, { leadIds: [tilly] })
  expect(await why()).toContain(
    '@tilly.f gets another message first, and one in 24 hours. Next: tomorrow 12:00 PM, Los Angeles.',
  )
  await settle()
  app.now = new Date('2026-03-02T20:00:00Z')
  await settle()
  expect(instagram.view().received.map(({ account }) => account)).toEqual(['ada'])
  app.now = new Date('2026-03-03T20:00:00Z')
  await settle()
  expect(instagram.view().received.map(({ account }) => account)).toEqual(['ada', 'dan'])
})

test('a lead is edited within what is one person’s: another’s number, or one on the list, is refused', async () => {
  const { admin, rep, lead, say, press, leadRow, rows } = await openOutreach()
  const ada = await rep('Ada')
  const tilly = await lead('tilly.f')
  await rows(`update leads set person_id = (select id from people where name = 'Ada') where id = $1`, [tilly])
  await say(admin, 'leads import Instagram\nZoe, +1 212 555 0142, zoe@example.com\nMax, +1 212 555 0143')
  const edit = (answers: Record<string, string>) => press(ada.who, 'lead', 'edit', tilly, answers)
  await expect(edit({ name: 'Tilly', phone: '(212) 555-0142' })).rejects.toMatchObject({ fields: { phone: /another/ } })
  await expect(edit({ email: 'zoe@example.com' })).rejects.toThrow('Another lead has that already.')
  await say(admin, 'block L-3')
  await rows('delete from leads where number = 3')
  await expect(edit({ phone: '+1 212 555 0143' })).rejects.toThrow('Whoever that is must not be contacted.')
  expect(await leadRow(tilly)).toMatchObject({ phone: null, email: null, state: 'open' })
  expect(await edit({ name: 'Tilly', phone: '+1 212 555 0144' })).toBe('Saved.')
  await say(admin, 'block L-1')
  expect(await edit({ name: 'Tilly F', phone: '+1 212 555 0144' })).toBe('Saved.')
})

test('a card says who put a lead on the list: the lead who asked, or the rep who pressed', async () => {
  const { rep, lead, queue, settle, write, press, card } = await openOutreach()
  const ada = await rep('Ada')
  const [tilly, mona] = [await lead('tilly.f'), await lead('mona.k')]
  await queue(ada, 2, { leadIds: [tilly, mona] })
  await settle()
  await write('tilly.f', 'What does it cost?')
  await press(ada.who, 'lead', 'block', tilly)
  await write('mona.k', 'STOP')
  const [asked, told] = [await card('lead', mona), await card('lead', tilly)]
  expect(asked.title).toBe('L-2 @mona.k asked us to stop: STOP')
  expect(asked.footer).toBe('On the do-not-contact list: nothing more is sent to them.')
  expect(told.title).toBe('L-1 @tilly.f is not to be contacted')
  expect(told.footer).toBe('Ada put them on the do-not-contact list, 10:00 AM, Los Angeles.')
})

test('another rep’s lead cannot be named by its number, and what is known of them is not told', async () => {
  const { rep, say, rows } = await openOutreach()
  const [ada, ben] = [await rep('Ada'), await rep('Ben')]
  await say(ada.who, 'leads import\nTilly, @tilly.f, +1 212 555 0142, tilly@example.com')
  await expect(say(ben.who, 'message L-1 Hello')).rejects.toThrow('That one is not yours.')
  expect(await rows('select what from refused_presses')).toEqual([{ what: 'message L-1 Hello' }])
  expect(await rows('select 1 from rep_requests')).toEqual([])
  const told = await say(
    ben.who,
    'leads import\n@tilly.f, +1 212 555 0199\n@tilly.f, t@example.com\n@t.f, tilly@example.com',
  )
  expect(told).toBe(
    [
      '0 new, 0 known already, 3 refused.',
      'Line 1: L-1 has them with another phone.',
      'Line 2: L-1 has them with another e-mail.',
      'Line 3: L-1 has them with another handle.',
    ].join('\n'),
  )
  expect(await say(ada.who, 'message L-1 Hello')).toMatch(/^R-1 to L-1: It leaves now\.$/)
})

test('whom a rep wrote to first is that rep’s to see, and stays so when another writes to them', async () => {
  const { app, rep, lead, queue, settle, leadRow, pass, say } = await openOutreach()
  const [ada, ben] = [await rep('Ada'), await rep('Ben')]
  const tilly = await lead('tilly.f')
  await queue(ada, 1, { leadIds: [tilly] })
  await settle()
  expect(await say(ada.who, 'show L-1')).toContain('L-1 @tilly.f')
  await expect(runCommand(app, 'show L-1', ben.who)).rejects.toThrow('not yours')
  pass(24 * 60)
  const { personId } = await leadRow(tilly)
  await queue(ben, 1, { leadIds: [tilly] })
  await settle()
  expect(await leadRow(tilly)).toMatchObject({ repId: ben.repId, personId })
})

test('a rep comments, likes, broadcasts and does anything else in a channel by what they type', async () => {
  const { admin, rep, say, settle, instagram, states } = await openOutreach()
  const ada = await rep('Ada', { lifted: true })
  await say(admin, 'activity add Instagram follow')
  expect(await say(ada.who, 'comment @tilly.f What a view!')).toBe('R-1 to @tilly.f: It leaves now.')
  expect(await say(ada.who, 'like instagram @tilly.f')).toBe('R-2 to @tilly.f: It leaves now.')
  expect(await say(ada.who, 'act follow @tilly.f')).toBe('R-3 to @tilly.f: It leaves now.')
  await say(admin, 'leads import Instagram\n@mona.k')
  await say(admin, 'block L-2')
  expect(await say(ada.who, 'broadcast @tilly.f, @mona.k @jules.w @pia.n We ship again, ask @anyone')).toBe(
    'R-4 to R-7: 3 wait, spread over your hours.\nThe lead asked not to be written to.',
  )
  await settle()
  const sent = instagram.view().received.map(({ activity, lead, content }) => `${activity} ${lead} ${content}`.trim())
  expect(sent.toSorted()).toEqual([
    ...[
      'broadcast tilly.f We ship again, ask @anyone',
      'comment tilly.f What a view!',
      'follow tilly.f',
      'like tilly.f',
    ],
  ])
  expect(await states()).toEqual({ done: 4, queued: 2, refused: 1 })
  await expect(say(ada.who, 'act dance @tilly.f')).rejects.toThrow(
    "No channel of yours takes 'dance'. They take: broadcast, message, comment, follow, like.",
  )
  await expect(say(ada.who, 'comment @tilly.f')).rejects.toThrow('What shall the comment say?')
  await expect(say(ada.who, 'broadcast orkut @tilly.f Hi')).rejects.toThrow("You cannot write in 'orkut'.")
  await expect(say(ada.who, 'message +1 212 555 0142 Hello')).rejects.toThrow(
    'The lead cannot be reached in Instagram.',
  )
})
