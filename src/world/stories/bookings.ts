import { CLIENT, wrongDay } from '../booking-form.ts'
import { type MusicianKey, musicians } from '../musicians.ts'
import { seedPeople } from '../seed.ts'
import { telegramPeople } from '../telegram/state.ts'
import { clearRecords } from './clear-records.ts'
import { exists, hasMoved, lookUp } from './happened.ts'
import type { Act, Stage, Step, Story } from './story.ts'

const yes = (key: string): Act => ({ in: key, put: 'yes', into: '[name=text]', send: true })
const fill = (field: string, put: string) => ({ in: 'booking', put, into: `[name=${field}]` })

/** A musician answers on the phone. */
const answers = (key: MusicianKey, say: string): Step => ({
  name: key,
  who: `Phone, as ${musicians[key].name}`,
  say,
  acts: [yes(key)],
  done: exists(
    `select 1 from booking_messages m join musicians on musicians.id = m.musician_id where phone = $1 and answer = 'yes'`,
    [musicians[key].phone],
  ),
})

/** A booking form becomes offers, answers and calendars; one whose date is wrong waits for Dane. */
export const bookings: Story = {
  name: 'bookings',
  who: 'A recording studio',
  sentence: 'A form becomes texts to musicians; the last yes books everyone and fills the calendars.',
  minutes: 2,
  panes: [
    ['booking', 'client'],
    ['vera', 'hugo'],
    ['cora', 'calendars'],
  ],
  as: { telegram: telegramPeople.dane.id, chat: telegramPeople.dane.id, mail: CLIENT },
  steps: [
    {
      name: 'form',
      who: 'Booking form, as the client',
      say: 'It is filled in: press Send. Two violins and a cello are asked by text for a time when all are free.',
      acts: [{ in: 'booking', press: 'Send' }],
      done: exists('select 1 from booking_messages where sent_at is not null offset 2'),
    },
    answers('vera', 'The text names the pay, the time and two ways to answer. Answer in words.'),
    answers('hugo', 'The same again; or open the link in the text and press Yes.'),
    answers('cora', 'The last yes books everyone.'),
    {
      name: 'booked',
      who: 'Look',
      say: 'Everyone reads that it is settled, the calendars are full, and the client has a mail.',
      acts: [],
      done: hasMoved('booking', 'complete'),
    },
    {
      name: 'wrong-day',
      who: 'Booking form, as the client',
      say: 'Now a date whose weekday is wrong.',
      acts: async ({ app }) => [
        fill('instruments', '1 violin'),
        { ...fill('times', wrongDay(app.clock()).times), send: true },
      ],
      done: exists('select 1 from bookings where cardinality(problems) > 0'),
    },
    {
      name: 'check',
      who: 'Telegram, as Dane',
      say: 'No text has left: Dane is asked first. One tap on the right day sends the texts.',
      acts: async ({ app }) => [{ in: 'telegram', press: wrongDay(app.clock()).right, on: 'Check before I text' }],
      done: exists(
        `select 1 from booking_messages m join moves on record_id = m.booking_id and verb = 'choose' where sent_at is not null`,
      ),
    },
    {
      name: 'second',
      who: 'Phone, as whoever was asked',
      say: 'One text went to one violinist. Answer yes, and that session is booked too.',
      acts: async (stage) => (await asked(stage)).map(yes),
      done: hasMoved('booking', 'complete', 2),
    },
  ],
  async reset(stage) {
    await clearRecords(stage, {
      pipeline: 'bookings',
      kinds: ['booking', 'musician'],
      tables: ['bookings', 'booking_messages', 'booking_options', 'booking_seats', 'musicians'],
      sources: ['booking', 'twilio', 'twilio-status', 'studio-gmail'],
    })
    await stage.world.twilio.act.clear(Object.values(musicians).map(({ phone }) => phone))
    await seedPeople(stage.app)
  },
}

/** Whose phone holds an offer without an answer. */
async function asked(stage: Stage): Promise<string[]> {
  const phones = await lookUp<{ phone: string }>(
    stage,
    `select phone from booking_messages m join musicians on musicians.id = m.musician_id
     where sent_at is not null and answer is null and closed_at is null order by sent_at desc limit 1`,
  )
  return Object.entries(musicians).flatMap(([key, { phone }]) => (phones[0]?.phone === phone ? key : []))
}
