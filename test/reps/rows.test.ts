import { beforeAll, expect, test } from 'vitest'
import { RepActivity } from '#entities/reps/rep-activity.ts'
import { readSettings } from '#src/config.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { createKey } from '#src/http/api/keys.ts'
import { loadRequests, tellWaiting } from '#src/reps/desk/request-view.ts'
import { repPipeline } from '#src/reps/pipeline.ts'
import { dateAt } from '#src/reps/plan/windows.ts'
import { DISPATCH } from '#src/reps/steps.ts'
import { testWeb } from '#test/http/web.ts'
import { makeChannel, openOutreach } from './outreach.ts'

/** Ada, Ben and an admin by API on a real channel; Ada's day has a done act, a refused one, and one that waits. */
async function openDay() {
  const outreach = await openOutreach()
  const { rep, lead, queue, settle, instagram } = outreach
  const ada = await rep('Ada', { capacity: 5 })
  await instagram.act.refuse('nope', { code: 551, message: 'This person is not available right now.' })
  await queue(ada, 2, { leadIds: [await lead('nope'), await lead('tilly.f')] })
  await settle()
  return { ...outreach, ada }
}

const day = await openDay()
const { rows, app, ada } = day
const web = await testWeb({ REPS: 'on' })
const made: Record<string, string> = {}
const headers: Record<string, Record<string, string>> = {}
const call = async (who: string, method: 'GET' | 'POST', path: string, body?: object) => {
  const sent = body && { body: JSON.stringify(body) }
  const answer = await fetch(`${web.url}/api${path}`, { method, headers: headers[who] ?? {}, ...sent })
  return { status: answer.status, body: await answer.json() }
}

beforeAll(async () => {
  const key = await inTransaction(web.app, (tx) => createKey(tx, { name: 'Program', role: 'admin' }))
  headers.admin = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const person = await call('admin', 'POST', '/people', {
    ...{ name: 'Ada Quist', role: 'rep', slack: 'T0DESK:U0ADA', zone: 'America/Los_Angeles' },
  })
  made.person = person.body.person?.id ?? ''
  const own = { name: 'Ada', role: 'rep' as const, personId: made.person ?? '' }
  const adas = await inTransaction(web.app, (tx) => createKey(tx, own))
  headers.Ada = { authorization: `Bearer ${adas}`, 'content-type': 'application/json' }
  const channel = await call('admin', 'POST', '/channels', {
    ...{ name: 'Instagram', dockerUrl: 'http://inside', externalUrl: 'https://outside.example' },
    description: 'Pictures, and messages below them',
  })
  made.channel = channel.body.channel.id
  made.described = channel.body.channel.description
  const activity = await call('admin', 'POST', '/activities', { channelId: made.channel, name: 'message' })
  made.activity = activity.body.activity.id
  const rep = await call('admin', 'POST', '/reps', {
    fullName: 'Ada Quist',
    personId: made.person,
    phoneNumber: '(626) 555-0142',
  })
  made.rep = rep.body.rep.id
  const account = {
    repId: made.rep,
    channelId: made.channel,
    startTime: '9:00',
    endTime: '17:30',
    timezone: 'America/Los_Angeles',
  }
  made.account = (await call('admin', 'POST', '/rep-channels', account)).body.repChannel.id
})

test('003-001: the pipeline is off until it is switched on, and then says what it needs', () => {
  expect(repPipeline.isConfigured(readSettings({}))).toBe(false)
  expect(repPipeline.isConfigured(readSettings({ REPS: 'on' }))).toBe(true)
})

test('003-015, 003-016: a channel has a description, and its activities are rows with names of their own', async () => {
  expect(made.described).toBe('Pictures, and messages below them')
  const { body } = await call('admin', 'GET', `/activities?channel=${made.channel}`)
  expect(body.activities).toEqual([
    { id: made.activity, channelId: made.channel, name: 'message', description: null, contacts: true },
  ])
  await expect(
    rows(`insert into channel_activities (id, channel_id, name, created_at)
      select gen_random_uuid(), channel_id, upper(name), created_at from channel_activities limit 1`),
  ).rejects.toThrow(/channel_activities_name_unique/)
})

