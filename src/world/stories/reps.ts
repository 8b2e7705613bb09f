import { sql } from '#src/database/sql.ts'
import { seedReps } from '../channels/seed.ts'
import { repsZone } from '../channels/team.ts'
import { wind } from '../clock.ts'
import { slackPeople } from '../people.ts'
import { telegramPeople } from '../telegram/state.ts'
import { clearRecords } from './clear-records.ts'
import { exists, hasMoved, lookUp } from './happened.ts'
import type { Act, Stage, Story } from './story.ts'

const LEADS = ['mona.k', 'jules.w', 'pia.north', 'sam.ito', 'lena.b', 'omar.fox', 'ines.m', 'theo.r', 'wren.h']
const WORDS = 'Hello Tilly, may I show you new colours?'

const asAda = (put: string): Act => ({ in: 'slack', put, into: '.composer [name=text]', send: true })
const said = (words: string) => async (stage: Stage) => JSON.stringify(stage.world.slack.view().places).includes(words)

const hasBegun = exists('select 1 from rep_requests')

/**
 * A rep's day: ten messages against an allowance of four, an answer that rings, a colleague, the evening, who watches.
 */
export const reps: Story = {
  name: 'reps',
  who: 'A team of sales reps',
  sentence: 'Messages leave under a daily allowance that grows; an answer rings the rep and stops the rest.',
  minutes: 2,
  panes: [['outreach']],
  as: { slack: slackPeople.ada, telegram: telegramPeople.ann.id, chat: telegramPeople.ann.id },
  steps: [
    {
      name: 'clock',
      who: 'The clock',
      say: 'Ada works from 9 to 5 in Los Angeles. Make it ten in the morning there.',
      button: { label: 'Make it 10 AM', happen: toTen },
      acts: [{ in: 'steps', press: 'Make it 10 AM' }],
      done: async (stage) => (await hasBegun(stage)) || [10, 11, 12].includes(hourIn(stage.app.clock())),
    },
    {
      name: 'message',
      who: 'Slack, as Ada',
      say: 'Write to a lead: the first of today’s four.',
      acts: [asAda(`message instagram @tilly.f ${WORDS}`)],
      done: exists(`select 1 from rep_requests where state = 'done'`),
    },
    {
      name: 'nine',
      who: 'Ada, nine times',
      say: 'She writes nine more. Four leave today: the account is new. Six wait. Ben writes one, too.',
      button: { label: 'Let Ada write nine more', happen: nineMore },
      acts: [{ in: 'steps', press: 'Let Ada write nine more' }],
      done: exists(`select 1 where (select count(*) from rep_requests where state = 'done') >= 5
        and (select count(*) from rep_requests where state = 'queued') >= 6`),
    },
    {
      name: 'off',
      who: 'Slack, as Ada',
      say: 'She has a meeting: Instagram is off until two. The zone is named.',
      acts: [asAda('available instagram off until 14:00')],
      done: hasMoved('repchannel', 'off'),
    },
    {
      name: 'why',
      who: 'Slack, as Ada',
      say: 'Ask why one of them waits.',
      acts: async (stage) => (await refsOf(stage, 'Ada Quist')).slice(-1).map((ref) => asAda(`why ${ref}`)),
      // What she was answered may have stood there before: a message that waits says why, too.
      done: said('why R-'),
    },
    {
      name: 'colleague',
      who: 'Slack, as Ada',
      say: 'Ask about a colleague’s: it is not told, and written down.',
      acts: async (stage) => (await refsOf(stage, 'Ben Okoye')).slice(0, 1).map((ref) => asAda(`why ${ref}`)),
      done: exists(`select 1 from refused_presses where what like 'why R-%'`),
    },
    {
      name: 'answer',
      who: 'Instagram, as a lead',
      say: 'Tilly answers. Ada’s phone rings with the words in full, and nothing more is sent to Tilly by itself.',
      acts: [
        { in: 'outreach', put: 'tilly.f', into: '[name=from]' },
        { in: 'outreach', put: 'I would love to! What does it cost?', into: '[name=text]', send: true },
      ],
      done: exists(
        `select 1 from card_posts c join lead_messages m on m.lead_id = c.subject_id where c.subject = 'lead' and c.shown > 0`,
      ),
    },
    {
      name: 'reply',
      who: 'Slack, as Ada',
      say: 'Press Reply and answer: beside the allowance, but Instagram is still off.',
      acts: [
        { in: 'slack', press: 'Reply', on: 'What does it cost' },
        { in: 'slack', put: 'From $12, and shipping is on us.', into: '[role=dialog] textarea' },
        { in: 'slack', press: 'Send', on: 'Your answer' },
      ],
      done: exists('select 1 from rep_requests where is_reply'),
    },
    {
      name: 'on',
      who: 'Slack, as Ada',
      say: 'The meeting is over: on again. The answer leaves at once, the six wait for tomorrow.',
      acts: [asAda('available instagram on')],
      done: exists(`select 1 from rep_requests where is_reply and state = 'done'`),
    },
    {
      name: 'evening',
      who: 'The clock',
      say: 'Five o’clock: Ada is told what her day was, and when the six go on.',
      button: { label: 'Make it 5 PM', happen: toFive },
      acts: [{ in: 'steps', press: 'Make it 5 PM' }],
      done: said('done for today: message'),
    },
    {
      name: 'team',
      who: 'Telegram, as Ann',
      say: 'Ann runs the team: who is on, how much was done, who answered.',
      acts: [{ in: 'telegram', put: '/team', into: '[action$="/say"] [name=text]', send: true }],
      done: async (stage) => JSON.stringify(stage.world.telegram.view().chats).includes('Team today'),
    },
  ],
  async reset(stage) {
    await clearRecords(stage, {
      pipeline: 'reps',
      kinds: ['request', 'lead', 'shift', 'rep', 'repchannel', 'channel'],
      tables: [
        ...['channels', 'channel_activities', 'reps', 'rep_accounts', 'rep_channels', 'rep_activities', 'rep_days'],
        ...['rep_shifts', 'rep_shift_activities', 'rep_shift_errors', 'leads', 'lead_handles', 'lead_messages'],
        ...['do_not_contact', 'rep_requests'],
      ],
      sources: ['rep-channel'],
    })
    await sql(stage.app.em.fork(), `delete from refused_presses where what like 'why R-%'`)
    for (const channel of Object.values(stage.world.channels)) await channel.act.clear()
    const { ada } = slackPeople
    await stage.world.slack.act.clear([`D${ada.slice(1)}`], new Set())
    await stage.world.telegram.act.clear([telegramPeople.ann.id], new Set())
    await seedReps(stage.app, stage.world.channels, stage.world.channelSecret)
  },
}

