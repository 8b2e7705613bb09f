import { afterAll } from 'vitest'
import { Booking } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { Musician } from '#entities/bookings/musician.ts'
import { uuid } from '#entities/uuid.ts'
import type { App } from '#src/app.ts'
import { answerOffer } from '#src/bookings/answers/answer-offer.ts'
import { takeStatuses, takeTexts } from '#src/bookings/answers/take-texts.ts'
import { bookingSubject } from '#src/bookings/card/booking-subject.ts'
import { type BookingView, loadBooking } from '#src/bookings/card/booking-view.ts'
import { readMails } from '#src/bookings/intake/read-mails.ts'
import { receiveBookingMail } from '#src/bookings/intake/receive.ts'
import { takeLabelled } from '#src/bookings/intake/take-labelled.ts'
import { readMusicianEntry, saveMusician } from '#src/bookings/musicians/save-musician.ts'
import { checkBookings } from '#src/bookings/offers/check-bookings.ts'
import { planBookings } from '#src/bookings/plan/plan-bookings.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { writeToken } from '#src/cards/token.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { deliveryKinds } from '#src/desk/press/deliveries.ts'
import { formFor, press } from '#src/desk/press/press.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { createSenders } from '#src/outbox/senders.ts'
import { readOptOut } from '#src/reading/opt-out.ts'
import { createVendors } from '#src/vendors.ts'
import { createGoogleStandIn } from '#src/world/google/google.ts'
import { createTwilioStandIn } from '#src/world/twilio/twilio.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { makeMember } from '#test/make.ts'

export const OWNER = '+12125559999'
export const STUDIO = 'studio@example.com'

/** The booking pipeline with Twilio's and Google's real SDKs against stand-ins, every step by hand, time in our hands. */
export async function openStudio(environment: Record<string, string> = {}, overrides: Partial<App> = {}) {
  const own = environment.STUDIO_GMAIL_ADDRESS
  const begin = new Date('2026-02-02T15:00:00Z')
  const box: { app?: TestApp } = {}
  // One clock: what a vendor took is not older than what we remember of it.
  const clock = () => box.app?.now ?? begin
  const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'twilio-secret' }
  const twilio = await createTwilioStandIn({ ...account, from: '+12125550100', clock })
  const google = await createGoogleStandIn({
    clientId: 'id',
    clientSecret: 'secret',
    refreshToken: 'refresh',
    mapsApiKey: 'maps',
    address: 'studio@example.com',
    ...(own && { studio: { address: own, refreshToken: 'studio-refresh' } }),
    unitsPerMinute: 1_000_000,
  })
  afterAll(() => Promise.all([twilio.close(), google.close()]))
  const app = await testApp(
    {},
    {
      TELEGRAM_OWNER_CHAT: '-200',
      GOOGLE_CLIENT_ID: 'id',
      GOOGLE_CLIENT_SECRET: 'secret',
      GOOGLE_REFRESH_TOKEN: 'refresh',
      ...(own && { STUDIO_GOOGLE_REFRESH_TOKEN: 'studio-refresh' }),
      GOOGLE_API_ROOT: google.url,
      GOOGLE_TOKEN_URL: `${google.url}/token`,
      TWILIO_ACCOUNT_SID: account.accountSid,
      TWILIO_AUTH_TOKEN: account.authToken,
      TWILIO_FROM: '+12125550100',
      TWILIO_API_URL: twilio.url,
      STUDIO_CALENDAR_ID: STUDIO,
      OWNER_PHONE: OWNER,
      ...environment,
    },
  )
  app.now = begin
  box.app = app
  // Nobody listens there: Twilio's status callbacks end at once.
  Object.assign(app, createVendors(app.settings, 'http://127.0.0.1:9'), overrides)
  app.publicUrl = 'https://desk.example'
  await google.act.shareCalendar(STUDIO)
  const dane = await makeMember(app, 'Dane', 'booker')
  const pass = (minutes: number) => {
    app.now = new Date(app.now.getTime() + minutes * 60_000)
  }
  const set = (time: string) => {
    app.now = new Date(time)
  }
  return { app, twilio, google, dane, pass, set, ...createHands(app, twilio) }
}