test('003-031: a program registers users, and nobody takes away another’s account', async () => {
  expect(made.person).toMatch(/^[0-9a-f-]{36}$/)
  const { body } = await call('admin', 'GET', '/people')
  expect(body.people).toContainEqual({
    ...{ id: made.person, name: 'Ada Quist', role: 'rep', zone: 'America/Los_Angeles', state: 'member' },
  })
  const again = await call('admin', 'POST', '/people', { name: 'Eve', role: 'admin', slack: 'T0DESK:U0ADA' })
  expect([again.status, again.body.error.message]).toEqual([409, expect.stringContaining('Somebody here has that')])
  expect((await call('admin', 'GET', '/people')).body.people.map((one: { name: string }) => one.name)).not.toContain(
    'Eve',
  )
  expect((await call('Ada', 'POST', '/people', { name: 'Eve', role: 'admin' })).status).toBe(403)
})

test('003-019: reps reach one lead through several channels, called as each channel calls them', async () => {
  const one = await openOutreach()
  const texts = await makeChannel(one.app, 'Texts', one.instagram.url)
  await one.rows(`update channels set addressed_by = 'phone' where id = $1`, [texts])
  const [cleo, dan] = [await one.rep('Cleo'), await one.rep('Dan', {}, texts)]
  const tilly = await one.lead('tilly.f')
  await one.rows(`update leads set phone = '+12125550142' where id = $1`, [tilly])
  await one.queue(cleo, 1, { leadIds: [tilly] })
  await one.queue(dan, 1, { leadIds: [tilly], activity: 'like', content: '' })
  await one.settle()
  const sent = one.instagram.view().received.map(({ account, lead }) => [account, lead])
  expect(sent.toSorted()).toEqual([
    ['cleo', 'tilly.f'],
    ['dan', '+12125550142'],
  ])
})

test('003-020, 003-021, 003-038, 003-039, 003-044, 003-045, 003-046: a profile has one home for all channels', async () => {
  const { body } = await call('Ada', 'GET', `/reps/${made.rep}`)
  expect(body.rep).toMatchObject({
    ...{ fullName: 'Ada Quist', label: 'Ada Quist', phoneNumber: '+16265550142', country: 'US', city: 'Pasadena' },
    ...{ available: true, personId: made.person },
  })
  const nobody = await call('admin', 'POST', '/reps', { fullName: 'Not Yet' })
  expect(nobody.body.rep).toMatchObject({ label: 'Not Yet', personId: null })
  expect((await call('admin', 'POST', '/reps', { fullName: '  ' })).body.error.fields).toHaveProperty('fullName')
  const columns = await rows<{ table: string }>(
    `select table_name as table from information_schema.columns where column_name in ('city', 'country')
       and table_name like '%rep%' and table_schema = 'public'`,
  )
  expect(new Set(columns.map(({ table }) => table))).toEqual(new Set(['reps']))
})

test('003-017, 003-037: a rep is somebody let in as one, and a person is one rep', async () => {
  const bo = { name: 'Bo Lind', role: 'booker', slack: 'T0DESK:U0LIND' }
  const person = (await call('admin', 'POST', '/people', bo)).body.person
  const other = await call('admin', 'POST', '/reps', { fullName: 'Bo Lind', personId: person.id })
  expect(other.body.error.fields).toEqual({ person: 'not a rep' })
  const nobody = await call('admin', 'POST', '/reps', { fullName: 'No One', personId: crypto.randomUUID() })
  expect(nobody.body.error.fields).toEqual({ person: 'unknown' })
  const twice = await call('admin', 'POST', '/reps', { fullName: 'Ada Again', personId: made.person })
  expect(twice.body.error.fields).toEqual({ person: 'taken' })
  await expect(
    rows(`insert into reps (id, state, full_name, person_id, created_at)
      select gen_random_uuid(), 'active', 'x', person_id, created_at from reps limit 1`),
  ).rejects.toThrow(/reps_person_id_unique/)
})

