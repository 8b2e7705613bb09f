import { beforeEach, expect, test } from 'vitest'
import { Booking } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { Alert } from '#entities/operations/alert.ts'
import { Delivery } from '#entities/outbox/delivery.ts'
import { answerOffer } from '#src/bookings/answers/answer-offer.ts'
import { takeStatuses } from '#src/bookings/answers/take-texts.ts'
import { receiveBookingMail } from '#src/bookings/intake/receive.ts'
import { checkBookings } from '#src/bookings/offers/check-bookings.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { blockedQueries } from '#test/app.ts'
import { openStudio } from './studio.ts'

const studio = await openStudio({ STUDIO_CALENDAR_ID: '', OWNER_PHONE: '' })
const { app, dane, twilio } = studio
studio.set('2026-02-02T19:00:00Z')
/** Every test has musicians and a clock of its own. */
beforeEach(async () => {
  await sql(app.em.fork(), 'update musicians set active = false')
  await sql(app.em.fork(), 'update deliveries set sent_at = null')
  studio.set('2026-02-02T19:00:00Z')
})
const FEB_10 = 'Tuesday, February 10, 2026, 11:00 AM - 1:00 PM'
const FEB_11 = 'Wednesday, February 11, 2026, 2:00 PM - 4:00 PM'
const yes = (offerId: string) => answerOffer(app, { offerId, answer: 'yes', via: 'link' })

test('002-021: two musicians accept one seat at the same instant: one gets it, the other reads that it is filled', async () => {
  const players = [
    await studio.musician('Ada', 'tuba'),
    await studio.musician('Bea', 'tuba'),
    await studio.musician('Cas', 'harp'),
  ]
  const { id } = await studio.book('tuba, harp', [FEB_10])
  studio.pass(60)
  await studio.check()
  const offers = await app.em.fork().find(BookingMessage, { bookingId: id, instrument: 'tuba' })
  expect(offers).toHaveLength(2)
  const answers = await inTransaction(app, async (tx) => {
    await sql(tx.em, 'select 1 from bookings where id = $1 for update', [id])
    const both = offers.map((offer) => yes(offer.id))
    await blockedQueries(app, 2)
    return { both }
  })
  const said = (await Promise.all(answers.both)).map(({ sentence }) => sentence)
  expect(said.toSorted()).toEqual([
    'Thanks, that seat is filled.',
    "You're pencilled in for Tue 11 AM ET. We'll confirm by 6 PM.",
  ])
  const view = await studio.load(id)
  expect(view.state).toBe('offering')
  await studio.answer(await studio.offer(id, players[2]?.id ?? ''), 'yes')
  const done = await studio.load(id)
  expect(done.state).toBe('completed')
  expect(done.seats.map(({ musicianId }) => musicianId !== null)).toEqual([true, true])
})

test('100 yeses at once fill one seat once, with one confirmation', async () => {
  const ids: string[] = []
  for (let at = 0; at < 20; at += 1) ids.push((await studio.musician(`Oboe ${at}`, 'oboe')).id)
  const { id } = await studio.book('oboe', [FEB_11])
  for (let at = 0; at < 19; at += 1) {
    studio.pass(60)
    app.now = new Date(Math.min(app.now.getTime(), Date.parse('2026-02-05T19:00:00Z')))
    await sql(app.em.fork(), 'update bookings set last_text_at = $2 where id = $1', [
      id,
      new Date(app.now.getTime() - 3_600_000),
    ])
    await checkBookings(app)
  }
  const offers = await app.em.fork().find(BookingMessage, { bookingId: id })
  const said = await Promise.all(offers.flatMap(({ id: offer }) => [yes(offer), yes(offer)]))
  expect(said.filter(({ sentence }) => sentence.startsWith("You're booked"))).toHaveLength(2)
  await studio.settle()
  expect(await app.em.fork().count(Delivery, { subjectId: id, kind: 'bookings.confirm' })).toBe(1)
  expect(await app.em.fork().count(BookingMessage, { bookingId: id, closedAs: 'booked' })).toBe(1)
})

