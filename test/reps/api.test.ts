import { beforeAll, expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { createKey } from '#src/http/api/keys.ts'
import { READ_ANSWERS } from '#src/reps/answers/read-answers.ts'
import { SIGNATURE, signCall } from '#src/world/channels/signature.ts'
import { dump } from '#test/dump.ts'
import { testWeb } from '#test/http/web.ts'
import { makeMember } from '#test/make.ts'

const web = await testWeb({ REPS: 'on' })
const { app } = web
const headersOf = (key: string) => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' })
const keys: Record<string, Record<string, string>> = {}
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)

const call = async (who: string, method: 'get' | 'post', path: string, body: object = {}) => {
  const headers = keys[who] ?? {}
  const answer =
    method === 'get'
      ? await web.get(`/api${path}`, headers)
      : await web.post(`/api${path}`, JSON.stringify(body), headers)
  return { status: answer.status, body: await answer.json() }
}
const made: Record<string, string> = {}

beforeAll(async () => {
  keys.admin = headersOf(await inTransaction(app, (tx) => createKey(tx, { name: 'Program', role: 'admin' })))
  for (const name of ['Ada', 'Ben']) {
    await makeMember(app, name, 'rep')
    const [person] = await rows<{ id: string }>('select id from people where name = $1', [name])
    made[name] = person?.id ?? ''
    keys[name] = headersOf(
      await inTransaction(app, (tx) => createKey(tx, { name, role: 'rep', personId: made[name] ?? '' })),
    )
  }
  const channel = await call('admin', 'post', '/channels', {
    name: 'Instagram',
    dockerUrl: 'http://instagram:8080',
    externalUrl: 'https://instagram.reps.example',
  })
  made.channel = channel.body.channel.id
  made.secret = channel.body.secret
  for (const name of ['message', 'like', 'wave']) {
    const { body } = await call('admin', 'post', '/activities', { channelId: made.channel, name })
    made[name] = body.activity.id
  }
  for (const name of ['Ada', 'Ben']) {
    const rep = await call('admin', 'post', '/reps', {
      fullName: `${name} Quist`,
      personId: made[name],
      igPassword: 'canary-ig',
    })
    made[`${name} rep`] = rep.body.rep.id
    const account = await call('admin', 'post', '/rep-channels', {
      ...{ repId: rep.body.rep.id, channelId: made.channel, username: name.toLowerCase(), password: 'canary-password' },
      ...{ startTime: '9:00', endTime: '17:00', maxCapacity: 20, timezone: 'America/Los_Angeles' },
    })
    made[`${name} account`] = account.body.repChannel.id
  }
})

test('003-005, 003-006, 003-011, 003-012: channels and any activity are registered once, whatever the case', async () => {
  const again = await call('admin', 'post', '/channels', {
    name: 'INSTAGRAM',
    dockerUrl: 'http://a',
    externalUrl: 'http://b',
  })
  expect([again.status, again.body.error.fields]).toEqual([400, { name: 'taken' }])
  const long = { name: 'x'.repeat(101), dockerUrl: 'http://a', externalUrl: 'http://b' }
  expect((await call('admin', 'post', '/channels', long)).body.error.fields).toEqual({ name: '1 to 100 characters' })
  const twice = await call('admin', 'post', '/activities', { channelId: made.channel, name: 'Wave' })
  expect(twice.body.error.fields).toEqual({ name: 'taken' })
  const { body } = await call('Ada', 'get', `/activities?channel=${made.channel}`)
  expect(body.activities.map((one: { name: string; contacts: boolean }) => [one.name, one.contacts])).toEqual([
    ['like', false],
    ['message', true],
    ['wave', true],
  ])
})