test('003-040, 003-042: what is kept from before there were channels: a name, and links to connected accounts', async () => {
  const old = await call('admin', 'POST', '/reps', { fullName: 'Old', igUsername: 'old.one' })
  expect(old.body.rep.igUsername).toBe('old.one')
  const link = `insert into rep_accounts (rep_id, account_id) values ($1, $2)`
  await expect(rows(link, [ada.repId, ada.repId])).rejects.toThrow(/rep_accounts_account_id_fk/)
  const account = crypto.randomUUID()
  await rows(`insert into stores (id, name, zone, currency, created_at) values ($1, 'Shop', 'UTC', 'USD', $2)`, [
    ...[account, app.now],
  ])
  await rows(
    `insert into instagram_accounts (id, store_id, ig_user_id, connected_at, access_token)
     values ($1, $1, '1', $2, $3)`,
    [account, app.now, app.keys.seal('meta', { table: 'instagram_accounts', id: account })],
  )
  await rows(link, [ada.repId, account])
  await expect(rows(link, [ada.repId, account])).rejects.toThrow(/rep_accounts_pkey/)
})

test('003-048: reps see no other’s rows by any list', async () => {
  for (const path of [
    'reps',
    'rep-channels',
    'requests',
    'shifts',
    'leads',
    'shift-activities',
    'shift-errors',
    'running-averages',
  ]) {
    const { status, body } = await call('Ada', 'GET', `/${path}`)
    const list = body[path] as { id: string }[]
    expect([path, status]).toEqual([path, 200])
    expect(JSON.stringify(list)).not.toContain('Not Yet')
  }
})

test('003-052, 003-054, 003-055, 003-056, 003-057, 003-059, 003-061: an account as it is made, with what is left out', async () => {
  const { body } = await call('Ada', 'GET', `/rep-channels/${made.account}`)
  expect(body.repChannel).toMatchObject({
    ...{ username: null, available: true, startTime: '09:00:00', endTime: '17:30:00', maxCapacity: 0, sandbox: false },
    label: 'Ada Quist(Ada Quist) on Instagram',
  })
})

test('003-022, 003-023, 003-043, 003-093: on and off, everywhere and in one channel, by what a rep types', async () => {
  const {
    app: own,
    say,
    queue,
    settle,
    states,
    instagram,
  } = await openOutreach().then(async (one) => {
    const who = await one.rep('Cleo')
    return {
      ...one,
      ...{ who, say: (words: string) => one.say(who.who, words), queue: (n: number) => one.queue(who, n) },
    }
  })
  await queue(2)
  expect(await say('available instagram off')).toBe('Instagram is off. 2 wait.')
  expect(await say('shifts')).toMatch(/ · open now · off$/)
  expect(await say('available on')).toBe('You are on. 2 wait.')
  await settle()
  expect(await states()).toEqual({ queued: 2 })
  own.bells.length = 0
  expect(await say('available instagram on')).toBe('Instagram is on. 2 wait.')
  // What waits goes now, not at the next sweep.
  expect(own.bells).toContainEqual({ step: DISPATCH, at: undefined })
  expect(await say('available off until 2 pm')).toBe('You are off until 2:00 PM Los Angeles. 2 wait.')
  expect(await say('shifts')).toMatch(/ · open now · off$/)
  // Nobody has to look at two: what waits is looked at then.
  expect(own.bells).toContainEqual({ step: DISPATCH, at: new Date('2026-03-02T22:00:00Z') })
  await settle()
  expect(instagram.view().received).toEqual([])
  // At two they are on again by themselves.
  own.now = new Date('2026-03-02T22:00:00Z')
  await settle()
  expect(await states()).toEqual({ done: 2 })
  await expect(say('available maybe')).rejects.toThrow('Write it like: available off until 14:00')
  await expect(say('available orkut off')).rejects.toThrow("You have no channel 'orkut'. Yours: Instagram.")
  await expect(say('available off until noonish')).rejects.toThrow("'noonish' is no time.")
})