test('002-024: yes for two times, the first complete one wins, and who held the other is released', async () => {
  studio.set('2026-02-02T19:00:00Z')
  const kit = await studio.musician('Kit', 'guitar')
  const lou = await studio.musician('Lou', 'guitar')
  const moe = await studio.musician('Moe', 'flute')
  const { id, options } = await studio.book('guitar, flute', [FEB_10, FEB_11])
  expect(options.map(({ position }) => position)).toEqual([0, 1])
  await studio.answer(await studio.offer(id, kit.id, 0), 'yes')
  await studio.answer(await studio.offer(id, moe.id, 0), 'no')
  studio.pass(61)
  await studio.check()
  await studio.answer(await studio.offer(id, kit.id, 1), 'no')
  studio.pass(61)
  await studio.check()
  await studio.answer(await studio.offer(id, lou.id, 1), 'yes')
  await studio.answer(await studio.offer(id, moe.id, 1), 'yes')
  const view = await studio.load(id)
  expect(view).toMatchObject({ state: 'completed', optionId: view.options[1]?.id })
  expect(studio.texts(kit.phone).at(-1)).toBe(
    'Custom Tracks: thanks for holding Tue 11 AM ET. It was not needed, you are free then.',
  )
  expect(await studio.answer(await studio.offer(id, kit.id, 0), 'yes')).toBe(
    'Thanks, the session went to another time.',
  )
})

test('yes, then no, then yes: the last word counts, and Dane hears that the seat was open', async () => {
  const ann = await studio.musician('Ann', 'violin')
  await studio.musician('Vic', 'cello')
  const { id } = await studio.book('violin, cello', [FEB_10])
  expect(studio.texts(ann.phone)).toHaveLength(1)
  await studio.text(ann.phone, 'Yes')
  await studio.text(ann.phone, 'NO')
  expect(studio.texts(ann.phone).at(-1)).toBe('Thanks for telling us. You are off for Tue 11 AM ET.')
  expect((await studio.load(id)).attentionNote).toContain('Ann stepped back')
  await studio.text(ann.phone, 'yes')
  expect(studio.texts(ann.phone).at(-1)).toContain("You're pencilled in")
  expect((await studio.offer(id, ann.id)).answer).toBe('yes')
})

test('a plain yes with two open offers is asked which; "no to all" answers every date of them', async () => {
  const pat = await studio.musician('Pat', 'violin')
  await studio.musician('Quin', 'cello')
  const first = await studio.book('violin, cello', [FEB_10])
  const second = await studio.book('violin, cello', [FEB_11])
  await studio.text(pat.phone, 'yes')
  expect(studio.texts(pat.phone).at(-1)).toMatch(/^Which one\? YES \w{4} \(Tue 11 AM ET\), YES \w{4} \(Wed 2 PM ET\)\./)
  await studio.text(pat.phone, 'no to all dates')
  expect((await studio.offer(first.id, pat.id)).answer).toBe('none')
  expect((await studio.offer(second.id, pat.id)).answer).toBe('none')
  studio.pass(61)
  await studio.check()
  expect((await studio.load(first.id)).attention).toBe('stuck')
})

test('the day our text named is as good as the code: each of two offers is answered by its own', async () => {
  const pia = await studio.musician('Pia', 'violin')
  await studio.musician('Quin', 'cello')
  const first = await studio.book('violin, cello', [FEB_10])
  const second = await studio.book('violin, cello', [FEB_11])
  await studio.text(pia.phone, 'Thursday works for me')
  expect([(await studio.offer(first.id, pia.id)).answer, (await studio.offer(second.id, pia.id)).answer]).toEqual([
    null,
    null,
  ])
  await studio.text(pia.phone, 'Wednesday works for me')
  expect([(await studio.offer(first.id, pia.id)).answer, (await studio.offer(second.id, pia.id)).answer]).toEqual([
    null,
    'yes',
  ])
  await studio.text(pia.phone, "can't make Wednesday after all, sorry")
  await studio.text(pia.phone, "I can't do Wednesday, sorry")
  expect(studio.texts(pia.phone).at(-1)).toBe('Thanks for telling us. You are off for Wed 2 PM ET.')
  expect((await studio.offer(first.id, pia.id)).answer).toBeNull()
})

