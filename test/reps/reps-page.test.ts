import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { createRepChannels } from '#src/integrations/rep-channels.ts'
import { createChannelStandIn } from '#src/world/channels/channels.ts'
import { signIn, testWeb } from '#test/http/web.ts'
import { hands, makeChannel, SECRET } from './outreach.ts'

const web = await testWeb({ REPS: 'on' }, { repChannels: createRepChannels({ connectMs: 500, answerMs: 1_000 }) })
const { app } = web
app.now = new Date('2026-03-08T17:00:00Z')
const instagram = await createChannelStandIn({ name: 'instagram', secret: SECRET, clock: () => app.now })
const channelId = await makeChannel(app, 'Instagram', instagram.url)
const { rep, lead, queue, settle } = hands(app, channelId)
const [ada, ben] = [await rep('Ada'), await rep('Ben', { sandbox: true })]
await instagram.act.refuse('nope', { code: 551, message: 'no' })

/** The part of the page that is one rep's. */
async function dayOf(name: string, cookie: string): Promise<string> {
  const page = await (await web.get('/reps', { cookie })).text()
  const [, part = ''] = page.split(`<section class="panel" aria-label="${name} Quist">`)
  return part.split('</section>')[0] ?? ''
}

test('/reps shows a day’s timeline of each rep: the hours, and each act at its time with what came of it', async () => {
  const { cookie } = await signIn(web, 'Ann')
  expect(await dayOf('Ada', cookie)).toContain('Nothing yet today.')
  // 10:00 in Los Angeles on the day the clocks go forward: nine of 23 hours have passed.
  await queue(ada, 1, { leadIds: [await lead('tilly.f')] })
  await settle()
  app.now = new Date('2026-03-08T20:30:00Z')
  await queue(ada, 1, { leadIds: [await lead('nope')] })
  await queue(ben, 1, { leadIds: [await lead('mona.k')], activity: 'like', content: '' })
  await settle()
  const day = await dayOf('Ada', cookie)
  expect(day).toContain('on · Instagram message 1 of 4 · 0 answers · 1 error')
  expect(day).toContain('<small>times are Los Angeles</small>')
  expect(day).toContain('<circle cx="39.13%" cy="16" r="5" class="done"><title>10:00 AM @tilly.f</title>')
  expect(day).toContain('<circle cx="54.35%" cy="16" r="5" class="failed"><title>1:30 PM @nope</title>')
  expect(day).toContain('<line class="hours" x1="34.78%" y1="16" x2="69.57%" y2="16">')
  expect(day).toContain('<line class="now" x1="54.35%"')
  expect(day).toContain('<summary>2 acts</summary>')
  expect(day).toContain('<li>10:00 AM · <a href="/requests/R-1">message to @tilly.f</a> · done</li>')
  expect(day).toContain('<li>1:30 PM · <a href="/requests/R-2">message to @nope</a> · refused</li>')
  expect(day).not.toContain('SANDBOX')
  const bens = await dayOf('Ben', cookie)
  expect(bens).toContain('<h3>Instagram (SANDBOX: nothing leaves) ')
  expect(bens).toContain('like to @mona.k</a> · done</li>')
  expect(bens).not.toContain('tilly')
})

test('a rep sees their own day there, and nobody else’s; yesterday’s is gone', async () => {
  const { cookie } = await signIn(web, 'Cleo', 'rep')
  await sql(app.em.fork(), `update reps set person_id = (select id from people where name = 'Cleo') where id = $1`, [
    ben.repId,
  ])
  const page = await (await web.get('/reps', { cookie })).text()
  expect([page.includes('Ben Quist'), page.includes('Ada Quist'), page.includes('tilly')]).toEqual([true, false, false])
  app.now = new Date('2026-03-09T07:00:00Z')
  await settle()
  const next = await dayOf('Ben', cookie)
  expect(next).toContain('Nothing yet today.')
  await instagram.close()
})