test('003-013, 003-014, 003-058: addresses and zones are checked, and a zone must be named', async () => {
  const url = await call('admin', 'post', '/channels', {
    name: 'X',
    dockerUrl: 'file:///etc/passwd',
    externalUrl: 'https://x.example',
  })
  expect(url.body.error.fields).toHaveProperty('dockerUrl')
  const outside = { name: 'X', dockerUrl: 'http://x', externalUrl: 'ftp://x.example' }
  expect((await call('admin', 'post', '/channels', outside)).body.error.fields).toHaveProperty('externalUrl')
  const account = { repId: made['Ada rep'], channelId: made.channel, startTime: '9:00', endTime: '17:00' }
  expect((await call('admin', 'post', '/rep-channels', account)).body.error.fields).toHaveProperty('timezone')
  const odd = await call('admin', 'post', '/rep-channels', { ...account, timezone: 'Mars/Base' })
  expect(odd.body.error.fields).toEqual({ timezone: 'such as America/Los_Angeles' })
  const twice = await call('admin', 'post', '/rep-channels', { ...account, timezone: 'America/Los_Angeles' })
  expect(twice.body.error.fields).toHaveProperty('channel')
})

test('003-041, 003-053: passwords are kept encrypted and told by no route', async () => {
  const told = await Promise.all(['/reps', '/rep-channels', '/channels'].map((path) => call('admin', 'get', path)))
  expect(JSON.stringify(told)).not.toContain('canary')
  expect(told[1]?.body['rep-channels'][0]).toMatchObject({
    hasPassword: true,
    label: 'Ben Quist(Ben Quist) on Instagram',
  })
  const stored = await dump(app)
  expect([stored.includes('Ada Quist'), stored.includes('canary')]).toEqual([true, false])
  // An answer that is kept for the same call again tells a secret, too.
  const body = JSON.stringify({ name: 'Once', dockerUrl: 'http://a', externalUrl: 'http://b' })
  const again = async () => (await web.post('/api/channels', body, { ...keys.admin, 'idempotency-key': 'once' })).json()
  const [first, second] = [await again(), await again()]
  expect([first.secret.length, second.secret]).toEqual([32, first.secret])
  expect(await dump(app)).not.toContain(first.secret)
})

test('003-065, 003-066, 003-067: what an activity does not say is the account’s', async () => {
  const setting = { activityId: made.message, startTime: '10:00', maxCapacity: 5 }
  const { status, body } = await call('admin', 'post', `/rep-channels/${made['Ada account']}/activities`, setting)
  expect([status, body.setting]).toMatchObject([201, { startTime: '10:00:00', endTime: null, maxCapacity: 5 }])
  expect((await call('Ben', 'get', `/rep-channels/${made['Ada account']}/activities`)).status).toBe(403)
})

test('003-064: an activity of another channel is refused, and said', async () => {
  const addresses = { dockerUrl: 'http://a', externalUrl: 'http://b' }
  const texts = await call('admin', 'post', '/channels', { name: 'Texts', ...addresses })
  const ring = await call('admin', 'post', '/activities', { channelId: texts.body.channel.id, name: 'ring' })
  const setting = { activityId: ring.body.activity.id, maxCapacity: 5 }
  const { status, body } = await call('admin', 'post', `/rep-channels/${made['Ada account']}/activities`, setting)
  expect([status, body.error.message]).toEqual([400, 'That activity is not of this channel.'])
})

test('leads by CSV: every line is created, merged or refused with its reason, and phone-only lines are leads', async () => {
  const csv = [
    'name,handle,phone,email',
    'Tilly,@Tilly.F,,tilly@example.com',
    'Tilly Fernsworth,tilly.f,(212) 555-0142,',
    'Only Phone,,+1 212 555 0143,',
    'Nobody,,,',
    'Bad,,12,',
    'Two,tilly.f,+1 212 555 0143,',
  ].join('\n')
  const { body } = await call('admin', 'post', '/leads/import', { csv, channelId: made.channel })
  expect([body.created, body.merged, body.refused]).toEqual([2, 1, 3])
  expect(body.lines.map((one: { as: string; why: string | null }) => [one.as, one.why])).toEqual([
    ['created', null],
    ['merged', null],
    ['created', null],
    ['refused', 'It names no handle, phone or e-mail.'],
    ['refused', "'12' is no phone number."],
    ['refused', 'It names several leads: those of lines above.'],
  ])
})