test('a code that is not theirs answers nothing, whatever stands beside it', async () => {
  const ros = await studio.musician('Ros', 'oboe')
  const { id } = await studio.book('oboe', [FEB_10])
  await studio.text(ros.phone, 'YES B2B2')
  expect(studio.texts(ros.phone).at(-1)).toContain('I do not know that code')
  const { code } = await studio.offer(id, ros.id)
  await studio.text(ros.phone, `no B2B2, yes ${code}`)
  expect((await studio.offer(id, ros.id)).answer).toBeNull()
})

test.each([
  ['take both', 'harp', '2026-02-12', 'and', ['yes', 'yes']],
  ['take the one where the calendar filled up at the other', 'mandolin', '2026-02-11', 'and', ['yes', null]],
  ['keep a no for the first where the calendar filled up at the second', 'banjo', '2026-02-11', 'no', ['no', null]],
])('the codes of two offers in one text %s', async (name, instrument, busy, way, answers) => {
  const calendarId = `${instrument}@example.com`
  await studio.google.act.shareCalendar(calendarId)
  const sol = await studio.musician(`Sol ${name}`, instrument, { calendarId })
  await studio.musician('Quin', 'cello')
  const ids: string[] = []
  for (const day of [FEB_10, FEB_11]) ids.push((await studio.book(`${instrument}, cello`, [day])).id)
  const offers = () => Promise.all(ids.map((id) => studio.offer(id, sol.id)))
  const [first, second] = (await offers()).map(({ code }) => code)
  const said = way === 'and' ? `YES ${first} and ${second}` : `NO ${first}, YES ${second}`
  await studio.google.act.addBusy(calendarId, new Date(`${busy}T19:30:00Z`), new Date(`${busy}T20:30:00Z`))
  await studio.text(sol.phone, said)
  expect((await offers()).map(({ answer }) => answer)).toEqual(answers)
  expect(studio.texts(sol.phone).at(-1)?.includes('has something else on Wed 2 PM ET')).toBe(answers[1] === null)
})

test('each of several answers that books nobody is told, not the last alone', async () => {
  const tia = await studio.musician('Tia', 'trombone')
  const ulf = await studio.musician('Ulf', 'trombone')
  const first = await studio.book('trombone', [FEB_10])
  const second = await studio.book('trombone', [FEB_11])
  const [one, two] = [await studio.offer(first.id, tia.id), await studio.offer(second.id, tia.id)]
  studio.pass(61)
  await studio.check()
  await studio.text(ulf.phone, `YES ${(await studio.offer(first.id, ulf.id)).code}`)
  await studio.text(tia.phone, `YES ${one.code}, NO ${two.code}`)
  expect(studio.texts(tia.phone).at(-1)).toBe('Thanks, that seat is filled. Thanks, noted.')
})

test('a text of somebody we never asked gets no answer, and is shown to a person', async () => {
  const tao = await studio.musician('Tao', 'ukulele')
  const cards = () => studio.app.em.fork().find(Alert, { state: 'open' })
  await studio.text(tao.phone, 'who is this?')
  expect(studio.texts(tao.phone)).toEqual([])
  expect((await cards()).map(({ detail }) => detail)).toContainEqual(expect.stringContaining('who is this?'))
})

