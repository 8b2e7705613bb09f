import { expect, test } from 'vitest'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { press } from '#src/desk/press/press.ts'
import { openOutreach } from './outreach.ts'

/** What stands on the team card beside a rep's name. */
async function figuresOf({ app, admin }: Awaited<ReturnType<typeof openOutreach>>, name: string) {
  const [card] = (await runCommand(app, 'team', admin)).cards ?? []
  return card?.facts.find(({ label }) => label === name)?.value
}

test('a channel is paused by its name and a rep by a button of the team card: nothing leaves until they go on', async () => {
  const outreach = await openOutreach()
  const { app, admin, rep, queue, settle, states, say, rows, card, channelId } = outreach
  const [ada, ben] = [await rep('Ada'), await rep('Ben')]
  await settle()
  expect(await say(admin, 'pause instagram')).toBe('Instagram is paused: nothing leaves through it.')
  expect(await say(admin, 'pause Instagram')).toBe('Instagram is paused already.')
  await queue(ada, 1)
  await queue(ben, 1)
  await settle()
  expect(await states()).toEqual({ queued: 2 })
  expect(await figuresOf(outreach, 'Ada Quist')).toContain('Instagram (paused) nothing yet')
  const [shift] = await rows<{ id: string }>('select id from rep_shifts where rep_id = $1', [ada.repId])
  expect((await card('shift', shift?.id ?? '')).footer).toBe('An admin paused Instagram.')
  expect(await say(ada.who, 'shifts')).toMatch(/ · open now · paused by an admin$/)
  const [team] = (await runCommand(app, 'team', admin)).cards ?? []
  expect(team?.buttons.map(({ label }) => label)).toEqual(['Pause Ada Quist', 'Pause Ben Quist', 'Resume Instagram'])
  const button = team?.buttons[1]?.token ?? ''
  await expect(press(app, button, ben.who)).rejects.toThrow('That one is not yours to decide.')
  expect(await press(app, button, admin)).toBe('Ben Quist is paused: nothing of theirs leaves.')
  await rows('update channels set rest_until = $1, failures = 4 where id = $2', ['2026-03-02T23:00:00Z', channelId])
  expect(await say(admin, 'resume Instagram')).toBe('Instagram goes on.')
  await settle()
  // What the channel had asked for is forgotten as well: an admin says that it works.
  expect(await states()).toEqual({ done: 1, queued: 1 })
  expect(await say(admin, 'resume Ben')).toBe('Ben Quist goes on.')
  await settle()
  expect(await states()).toEqual({ done: 2 })
  await expect(say(ada.who, 'pause Ben')).rejects.toThrow('Only an admin may use')
  await expect(say(admin, 'pause Zoe')).rejects.toThrow('Whom? For example: pause Instagram')
})

test('the shift’s card is drawn anew when an admin pauses, or a switch on another card is used', async () => {
  const { admin, rep, settle, say, rows, card } = await openOutreach()
  const ada = await rep('Ada')
  await settle()
  const [shift] = await rows<{ id: string }>('select id from rep_shifts')
  const wanted = async () => (await rows<{ n: number }>('select max(wanted)::int as n from card_posts'))[0]?.n ?? 0
  for (const [who, words, footer] of [
    [admin, 'pause Ada', 'An admin paused everything of yours.'],
    [admin, 'resume Ada', 'You are on.'],
    [ada.who, 'off RC-1', 'Instagram is off.'],
    [ada.who, 'on RC-1', 'You are on.'],
    [ada.who, 'off RP-1', 'You are off everywhere.'],
    [ada.who, 'on RP-1', 'You are on.'],
  ] as const) {
    const before = await wanted()
    await say(who, words)
    expect([words, (await card('shift', shift?.id ?? '')).footer]).toEqual([words, footer])
    expect([words, await wanted()]).toEqual([words, before + 1])
  }
})

test('an admin lifts the ramp of an established account, and brings it back; a rep cannot', async () => {
  const { app, admin, rep, queue, settle, states, say } = await openOutreach()
  const ada = await rep('Ada')
  await queue(ada, 10)
  await settle()
  expect(await states()).toEqual({ done: 4, queued: 6 })
  const lift = writeToken({ subject: 'repchannel', verb: 'lift', id: ada.repChannelId })
  await expect(press(app, lift, ada.who)).rejects.toThrow('That one is not yours to decide.')
  expect(await press(app, lift, admin)).toBe('Ada Quist may do 20 a day at once.')
  await settle()
  expect(await states()).toEqual({ done: 10 })
  expect(await say(ada.who, 'capacity')).toContain('message: Today 10 of 20. An established account')
  await say(admin, 'ramp RC-1')
  await queue(ada, 1)
  await settle()
  expect(await states()).toEqual({ done: 10, queued: 1 })
})