test('a request is one by its key; who cannot be reached is refused with the reason', async () => {
  const wanted = { repChannelId: made['Ada account'], activity: 'message', content: 'Hello', idempotencyKey: 'k1' }
  const first = await call('Ada', 'post', '/requests', { ...wanted, lead: { handle: '@pia.north' } })
  const again = await call('Ada', 'post', '/requests', { ...wanted, lead: { handle: '@pia.north' } })
  expect([first.status, first.body.request.state]).toEqual([201, 'queued'])
  expect(again.body.request.id).toBe(first.body.request.id)
  const phone = { ...wanted, idempotencyKey: null, lead: { phone: '+12125550143' } }
  expect((await call('Ada', 'post', '/requests', phone)).body.request).toMatchObject({
    state: 'refused',
    why: 'Only Phone cannot be reached in Instagram.',
  })
  const bulk = { ...wanted, idempotencyKey: 'b1', leads: [{ handle: 'a.one' }, { handle: 'a.two' }] }
  expect((await call('Ada', 'post', '/requests/bulk', bulk)).body.requests).toHaveLength(2)
})

test('003-018: a rep sees and does only their own, by every route; another’s is refused and written down', async () => {
  const own = await call('Ada', 'get', '/requests')
  expect(own.body.requests.length).toBeGreaterThan(0)
  expect((await call('Ben', 'get', '/requests')).body.requests).toEqual([])
  const before = (await rows('select 1 from refused_presses')).length
  const { id } = own.body.requests[0]
  const tried = [
    await call('Ben', 'get', `/requests/${id}`),
    await call('Ben', 'post', `/requests/${id}/withdraw`),
    await call('Ben', 'get', `/reps/${made['Ada rep']}`),
    await call('Ben', 'get', `/rep-channels/${made['Ada account']}`),
    await call('Ben', 'post', `/rep-channels/${made['Ada account']}/off`),
    await call('Ben', 'post', '/channels', { name: 'Mine', dockerUrl: 'http://a', externalUrl: 'http://b' }),
    await call('Ben', 'get', '/channels'),
  ]
  const others = { repChannelId: made['Ada account'], activity: 'message', content: 'x', lead: { handle: 'b.b' } }
  const bulk = { ...others, lead: undefined, leads: [{ handle: 'b.b' }] }
  tried.push(await call('Ben', 'post', '/requests', others), await call('Ben', 'post', '/requests/bulk', bulk))
  tried.push(await call('Ben', 'get', `/rep-channels/${made['Ada account']}/activities`))
  expect(tried.map(({ status }) => status)).toEqual(Array(10).fill(403))
  const written = await rows<{ what: string }>('select what from refused_presses order by at, id')
  expect(written.length - before).toBe(10)
  expect(written.map(({ what }) => what)).toContain('POST /api/requests')
  expect((await call('Ben', 'get', '/reps')).body.reps.map((one: { id: string }) => one.id)).toEqual([made['Ben rep']])
  expect((await call('Ben', 'get', '/shifts')).status).toBe(200)
})

test('the inbound door takes only what is signed, and the same answer once', async () => {
  const path = `/api/channels/${made.channel}/inbound`
  const body = JSON.stringify({ id: 'm1', from: 'pia.north', text: 'Who is this?' })
  const send = async (signature: string) =>
    (await fetch(web.url + path, { method: 'POST', body, headers: { [SIGNATURE]: signature } })).status
  const sign = (secret: string, at: Date) => signCall(secret, at, { method: 'POST', path, body })
  const { secret = '' } = made
  expect(await send('')).toBe(401)
  expect(await send(sign('another-secret-of-16', app.now))).toBe(401)
  expect(await send(sign(secret, new Date(app.now.getTime() - 400_000)))).toBe(401)
  expect(await rows(`select 1 from inbox where source = 'rep-channel'`)).toEqual([])
  app.bells.length = 0
  expect([await send(sign(secret, app.now)), await send(sign(secret, app.now))]).toEqual([202, 202])
  // It is read at once: what is queued for that lead does not wait for a sweep to be stopped.
  expect(app.bells.filter(({ step }) => step === READ_ANSWERS)[0]).toEqual({ step: READ_ANSWERS, at: undefined })
  expect(await rows(`select 1 from inbox where source = 'rep-channel'`)).toHaveLength(1)
})