test('an answer with a condition books nobody: one helpful text a day, and Dane reads the words on his card', async () => {
  const ivy = await studio.musician('Ivy', 'bassoon')
  const { id } = await studio.book('bassoon', [FEB_10])
  await studio.text(ivy.phone, 'Yes if I can leave at noon')
  await studio.text(ivy.phone, 'and it depends on the train')
  const { code } = await studio.offer(id, ivy.id)
  const help = `I only read yes or no, so the studio has your words. Text YES ${code} to take it or NO ${code} to pass.`
  expect(studio.texts(ivy.phone).filter((text) => text === help)).toHaveLength(1)
  expect(await studio.offer(id, ivy.id)).toMatchObject({ answer: null })
  const { facts } = await studio.card(id)
  const value = `"and it depends on the train", "Yes if I can leave at noon" · ${ivy.phone}`
  expect(facts).toContainEqual({ label: 'Ivy wrote', value })
  await studio.text(ivy.phone, 'yes')
  const after = await studio.card(id)
  expect(after.facts.map(({ label }) => label)).not.toContain('Ivy wrote')
})

test('002-054: STOP mid-cascade ends every text, a YES after it opts in and accepts nothing', async () => {
  studio.set('2026-02-02T19:00:00Z')
  const rex = await studio.musician('Rex', 'violin')
  const sam = await studio.musician('Sam', 'violin')
  const { id } = await studio.book('violin', [FEB_10])
  const before = studio.texts(rex.phone).length
  await studio.text(rex.phone, 'STOP')
  studio.pass(61)
  await studio.check()
  expect(studio.texts(sam.phone)).toHaveLength(1)
  await studio.text(rex.phone, 'YES')
  expect(studio.texts(rex.phone)).toHaveLength(before)
  expect(await studio.offer(id, rex.id)).toMatchObject({ answer: 'none', closedAs: 'stopped' })
  expect((await studio.load(id)).state).toBe('offering')
})

test('STOP between the plan and the text: it does not leave, and the next is asked', async () => {
  studio.set('2026-02-02T05:00:00Z')
  const tim = await studio.musician('Tim', 'violin')
  const una = await studio.musician('Una', 'violin')
  await studio.book('violin', [FEB_10])
  expect(studio.texts(tim.phone)).toEqual([])
  await studio.text(tim.phone, 'STOP')
  studio.set('2026-02-02T14:00:00Z')
  await studio.settle()
  await studio.check()
  await studio.settle()
  expect(studio.texts(tim.phone)).toEqual([])
  expect(studio.texts(una.phone)).toHaveLength(1)
})

test('a number that cannot be texted is passed over at once; the others are not touched', async () => {
  studio.set('2026-02-02T19:00:00Z')
  const bad = await studio.musician('Bad', 'violin')
  const good = await studio.musician('Good', 'violin')
  await twilio.act.failNext({ to: bad.phone, code: 21211 })
  const { id } = await studio.book('violin', [FEB_10])
  expect(studio.texts(good.phone)).toHaveLength(1)
  expect(await studio.offer(id, bad.id)).toMatchObject({ closedAs: 'failed', deliveryStatus: 'failed' })
  expect((await studio.card(id)).facts.find(({ label }) => label.startsWith('Tue'))?.value).toContain('Bad not reached')
})

test('002-045: status callbacks in any order end in the last one', async () => {
  const zoe = await studio.musician('Zoe', 'violin')
  const { id } = await studio.book('violin', [FEB_10])
  const { sid } = await studio.offer(id, zoe.id)
  for (const status of ['delivered', 'sent', 'queued']) {
    const body = new URLSearchParams({ MessageSid: sid ?? '', MessageStatus: status }).toString()
    await app.inlet('twilio-status', `status:${sid}:${status}`, body)
    await takeStatuses(app)
  }
  expect((await studio.offer(id, zoe.id)).deliveryStatus).toBe('delivered')
})