test('the figures of the team card are the ledger’s, in the evening too', async () => {
  const outreach = await openOutreach()
  const { app, rep, lead, queue, settle, write, instagram, rows, say } = outreach
  const ada = await rep('Ada')
  await rep('Ben', { sandbox: true })
  await instagram.act.refuse('nope', { code: 551, message: 'This person is not available right now.' })
  await queue(ada, 1, { leadIds: [await lead('nope')] })
  await queue(ada, 2, { activity: 'like', content: '' })
  await queue(ada, 9)
  const tilly = await lead('tilly.f')
  await queue(ada, 1, { leadIds: [tilly], activity: 'comment' })
  await settle()
  await write('tilly.f', 'How nice!')
  const told = 'on · Instagram message 4 of 4, comment 1 of 4, like 2 of 4 · 1 answer · 1 error · 5 wait'
  expect(await figuresOf(outreach, 'Ada Quist')).toBe(told)
  expect(await figuresOf(outreach, 'Ben Quist')).toBe('on · Instagram nothing yet SANDBOX · 0 answers · 0 errors')
  const ledger = await rows<{ name: string; taken: number }>(
    `select ca.name, d.taken from rep_days d join rep_activities a on a.id = d.rep_activity_id
     join channel_activities ca on ca.id = a.activity_id order by ca.name`,
  )
  expect(ledger).toEqual([
    { name: 'comment', taken: 1 },
    { name: 'like', taken: 2 },
    { name: 'message', taken: 4 },
  ])
  app.now = new Date('2026-03-03T03:00:00Z')
  await settle()
  expect(await figuresOf(outreach, 'Ada Quist')).toBe(told)
  expect(await say(ada.who, 'shifts')).toContain('message 4 of 4')
  expect(await say(ada.who, 'shifts')).toContain('next tomorrow 9:00 AM')
  expect(await say(ada.who, 'capacity')).toContain('Instagram message: Today 4 of 4; it grows to 20.')
  // Two answers to leads beside them.
  await sql(app.em.fork(), 'update rep_days set taken = taken + 2, replies = 2 where taken = 4')
  expect(await say(ada.who, 'capacity')).toContain('Instagram message: Today 4 of 4 and 2 replies; it grows to 20.')
  app.now = new Date('2026-03-03T09:00:00Z')
  await settle()
  expect(await figuresOf(outreach, 'Ada Quist')).toBe('on · Instagram nothing yet · 0 answers · 0 errors · 5 wait')
})

test('after midnight in a night’s hours, all figures are those of the day that goes on', async () => {
  const outreach = await openOutreach()
  const { app, rep, lead, queue, settle, write, instagram, say, rows, card } = outreach
  const ada = await rep('Ada', { start: '22:00', end: '02:00' })
  app.now = new Date('2026-03-03T07:30:00Z')
  await settle()
  await queue(ada, 1, { leadIds: [await lead('tilly.f')] })
  await settle()
  // Half past midnight in Los Angeles.
  app.now = new Date('2026-03-03T08:30:00Z')
  await instagram.act.refuse('nope', { code: 551, message: 'no' })
  await queue(ada, 1, { leadIds: [await lead('nope')] })
  await settle()
  await write('tilly.f', 'So late!')
  expect(await figuresOf(outreach, 'Ada Quist')).toBe('on · Instagram message 1 of 4 · 1 answer · 1 error')
  expect(await say(ada.who, 'shifts')).toContain('message 1 of 4')
  app.now = new Date('2026-03-03T10:00:00Z')
  await settle()
  const [over] = await rows<{ id: string }>(`select id from rep_shifts where state = 'over'`)
  expect((await card('shift', over?.id ?? '')).title).toBe(
    'Instagram, done for today: message 1 of 4 · 1 answer · 1 error',
  )
  await write('tilly.f', 'Good morning')
  expect((await card('shift', over?.id ?? '')).title).toContain('1 answer')
})