test('one lead that names nobody is told, and holds up no other of a broadcast; a lead must be there, and one’s own', async () => {
  const wanted = { repChannelId: made['Ada account'], activity: 'message', content: 'Hello all' }
  const leads = [{ handle: 'b.one' }, { handle: 'not a handle' }, { phone: '12' }, { handle: 'b.two' }]
  const { status, body } = await call('Ada', 'post', '/requests/bulk', { ...wanted, leads })
  expect([status, body.requests.map((one: { state: string }) => one.state)]).toEqual([201, ['queued', 'queued']])
  expect(body.refused).toEqual([
    { at: 1, why: "'not a handle' is no handle." },
    { at: 2, why: "'12' is no phone number." },
  ])
  const single = await call('Ada', 'post', '/requests', { ...wanted, lead: { phone: '12' } })
  expect([single.status, single.body.error.fields]).toEqual([400, { lead: "'12' is no phone number." }])
  const nobody = await call('Ada', 'post', '/requests', { ...wanted, lead: { id: crypto.randomUUID() } })
  expect([nobody.status, nobody.body.error.message]).toEqual([400, 'There is no such lead.'])
  const [{ leadId }] = body.requests
  // Whom a rep writes to is theirs from then on.
  expect((await call('Ada', 'get', `/leads/${leadId}`)).body.lead.called).toBe('@b.one')
  const bens = { ...wanted, repChannelId: made['Ben account'], lead: { id: leadId } }
  expect((await call('Ben', 'post', '/requests', bens)).status).toBe(403)
  const known = await call('Ben', 'post', '/leads', {
    handle: 'b.one',
    channelId: made.channel,
    email: 'b@example.com',
  })
  expect([known.status, JSON.stringify(known.body).includes('@b.one')]).toEqual([403, false])
  expect(await rows('select email from leads where id = $1', [leadId])).toEqual([{ email: null }])
})

test('003-013, 003-014, 003-039, 003-047: what is registered can be changed, and a bad value says which', async () => {
  const patch = async (path: string, body: object) => {
    const answer = await fetch(`${web.url}/api${path}`, {
      method: 'PATCH',
      headers: keys.admin ?? {},
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: await answer.json() }
  }
  const account = { startTime: '10:00', endTime: '24:00', maxCapacity: '7', timezone: 'Africa/Nairobi', sandbox: 'yes' }
  const changed = await patch(`/rep-channels/${made['Ben account']}`, account)
  expect([changed.status, changed.body.repChannel]).toMatchObject([
    200,
    { maxCapacity: 7, endTime: '24:00:00', sandbox: true },
  ])
  const bad = await patch(`/rep-channels/${made['Ben account']}`, { ...account, timezone: 'here' })
  expect([bad.status, bad.body.error.fields]).toEqual([400, { timezone: 'such as America/Los_Angeles' }])
  const rep = await patch(`/reps/${made['Ben rep']}`, { fullName: 'Ben Okoye', country: 'KE', city: 'Nairobi' })
  expect(rep.body.rep).toMatchObject({ fullName: 'Ben Okoye', country: 'KE', city: 'Nairobi' })
  expect((await patch(`/reps/${made['Ben rep']}`, { fullName: '  ' })).body.error.fields).toHaveProperty('fullName')
  const channel = `/channels/${made.channel}`
  const moved = await patch(channel, { dockerUrl: 'http://instagram:9090', description: 'Pictures' })
  expect(moved.body.channel).toMatchObject({ dockerUrl: 'http://instagram:9090', description: 'Pictures' })
  for (const field of ['dockerUrl', 'externalUrl']) {
    expect((await patch(channel, { [field]: 'file:///etc/passwd' })).body.error.fields).toHaveProperty(field)
  }
  expect((await patch(`/activities/${made.wave}`, { contacts: false })).status).toBe(200)
  const { body } = await call('admin', 'get', `/activities?channel=${made.channel}`)
  expect(body.activities).toContainEqual(expect.objectContaining({ name: 'wave', contacts: false }))
})