test('002-002: a mail delivered five times is one booking', async () => {
  const mail = {
    messageId: 'zap-1',
    subject: 'New booking',
    from: 'a@example.com',
    body: 'Name: X\nEmail: x@example.com\nInstruments needed: violin\nPreferred times:\n  - February 20, 2026, 2:00 PM - 3:00 PM\n',
    receivedAt: app.now,
  }
  const ids = await Promise.all([1, 2, 3, 4, 5].map(() => receiveBookingMail(app, mail)))
  await studio.settle()
  expect(new Set(ids.map(({ id }) => id)).size).toBe(1)
  expect(await app.em.fork().count(Booking, { inboxId: ids[0]?.id ?? '' })).toBe(1)
})

test('Pause holds the cascade, Resume goes on; answers count meanwhile', async () => {
  studio.set('2026-02-03T19:00:00Z')
  const one = await studio.musician('Wes', 'violin')
  const two = await studio.musician('Xia', 'violin')
  const { id } = await studio.book('violin', [FEB_10])
  await studio.press(dane, 'pause', id)
  studio.pass(120)
  await studio.check()
  expect(studio.texts(two.phone)).toEqual([])
  await studio.press(dane, 'resume', id)
  expect(studio.texts(two.phone)).toHaveLength(1)
  await studio.answer(await studio.offer(id, one.id), 'yes')
  expect((await studio.load(id)).state).toBe('completed')
})

test('who said yes hears at 6 PM that it is not settled yet, and is released when the time comes too near', async () => {
  studio.set('2026-02-09T19:00:00Z')
  const may = await studio.musician('May', 'violin')
  await studio.musician('Ned', 'cello')
  const { id } = await studio.book('violin, cello', [FEB_10])
  await studio.text(may.phone, 'yes')
  studio.set('2026-02-09T23:00:00Z')
  await studio.check()
  expect(studio.texts(may.phone).at(-1)).toMatch(
    /^Custom Tracks: still filling Tue 11 AM ET\. You stay pencilled in; we'll confirm by Tue 10 AM\. NO \w{4} frees you\.$/,
  )
  studio.set('2026-02-10T14:59:59Z')
  await studio.check()
  expect(studio.texts(may.phone).at(-1)).not.toContain('It was not needed')
  studio.set('2026-02-10T15:00:00Z')
  await studio.check()
  expect(studio.texts(may.phone).at(-1)).toContain('It was not needed')
  expect((await studio.load(id)).attention).toBe('stuck')
})

test('Other time adds a time and asks for it', async () => {
  studio.set('2026-02-03T19:00:00Z')
  const jo = await studio.musician('Jo', 'violin')
  const { id } = await studio.book('violin', [FEB_10])
  await studio.answer(await studio.offer(id, jo.id), 'no')
  studio.pass(61)
  await studio.check()
  expect((await studio.card(id)).title).toContain('violin ✗ (1 no)')
  await expect(studio.press(dane, 'other', id, { time: 'sometime' })).rejects.toThrow()
  await studio.press(dane, 'other', id, { time: 'Tue Feb 17, 2026, 2-4 PM' })
  expect(studio.texts(jo.phone).at(-1)).toContain('violin, Tue Feb 17, 2-4 PM ET')
  await studio.text(jo.phone, 'yes')
  expect((await studio.card(id)).title).toContain('Tue Feb 17, 2-4 PM ET · Booked: 1 of 1')
})

test('002-030: the hour runs from the text that left, and the boundary counts', async () => {
  await studio.musician('Ivo', 'violin')
  const next = await studio.musician('Jan', 'violin')
  const { id } = await studio.book('violin', [FEB_10])
  const sentAt = (await studio.load(id)).lastTextAt?.getTime() ?? 0
  app.now = new Date(sentAt + 3_600_000 - 1)
  await checkBookings(app)
  await studio.settle()
  expect(studio.texts(next.phone)).toEqual([])
  app.now = new Date(sentAt + 3_600_000)
  await checkBookings(app)
  await studio.settle()
  expect(studio.texts(next.phone)).toHaveLength(1)
})