test('a switch that turns round by itself is shown turned: the card offers the other way', async () => {
  const one = await openOutreach()
  const { rep, say, settle, card, rows: read, pass } = one
  const cleo = await rep('Cleo')
  await settle()
  const [shift] = await read<{ id: string }>('select id from rep_shifts')
  const labels = async () => (await card('shift', shift?.id ?? '')).labels
  await say(cleo.who, 'available instagram off until 10:30')
  expect(await labels()).toEqual(['Instagram on', 'All off'])
  expect((await card('shift', shift?.id ?? '')).footer).toBe('Instagram is off until 10:30 AM, Los Angeles.')
  const drawn = async () => (await read<{ wanted: number }>('select max(wanted) as wanted from card_posts'))[0]?.wanted
  const before = await drawn()
  pass(31)
  await settle()
  expect(await labels()).toEqual(['Instagram off', 'All off'])
  expect(await drawn()).toBeGreaterThan(before ?? 0)
})

test('003-029, 003-062, 003-068, 003-070: an activity has hours of its own in the account’s zone, else the account’s', async () => {
  const one = await openOutreach()
  const { rep, queue, settle, rows: read, laneOf, instagram } = one
  const cleo = await rep('Cleo')
  const { id } = await laneOf(cleo, 'like')
  await read(`update rep_activities set start_time = '12:00', end_time = '13:00' where id = $1`, [id])
  await queue(cleo, 1, { activity: 'like', content: '' })
  await queue(cleo, 1)
  await settle()
  expect(instagram.view().received.map(({ activity }) => activity)).toEqual(['message'])
  one.app.now = new Date('2026-03-02T20:00:00Z')
  await settle()
  expect(instagram.view().received.map(({ activity }) => activity)).toEqual(['message', 'like'])
  const setting = { activityId: made.activity, maxCapacity: 3 }
  const { body } = await call('admin', 'POST', `/rep-channels/${made.account}/activities`, setting)
  expect(body.setting.label).toBe('message by Ada Quist(Ada Quist) on Instagram')
})

test('003-069: an account has an activity once', async () => {
  const [row] = await app.em.fork().find(RepActivity, { repChannelId: ada.repChannelId })
  await expect(
    rows(
      `insert into rep_activities (id, rep_channel_id, activity_id, channel_id) values (gen_random_uuid(), $1, $2, $3)`,
      [row?.repChannelId, row?.activityId, row?.channelId],
    ),
  ).rejects.toThrow(/rep_activities_rep_channel_id_activity_id_unique/)
})

