import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Booking } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import { receiveBookingMail } from '#src/bookings/intake/receive.ts'
import { sql } from '#src/database/sql.ts'
import { studioDesk } from '#src/world/telegram/state.ts'
import { openStudio, STUDIO } from '#test/bookings/studio.ts'
import { deliverAll } from '#test/deliver-all.ts'
import { connectBots, expireLeases, openPlatforms, wrongCards } from './business.ts'
import { killProcessesAfterAll, startProcess, times } from './processes.ts'

killProcessesAfterAll()

const KILLS = times(4, 200)
/** Rounds in which everything must have come to rest; a booking takes three. */
const MOST_ROUNDS = 30
const { slack, telegram, settings: platforms } = await openPlatforms()
const studio = await openStudio({
  ...platforms,
  TELEGRAM_OWNER_CHAT: String(studioDesk),
  QUIET_HOURS: '00:00-00:00',
  OFFER_TIMEOUT_MIN: '100000',
  STUDIO_HOURS: 'Mon-Sun 00:00-24:00',
})
const { app, google, twilio } = studio
const bots = connectBots(app)
for (const name of ['Maya', 'Ravi', 'Ines']) await studio.musician(name, 'violin')

let arrived = 0
/** A client asks for a session, each on a day of its own, so that nobody is taken already. */
async function ask(): Promise<void> {
  arrived += 1
  const day = new Date(Date.now() + (20 + arrived) * 86_400_000)
  const date = day.toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' })
  const weekday = day.toLocaleDateString('en-US', { weekday: 'long', timeZone: 'UTC' })
  const lines = [
    ...['New booking request from custom-tracks.com', '', `Name: Client ${arrived}`, 'Email: client@example.net'],
    ...['Phone: (212) 555-0142', 'Instruments needed: violin', 'Preferred times:'],
    ...[`  - ${weekday}, ${date}, 1:00 PM - 3:00 PM`, 'Notes: a song.'],
  ]
  const mail = { messageId: `<${arrived}@form>`, subject: 'New booking', from: 'form@example.com' }
  await receiveBookingMail(app, { ...mail, body: `${lines.join('\n')}\n`, receivedAt: app.now })
}

const texts = () =>
  twilio
    .view()
    .phones.flatMap(({ number, texts: all }) => all.filter(({ own }) => !own).map(({ text }) => ({ number, text })))
const answered = new Set<string>()

/** Everybody who was asked says yes, once; what they write is stored as the webhook stores it. How many did. */
async function answer(): Promise<number> {
  let count = 0
  for (const { number, text } of texts()) {
    const code = /\bYES ([A-Z]\d[A-Z]\d)\b/.exec(text)?.[1]
    if (!code || answered.has(`${number} ${code}`)) continue
    answered.add(`${number} ${code}`)
    count += 1
    const id = `SM${randomUUID()}`
    const fields = new URLSearchParams({ From: number, Body: `YES ${code}`, MessageSid: id })
    await app.inlet('twilio', `sms:${id}`, fields.toString())
  }
  return count
}

/** The settings of the studio as a process is given them: every vendor of it is on this machine. */
function environment(): Record<string, string> {
  const plain = Object.entries(app.settings).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  )
  return {
    ...Object.fromEntries(plain.map(([name, value]) => [name, String(value)])),
    ...platforms,
    DATABASE_URL: app.databaseUrl,
    DESKHAND_ROLES: 'jobs',
    LOG_LEVEL: 'silent',
    // Nobody listens there: Twilio's status callbacks end at once.
    PUBLIC_URL: 'http://127.0.0.1:9',
  }
}

test(
  `${KILLS} workers killed between any two beats: every session is booked once, no text, mail or event twice`,
  async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      // The worker's clock goes on, and a process may take its time to start: the vendors' goes with it.
      const clock = setInterval(() => studio.set(new Date().toISOString()), 100)
      studio.set(new Date().toISOString())
      await ask()
      await answer()
      const worker = await startProcess(environment())
      const half = setTimeout((kill * 61) % 300).then(answer)
      await setTimeout((kill * 137) % 600)
      await worker.kill()
      await half
      clearInterval(clock)
      await expireLeases(app)
    }
    studio.set(new Date().toISOString())
    await rest()

    const bookings = await app.em.fork().find(Booking, { number: { $gt: 0 } })
    const left = bookings.filter(({ state }) => state !== 'completed')
    expect(await Promise.all(left.map(({ id }) => storyOf(id)))).toEqual([])
    expect(bookings).toHaveLength(arrived)
    const seats = await app.em.fork().find(BookingMessage, { closedAs: 'booked' })
    expect(seats.map(({ bookingId }) => bookingId).toSorted()).toEqual(bookings.map(({ id }) => id).toSorted())
    expect(twice(texts().map(aboutOf))).toEqual([])
    const events = google.view().calendars.find(({ id }) => id === STUDIO)?.events ?? []
    expect(events.map(({ private: own }) => own.booking).toSorted()).toEqual(bookings.map(({ id }) => id).toSorted())
    const letters = google.view().customers.flatMap(({ threads }) => threads.flatMap((thread) => thread.letters))
    expect(letters.filter(({ subject }) => subject.endsWith('is booked'))).toHaveLength(arrived)
    expect(await app.em.fork().count(Delivery, { state: { $in: ['dead', 'doubtful', 'waiting'] } })).toBe(0)
    expect(await wrongCards(app, { slack, telegram })).toEqual([])
    expect(await sql(app.em.fork(), `select key, title, detail from alerts where state = 'open'`)).toEqual([])
  },
  KILLS * 60_000,
)

/** Until two rounds bring nothing new. */
async function rest(): Promise<void> {
  for (let quiet = 0, round = 0; quiet < 2; round += 1) {
    if (round === MOST_ROUNDS) throw new Error(`no rest after ${MOST_ROUNDS} rounds: ${await waiting()}`)
    studio.pass(1)
    // A phone gets one text a round, and there are three phones.
    await studio.settle(60 + 4 * arrived)
    const said = await answer()
    const hung = await deliverAll(app, bots)
    quiet = said + hung === 0 ? quiet + 1 : 0
  }
}

async function waiting(): Promise<string> {
  const rows = await sql(
    app.em.fork(),
    `select kind, state, last_error, next_try_at from deliveries where state = 'waiting' limit 5`,
  )
  return JSON.stringify(rows)
}

/** A text by what it is to whom: an offer and a confirmation carry the code of their seat. */
function aboutOf({ number, text }: { number: string; text: string }): string {
  const code = /\b(?:YES|NO) ([A-Z]\d[A-Z]\d)\b/.exec(text)?.[1]
  return code ? `${number} ${/booked/.test(text) ? 'booked' : 'asked'} ${code}` : `${number} ${text} ${randomUUID()}`
}

function twice(all: string[]): string[] {
  return all.filter((one, at) => all.indexOf(one) !== at)
}

/** What happened to a booking, for whoever reads a failure. */
async function storyOf(id: string): Promise<unknown> {
  const { state, attention, attentionNote, lastError } = await app.em.fork().findOneOrFail(Booking, { id })
  const moves = await sql<{ verb: string; note: string | null }>(
    app.em.fork(),
    'select verb, note from moves where record_id = $1 order by at, id',
    [id],
  )
  const deliveries = await sql(app.em.fork(), 'select key, state, last_error from deliveries where subject_id = $1', [
    id,
  ])
  return {
    state,
    attention,
    attentionNote,
    lastError,
    moves: moves.map(({ verb, note }) => `${verb} ${note}`),
    deliveries,
  }
}
