import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { routes } from '#src/http/api/api.ts'
import { createKey } from '#src/http/api/keys.ts'
import { repPipeline } from '#src/reps/pipeline.ts'
import { signIn, testWeb } from '#test/http/web.ts'
import { makeMember } from '#test/make.ts'
import { makeOutreach } from './one-of-each.ts'

const web = await testWeb({ REPS: 'on' })
const { app } = web
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const idas = await makeOutreach(app)
const ben = await makeMember(app, 'Ben', 'rep')
const [person] = await rows<{ id: string }>(`select id from people where name = 'Ben'`)
await rows(
  `insert into reps (id, state, person_id, full_name, created_at) values (gen_random_uuid(), 'active', $1, 'Ben', $2)`,
  [...[person?.id, app.now]],
)
const key = await inTransaction(app, (tx) => createKey(tx, { name: 'Ben', role: 'rep', personId: person?.id ?? '' }))
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }

const adminKey = await inTransaction(app, (tx) => createKey(tx, { name: 'All', role: 'admin' }))
const ofAdmin = { authorization: `Bearer ${adminKey}` }

const { requestId, leadId, shiftId, repId, repChannelId, channelId } = idas
const theirs: Record<string, string> = {
  ...{ requests: requestId, leads: leadId, shifts: shiftId, reps: repId, 'rep-channels': repChannelId },
  channels: channelId,
}
const refused = async () => (await rows('select 1 from refused_presses')).length

const ofReps = routes().filter(({ path }) => Object.hasOwn(theirs, path.split('/')[1] ?? '') && path.includes(':'))
const tried = ofReps.flatMap(({ method, path }) => {
  const kind = path.split('/')[1] ?? ''
  const subject = repPipeline.kinds.find(({ shown }) => shown?.path === kind)?.subject
  const at = path.replace(/:(ref|id)/, theirs[kind] ?? '')
  const verbs = path.includes(':verb') ? Object.keys(subject?.verbs ?? {}) : ['']
  return verbs.map((verb) => [method.toUpperCase(), at.replace(':verb', verb)] as const)
})

test('003-018, 003-048: by no route does a rep look at another’s, or act on it; each try is written down', async () => {
  expect(tried.length).toBeGreaterThan(35)
  const before = await refused()
  for (const [method, path] of tried) {
    const body =
      method === 'GET' ? {} : { body: JSON.stringify(path.endsWith('activities') ? { activityId: leadId } : {}) }
    const answer = await fetch(`${web.url}/api${path}`, { method, headers, ...body })
    expect([method, path, answer.status]).toEqual([method, path, 403])
  }
  expect((await refused()) - before).toBe(tried.length)
})

test('003-018: no list tells a rep of another’s', async () => {
  await rows(
    `insert into rep_days (id, rep_activity_id, rep_channel_id, date, average, good_days)
     select gen_random_uuid(), id, rep_channel_id, '2026-03-02', 4, 0 from rep_activities limit 1`,
  )
  await rows(
    `insert into rep_shift_activities (id, shift_id, rep_activity_id, request_id, lead_id, at, outcome, sandbox)
     select gen_random_uuid(), $1, rep_activity_id, id, lead_id, $2, 'done', true from rep_requests`,
    [shiftId, app.now],
  )
  for (const path of [
    'requests',
    'leads',
    'shifts',
    'rep-channels',
    'shift-activities',
    'shift-errors',
    'running-averages',
  ]) {
    const answer = await (await web.get(`/api/${path}`, headers)).json()
    const all = await (await web.get(`/api/${path}`, ofAdmin)).json()
    expect([path, answer[path], all[path].length > 0]).toEqual([path, [], true])
  }
  const reps = await (await web.get('/api/reps', headers)).json()
  expect(reps.reps.map(({ fullName }: { fullName: string }) => fullName)).toEqual(['Ben'])
})

test('003-018: by no command does a rep look at another’s, or act on it; each try is written down', async () => {
  let count = 0
  const before = await refused()
  for (const { subject, shown } of repPipeline.kinds) {
    const [row] = await rows<{ number: number }>(`select number from ${subject.kind.table} where id = $1`, [
      theirs[shown?.path ?? ''],
    ])
    const ref = `${subject.kind.prefix}-${row?.number}`
    for (const word of ['show', 'why', ...Object.keys(subject.verbs)]) {
      await expect(runCommand(app, `${word} ${ref}`, ben), `${word} ${ref}`).rejects.toThrow(
        /not yours|no button|cannot/,
      )
      count += 1
    }
  }
  await expect(runCommand(app, 'profile Ida', ben)).rejects.toThrow('not yours')
  await expect(runCommand(app, 'team', ben)).rejects.toThrow('Only an admin')
  expect(await refused()).toBe(before + count + 2)
  for (const words of ['find tilly', 'find @tilly.f', 'pending']) {
    expect((await runCommand(app, words, ben)).text).toMatch(/^Nothing/)
  }
})

test('003-018: by no page does a rep look at another’s', async () => {
  const { cookie } = await signIn(web, 'Ben')
  for (const [path, id] of Object.entries(theirs)) {
    expect([path, (await web.get(`/${path}/${id}`, { cookie })).status]).toEqual([path, 403])
  }
  for (const path of ['requests', 'leads', 'shifts', 'rep-channels', 'reps']) {
    const page = await (await web.get(`/${path}`, { cookie })).text()
    expect([path, /Ida|tilly/i.test(page)]).toEqual([path, false])
  }
})