test('003-035, 003-071, 003-072, 003-073, 003-074, 003-076: a shift is a rep’s, of a channel, numbered on its local date', async () => {
  const shifts = await rows<{ rep: string; channel: string; n: number; date: string }>(
    `select rep_id as rep, rep_channel_id as channel, shift_number as n, shift_date::text as date from rep_shifts
     where rep_id = $1`,
    [ada.repId],
  )
  const date = dateAt(app.now, 'America/Los_Angeles')
  expect(shifts).toEqual([{ rep: ada.repId, channel: ada.repChannelId, n: 1, date }])
  expect((await call('Ada', 'POST', '/shifts')).body).toEqual({ made: 1 })
  expect((await call('Ada', 'POST', '/shifts')).body).toEqual({ made: 0 })
  const { body } = await call('Ada', 'GET', '/shifts')
  expect(body.shifts[0].label).toMatch(/^Ada Quist shift #1 on \d{4}-\d\d-\d\d$/)
})

test('003-077, 003-078, 003-079, 003-080: each act of a shift is a row: what, to whom, when, and what came of it', async () => {
  const acts = await rows(
    `select t.outcome, t.sandbox, t.at, s.rep_id as rep, a.rep_channel_id as account, h.handle
     from rep_shift_activities t join rep_shifts s on s.id = t.shift_id
     join rep_activities a on a.id = t.rep_activity_id
     join lead_handles h on h.lead_id = t.lead_id order by t.outcome`,
  )
  const same = { sandbox: false, rep: ada.repId, account: ada.repChannelId, at: expect.any(String) }
  expect(acts).toEqual([
    { ...same, outcome: 'done', handle: 'tilly.f' },
    { ...same, outcome: 'failed', handle: 'nope' },
  ])
  await expect(rows('update rep_shift_activities set shift_id = gen_random_uuid()')).rejects.toThrow(/shift_id_fk/)
  await expect(rows('update rep_shift_activities set rep_activity_id = gen_random_uuid()')).rejects.toThrow(
    /rep_activity_id_fk/,
  )
})

test('003-081, 003-088, 003-089, 003-090, 003-091: acts and errors of a shift are told with their words, code and level', async () => {
  const one = await testWebOn()
  const acts = await one('/shift-activities')
  expect(acts['shift-activities']?.map((act: { label: string; outcome: string }) => [act.label, act.outcome])).toEqual([
    ...[['message in Ada Quist shift #1 on 2026-03-02', expect.any(String)]],
    ...[['message in Ada Quist shift #1 on 2026-03-02', expect.any(String)]],
  ])
  const errors = await one('/shift-errors')
  expect(errors['shift-errors']).toMatchObject([
    { message: 'This person is not available right now.', code: 551, level: 2, shiftId: expect.any(String) },
  ])
  await expect(rows('update rep_shift_errors set shift_id = gen_random_uuid()')).rejects.toThrow(/shift_id_fk/)
})

test('003-082, 003-083, 003-084, 003-085: the allowance of each activity and local day is a row, once', async () => {
  const averages = (await (await testWebOn())('/running-averages'))['running-averages']
  const today = averages?.[0]
  expect(averages).toHaveLength(1)
  expect(today).toMatchObject({ repChannelId: ada.repChannelId, date: '2026-03-02', average: 1, done: 1, errors: 1 })
  await expect(
    rows(`insert into rep_days (id, rep_activity_id, rep_channel_id, date, average, good_days)
      select gen_random_uuid(), rep_activity_id, rep_channel_id, date, 1, 0 from rep_days limit 1`),
  ).rejects.toThrow(/rep_days_rep_activity_id_date_unique/)
})

test('003-092: shifts tells today’s hours, done of allowed for each activity, and when the next begins', async () => {
  const one = await openOutreach()
  const cleo = await one.rep('Cleo')
  expect(await one.say(cleo.who, 'shifts')).toBe(
    'Instagram: broadcast 0 of 4, message 0 of 4, comment 0 of 4, like 0 of 4 · 9:00 AM to 5:00 PM, Los Angeles · open now',
  )
  // Typed in the middle of a day, the card is there with its switches.
  const [card] = (await runCommand(one.app, 'shift', cleo.who)).cards ?? []
  expect(card?.buttons.map(({ label }) => label)).toEqual(['Instagram off', 'All off'])
  one.app.now = new Date('2026-03-03T03:00:00Z')
  expect(await one.say(cleo.who, 'shifts')).toContain('· next tomorrow 9:00 AM')
})

test('what is taken while somebody asks about it is said to leave, not to wait for its turn', async () => {
  const one = await openOutreach()
  const dana = await one.rep('Dana')
  await one.queue(dana, 1, { leadIds: [await one.lead('tilly.f')] })
  const [{ id = '' } = {}] = await one.rows<{ id: string }>('select id from rep_requests')
  const em = one.app.em.fork()
  const find = em.find.bind(em) as (...args: unknown[]) => Promise<unknown>
  em.find = (async (...args: unknown[]) => {
    const found = await find(...args)
    await one.settle()
    return found
  }) as typeof em.find
  const [view] = await loadRequests(em, [id])
  if (!view) throw new Error('nobody knows it')
  expect(tellWaiting(view, one.app)).toBe('It has left.')
})

/** The API as an admin reads it, over the day of the top. */
async function testWebOn() {
  const { routes } = await import('#src/http/api/api.ts')
  const caller = { member: { role: 'admin' as const, id: '' }, by: { via: 'api' as const, userId: '', name: '' } }
  return async (path: string) => {
    const route = routes().find((one) => one.method === 'get' && one.path === path)
    const asked = { app, caller, params: {}, query: { page: 1, limit: 50 }, body: null }
    const answer = await route?.run(asked as never)
    return route?.answer.parse(JSON.parse(JSON.stringify(answer))) as Record<string, any[]>
  }
}