/** In Los Angeles. */
function hourIn(at: Date): number {
  return Number(new Intl.DateTimeFormat('en-US', { hour: 'numeric', hourCycle: 'h23', timeZone: repsZone }).format(at))
}

async function toTen({ app }: Stage): Promise<void> {
  const now = app.clock()
  const minutes = now.getUTCMinutes()
  const hours = (10 - hourIn(now) + 24) % 24
  await wind(app.em, hours * 3_600_000 - minutes * 60_000 + 60_000 + (hours === 0 ? 24 * 3_600_000 : 0))
}

async function toFive({ app }: Stage): Promise<void> {
  const left = (17 - hourIn(app.clock())) * 3_600_000 - app.clock().getUTCMinutes() * 60_000
  await wind(app.em, Math.max(0, left) + 60_000)
}

async function nineMore({ world }: Stage): Promise<void> {
  const write = (user: string, text: string) => world.slack.act.say({ user, channel: 'dm', text })
  for (const lead of LEADS)
    await write(slackPeople.ada, `message instagram @${lead} Hello, may I show you our new colours?`)
  await write(slackPeople.ben, 'message @kit.d Hello Kit, shall I send you the catalogue?')
}

/** The refs of a rep's requests that nobody answered yet, oldest first. */
async function refsOf(stage: Stage, rep: string): Promise<string[]> {
  const rows = await lookUp<{ number: number }>(
    stage,
    `select q.number from rep_requests q join reps r on r.id = q.rep_id where r.full_name = $1
     and (q.state = 'queued' or r.full_name like 'Ben%') order by q.number`,
    [rep],
  )
  return rows.map(({ number }) => `R-${number}`)
}