function createHands(app: TestApp, twilio: Awaited<ReturnType<typeof createTwilioStandIn>>) {
  const phoneOf = (phone: string) => twilio.view().phones.find(({ number }) => number === phone)
  const load = async (id: string): Promise<BookingView> => {
    const view = await loadBooking(app.em.fork(), id)
    if (!view) throw new Error('no such booking')
    return view
  }
  const runAll = async (): Promise<number> => {
    let done = 0
    for (const step of [takeLabelled, readMails, planBookings, takeTexts, takeStatuses]) done += await step(app)
    if (app.bells.splice(0).some(({ step }) => step === 'bookings.check')) done += await checkBookings(app)
    return done + (await sendDue(app, createSenders(app), deliveryKinds()))
  }
  /** Five seconds lie between two texts to one phone. */
  const isHeld = async () => {
    const held = await sql(
      app.em.fork(),
      `select 1 from deliveries where state = 'waiting' and leased_until is null and not_before <= $1
         and (next_try_at is null or next_try_at <= $1)`,
      [app.now],
    )
    return held.length > 0
  }
  const settle = async (rounds = 60) => {
    for (let left = rounds; left > 0; left -= 1) {
      if ((await runAll()) > 0) continue
      if (!(await isHeld())) return
      app.now = new Date(app.now.getTime() + 6_000)
    }
    throw new Error('the steps do not come to rest')
  }
  return {
    /** Runs every step until none finds work, as the bells would. */
    settle,
    load,
    async musician(
      name: string,
      instruments: string,
      more: { phone?: string; calendarId?: string; zone?: string; lastBookingAt?: Date } = {},
    ) {
      serial += 1
      const phone = more.phone ?? `+1646555${String(1000 + serial)}`
      const entry = { name, phone, instruments, calendarId: more.calendarId ?? null, zone: more.zone ?? '' }
      const fields = readMusicianEntry({ ...entry, phone: '+12125550101' }, 'America/New_York')
      return inTransaction(app, async (tx) => {
        const { musician } = await saveMusician(tx, { ...fields, phone })
        if (more.lastBookingAt)
          await tx.em.nativeUpdate(Musician, { id: musician.id }, { lastBookingAt: more.lastBookingAt })
        return musician
      })
    },
    /** The form's mail, read and planned. */
    async book(instruments: string, times: string[], client = 'Ismael Dunwoody'): Promise<BookingView> {
      const lines = times.map((time) => `  - ${time}`).join('\n')
      const body = `New booking request from custom-tracks.com\n\nName: ${client}\nEmail: client@example.net\nPhone: (212) 555-0142\nInstruments needed: ${instruments}\nPreferred times:\n${lines}\nNotes: a song.\n`
      const mail = { messageId: uuid(), subject: `New booking: ${client}`, from: 'no-reply@custom-tracks.com', body }
      const { id } = await receiveBookingMail(app, { ...mail, receivedAt: app.now })
      await settle()
      const booking = await app.em.fork().findOneOrFail(Booking, { inboxId: id })
      return load(booking.id)
    },
    /** What our texts to this phone say, oldest first. */
    texts: (phone: string) => (phoneOf(phone)?.texts ?? []).filter(({ own }) => !own).map(({ text }) => text),
    /** A text from this phone, stored as the webhook stores it; read and answered. */
    async text(from: string, words: string): Promise<void> {
      const asked = readOptOut(words)
      const [stopped] = await sql(app.em.fork(), `select 1 from opt_outs where recipient = $1`, [from])
      const fields = new URLSearchParams({ From: from, Body: words, MessageSid: `SM${uuid()}` })
      if (asked === 'stop') {
        fields.set('OptOutType', 'STOP')
        await sql(
          app.em.fork(),
          `insert into opt_outs (id, channel, recipient, why, at) values ($1, 'sms', $2, 'STOP', $3) on conflict do nothing`,
          [uuid(), from, app.now],
        )
      }
      if (asked === 'start' && stopped) {
        fields.set('OptOutType', 'START')
        await sql(app.em.fork(), 'delete from opt_outs where recipient = $1', [from])
      }
      await app.inlet('twilio', `sms:${fields.get('MessageSid')}`, fields.toString())
      await settle()
    },
    /** A musician's newest offer of this booking. */
    async offer(bookingId: string, musicianId: string, option?: number): Promise<BookingMessage> {
      const where = { bookingId, musicianId, ...(option !== undefined && { option }) }
      const [offer] = await app.em.fork().find(BookingMessage, where, { orderBy: { id: 'desc' }, limit: 1 })
      if (!offer) throw new Error('not asked')
      return offer
    },
    async answer(offer: BookingMessage, answer: 'yes' | 'no' | 'none'): Promise<string> {
      const { sentence } = await answerOffer(app, { offerId: offer.id, answer, via: 'link' })
      await settle()
      return sentence
    },
    async check(): Promise<void> {
      await checkBookings(app)
      await settle()
    },
    async card(id: string) {
      const card = cardOf(bookingSubject, await load(id), app)
      return { ...card, labels: card.buttons.map(({ label }) => label) }
    },
    async press(
      by: Visitor,
      verb: string,
      id: string,
      answers: Record<string, string> = {},
      arg?: string,
    ): Promise<string> {
      const { moves } = await load(id)
      const token = writeToken({ subject: 'booking', verb, id, ...(arg !== undefined && { moves, arg }) })
      const said = await press(app, token, by, answers)
      await settle()
      return said
    },
    form: (by: Visitor, verb: string, id: string) => formFor(app, writeToken({ subject: 'booking', verb, id }), by),
  }
}

let serial = 0
