import { setTimeout } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { createRepChannels } from '#src/integrations/rep-channels.ts'
import { createSlackStandIn } from '#src/world/slack/stand-in.ts'
import { testApp } from '#test/app.ts'
import { makeTeam, queueMany } from '#test/reps/crowd.ts'
import { openOddChannel } from '#test/reps/odd-channel.ts'
import { hands, SECRET } from '#test/reps/outreach.ts'
import { expireLeases } from './business.ts'
import { killProcessesAfterAll, startProcess, times } from './processes.ts'

killProcessesAfterAll()

const KILLS = times(3, 200)
const A_LIFE = 6
const KEYS = `test:${Buffer.alloc(32, 7).toString('base64')}`
const app = await testApp({ repChannels: createRepChannels({ connectMs: 500, answerMs: 1_000 }) }, { REPS: 'on' })
const channel = await openOddChannel()
const slack = await createSlackStandIn({ signingSecret: 'slack-secret', botToken: 'xoxb-test', appToken: 'xapp-test' })
afterAll(() => Promise.all([channel.close(), slack.close()]))
const platform = {
  SLACK_BOT_TOKEN: 'xoxb-test',
  SLACK_SIGNING_SECRET: 'slack-secret',
  SLACK_API_URL: `${slack.url}/api/`,
  SLACK_CHANNEL: 'C0ORDERS',
}
const secret = (id: string) => app.keys.seal(SECRET, { table: 'channels', id })
await makeTeam(app.em.fork(), { reps: 4, at: new Date(), url: channel.url, secret })
const { settle } = hands(app, '')
const rows = <Row>(text: string) => sql<Row>(app.em.fork(), text)

/** Of some acts the channel never says what became of them: every seventh is answered by a proxy's page. */
const isMute = (id: string) => Number.parseInt(id.slice(-2), 16) % 7 === 0
channel.act = (answer, { id }) => setTimeout(20).then(() => answer.writeHead(200).end(isMute(id) ? '<html>' : DONE))
channel.ask = (answer, { id }) => {
  if (isMute(id)) return answer.writeHead(200).end('<html>')
  return channel.ids().includes(id) ? answer.writeHead(200).end(DONE) : answer.writeHead(404).end(NOT_RECEIVED)
}
const DONE = '{"status": "done"}'
const NOT_RECEIVED = '{"error": {"code": "not_received", "message": "nothing of that id has come"}}'

test(`${KILLS} workers killed during outreach: nothing is lost, nothing is sent twice, and a doubt is on a card`, {
  timeout: KILLS * 40_000,
}, async () => {
  const settings = { DATABASE_URL: app.databaseUrl, REPS: 'on', SECRET_KEYS: KEYS, ...platform }
  for (let kill = 0; kill < KILLS; kill += 1) {
    await queueMany(app.em.fork(), A_LIFE, new Date(), { isBulk: false })
    const worker = await startProcess({ ...settings, DESKHAND_ROLES: 'jobs', LOG_LEVEL: 'silent' })
    await setTimeout((kill * 37) % 300)
    await worker.kill()
    await expireLeases(app)
  }
  for (let round = 0; round < 12; round += 1) {
    app.now = new Date(Date.now() + round * 60_000)
    await settle()
    await expireLeases(app)
  }

  const requests = await rows<{ id: string; state: string; cards: number }>(
    `select id, state, (select count(*)::int from card_posts c where c.subject_id = q.id) as cards from rep_requests q`,
  )
  expect(requests).toHaveLength(KILLS * A_LIFE)
  const wrong = requests.filter(({ id, state, cards }) =>
    isMute(id) ? state !== 'doubtful' || !cards : state !== 'done',
  )
  expect(wrong).toEqual([])
  // Each has arrived, and once; of the mute ones nobody can know, so that they are not sent again.
  const arrived = channel.ids().toSorted()
  expect(arrived).toEqual([...new Set(arrived)])
  const heard = requests.flatMap(({ id }) => (isMute(id) ? [] : [id])).toSorted()
  expect(arrived.filter((id) => !isMute(id))).toEqual(heard)
  const [ledger] = await rows<object>('select sum(taken)::int as taken, sum(done)::int as done from rep_days')
  const done = requests.filter(({ state }) => state === 'done').length
  expect(ledger).toEqual({ taken: requests.length, done })
  expect(await rows('select request_id from rep_shift_activities group by 1 having count(*) > 1')).toEqual([])
})
