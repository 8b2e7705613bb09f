import { expect, test } from 'vitest'
import { Musician } from '#entities/bookings/musician.ts'
import { CardPost } from '#entities/cards/card-post.ts'
import { Digest } from '#entities/operations/digest.ts'
import { takeClientMails } from '#src/bookings/clients/take-mails.ts'
import { payLink } from '#src/bookings/pay/pay-list.ts'
import { tellToday } from '#src/bookings/today/tell-today.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { settlePlaces } from '#src/desk/places/places.ts'
import { digestSubject } from '#src/desk/told/digest-subject.ts'
import { fetchMails } from '#src/mailbox/fetch-mails.ts'
import { pollMailbox } from '#src/mailbox/poll-mailbox.ts'
import { inboxReaders } from '#src/pipelines.ts'
import { makeMember, onTelegram } from '#test/make.ts'
import { OWNER, openStudio } from './studio.ts'

const studio = await openStudio({
  STUDIO_ADDRESS: '12 Main St, Brooklyn',
  TELEGRAM_BOT_TOKEN: '1:token',
  GMAIL_ADDRESS: 'studio@example.com',
})
const { app, google, dane } = studio
await settlePlaces(app)
await google.act.shareCalendar('maya@example.com')
const maya = await studio.musician('Maya Lin', 'violin', { calendarId: 'maya@example.com' })
const ravi = await studio.musician('Ravi Patel', 'violin, viola')
const ines = await studio.musician('Ines Duarte', 'cello')
const una = await studio.musician('Una Bly', 'oboe')
const say = async (words: string) => (await runCommand(app as never, words, dane)).text
const rings = async (id: string) =>
  (await app.em.fork().findOneOrFail(CardPost, { subjectId: id, platform: 'telegram' })).ring
const readMails = async () => {
  await pollMailbox(app, inboxReaders())
  await fetchMails(app)
  return takeClientMails(app)
}
const letters = () => google.view().customers.find(({ address }) => address === 'client@example.net')?.threads ?? []
let booked = ''

test('Dane hears of it at arrival, with the plan in one sentence; who was just asked is not silent', async () => {
  const view = await studio.book('violin, cello', ['Tuesday, February 10, 2026, 11:00 AM - 1:00 PM'])
  booked = view.id
  expect((await studio.card(booked)).title).toBe(
    'New: B-1 Ismael Dunwoody, Tue Feb 10, 11 AM-1 PM ET · I ask 2 of 3 musicians first, answers by 11 AM',
  )
  expect(await rings(booked)).toBe(1)
  await studio.answer(await studio.offer(booked, ines.id), 'yes')
  expect((await studio.card(booked)).title).toContain(' · violin … (1 asked) cello ✓')
})

test('Assign lists only who plays what is open, who said no last and marked', async () => {
  await studio.answer(await studio.offer(booked, maya.id), 'none')
  const form = await studio.form(dane, 'assign', booked)
  expect(form?.fields[1]?.choices?.map(({ label }) => label)).toEqual([
    'Ravi Patel (violin, viola)',
    'Maya Lin (violin) · said no to all dates',
  ])
})

test('booked rings once, with the address in texts, events and the client’s mail', async () => {
  const before = await rings(booked)
  await studio.press(dane, 'assign', booked, { seat: '0:violin', musician: `M-${ravi.number}` })
  expect((await studio.card(booked)).title).toContain('Booked: 2 of 2')
  expect(await rings(booked)).toBe(before + 1)
  expect(studio.texts(ravi.phone).at(-1)).toContain('At 12 Main St, Brooklyn.')
  expect(studio.texts(ravi.phone).at(-1)).toMatch(/Calendar: https:\/\/desk\.example\/a\/[\w-]{22}(?:\s|$)/)
  const events = google.view().calendars.flatMap((calendar) => calendar.events)
  expect(events.map(({ location }) => location)).toContain('12 Main St, Brooklyn')
  expect(letters().at(-1)?.letters.at(-1)?.text).toMatch(/^Hello Ismael,[\s\S]*Where: 12 Main St, Brooklyn/)
})

test('a client asks to move a booked session: Dane’s card rings, and his answer goes into the same thread', async () => {
  const before = await rings(booked)
  const thread = letters().at(-1)
  await google.act.customerReplies({
    from: 'client@example.net',
    threadMessageId: thread?.letters.at(-1)?.id ?? '',
    text: 'Can we do Thursday instead?',
  })
  expect(await readMails()).toBe(1)
  const card = await studio.card(booked)
  expect(card.title).toBe('B-1 Ismael Dunwoody asks: Can we do Thursday instead?')
  expect(card.labels).toEqual(['Reply', 'No answer needed', 'Cancel session'])
  expect(await rings(booked)).toBe(before + 1)
  expect(await studio.press(dane, 'reply', booked, { text: 'Thursday 3 PM is free. Shall I move it?' })).toBe(
    'Your answer goes to client@example.net.',
  )
  expect(letters()).toHaveLength(1)
  expect(letters()[0]?.letters.at(-1)?.text).toMatch(/^Thursday 3 PM is free[\s\S]*Custom Tracks/)
  expect((await studio.card(booked)).labels).toEqual(['Cancel session'])
})

test('whom Dane assigns by telephone before their text has left is not asked by it in the morning', async () => {
  const before = studio.texts(ravi.phone).length
  studio.set('2026-02-03T03:30:00Z')
  const { id } = await studio.book('viola', ['Friday, February 13, 2026, 11:00 AM - 1:00 PM'], 'Ida Crane')
  expect(studio.texts(ravi.phone)).toHaveLength(before)
  await studio.press(dane, 'assign', id, { seat: '0:viola', musician: `M-${ravi.number}` })
  studio.set('2026-02-03T15:00:00Z')
  await studio.settle()
  expect(studio.texts(ravi.phone).slice(before)).toEqual([expect.stringContaining("you're booked")])
  await studio.press(dane, 'cancel', id)
  expect(await say(`why B-${(await studio.load(id)).number}`)).toContain(' Dane cancelled it.')
  await expect(studio.press(dane, 'assign', id)).rejects.toThrow(/^You cancelled it at 3:00 PM\. /)
})

test('who is booked and writes that they are late rings Dane, with their number; who is asked for two rings once', async () => {
  const first = (await studio.book('oboe', ['Tuesday, March 10, 2026, 11:00 AM - 1:00 PM'])).id
  await studio.text(una.phone, 'yes')
  const before = await rings(first)
  await studio.text(una.phone, 'running 20 min late, sorry')
  const card = await studio.card(first)
  expect(card.title).toMatch(/^Una Bly wrote: "running 20 min late, sorry"\. B-\d+ Ismael Dunwoody, Tue Mar 10/)
  expect(card.labels).toEqual(['Seen', 'Cancel session'])
  expect(card.facts).toContainEqual({ label: 'Una Bly wrote', value: `"running 20 min late, sorry" · ${una.phone}` })
  expect(await rings(first)).toBe(before + 1)
  const { code } = await studio.offer(first, una.id)
  expect(studio.texts(una.phone).at(-1)).toBe(`The studio has your words. If you cannot come, text NO ${code}.`)
  await studio.press(dane, 'seen', first)
  expect((await studio.card(first)).title).toMatch(/^B-\d+ Ismael Dunwoody, .* Booked: 1 of 1/)

  const second = (await studio.book('oboe', ['Wednesday, March 11, 2026, 2:00 PM - 4:00 PM'])).id
  const rang = await rings(first)
  await studio.text(una.phone, 'will there be parking?')
  expect(await rings(first)).toBe(rang)
  expect((await studio.card(second)).title).toContain('Una Bly wrote: "will there be parking?" B-')
})

test('on its morning the session rings once more, and says who plays', async () => {
  studio.set('2026-02-10T11:00:00Z')
  expect(await tellToday(app)).toBe(0)
  studio.set('2026-02-10T12:05:00Z')
  const before = await rings(booked)
  expect(await tellToday(app)).toBe(1)
  expect(await tellToday(app)).toBe(0)
  expect(await rings(booked)).toBe(before + 1)
  const { title } = await studio.card(booked)
  expect(title).toMatch(
    /^Today: B-1 Ismael Dunwoody, Tue Feb 10, 11 AM-1 PM ET · (cello Ines Duarte|violin Ravi Patel), /,
  )
})

test('pay lists who has played in a month, and the list opens from a link', async () => {
  expect(await say('pay')).toBe('Nobody has played in February 2026 so far.')
  studio.set('2026-02-11T12:00:00Z')
  const said = await say('pay 2026-02')
  expect(said).toMatch(
    /^February 2026, \$150 each\nInes Duarte: 1 session\nRavi Patel: 1 session\nAs a list, for an hour: \S+\?month=2026-02$/,
  )
  const answer = await payLink.show(app as never, {} as never, { query: { month: '2026-02' } } as never)
  expect(answer?.text).toContain(`Ravi Patel,'${ravi.phone},2026-02-10 11:00,B-1,Ismael Dunwoody,violin,$150`)
  for (const month of ['february', 'Feb 2026', ''])
    expect(await say(`pay ${month}`)).toMatch(/^February 2026, \$150 each\n/)
  expect(await say('pay March')).toBe('Nobody has played in March 2025 so far.')
  await expect(say('pay smarch')).rejects.toThrow('Which month? Write it like: pay January, or: pay 2026-01')
})

test('decision 27: the last booking is the latest session that is over, else what was entered, and a cancelled one counts no more', async () => {
  await say(`musician edit M-${maya.number} last 2026-02-09`)
  const order = async () => {
    const view = await studio.book('violin', ['Friday, February 20, 2026, 11:00 AM - 1:00 PM'])
    await studio.press(dane, 'cancel', view.id)
    return view.options[0]?.queue[0]?.musicians
  }
  expect(await order()).toEqual([ravi.id, maya.id])
  await sql(app.em.fork(), `update booking_messages set closed_as = 'cancelled' where closed_as = 'booked'`)
  expect(await order()).toEqual([maya.id, ravi.id])
})

test('a list of musicians says which row and field is wrong; so does one that is added', async () => {
  await expect(say('musician add Zoe, 555, violin')).rejects.toThrow("phone '555' is not a phone number.")
  await expect(say('musician import name,phone,instruments\nZoe,+1 212 555 0133,violin\nKim,12,kazoo')).rejects.toThrow(
    "Row 3: phone '12' is not a phone number; instruments 'kazoo' is not instruments I know.",
  )
  expect(await app.em.fork().count(Musician, { name: 'Zoe' })).toBe(0)
})

test('a date that has passed is neither offered nor taken', async () => {
  const { id, choices } = await studio.book('violin', ['Tuesday Feb 11, 2026 3-5 PM'])
  expect(choices.map(({ label }) => label)).not.toContain('Tue Feb 10')
  await expect(
    studio.press(dane, 'edit', id, { instruments: 'violin', times: 'Mon Feb 9, 2026, 3-5 PM' }),
  ).rejects.toThrow('That time has passed.')
})

test('where the only time of a mail was over when it came, Edit leads, and "It is right" is refused', async () => {
  const { id } = await studio.book('violin', ['February 3, 2026 3-5 PM'])
  expect((await studio.card(id)).labels[0]).toBe('Edit')
  expect((await studio.card(id)).labels).not.toContain('It is right')
  await expect(studio.press(dane, 'accept', id)).rejects.toThrow('That time has passed. Edit it, or add another time.')
})

test('on the day of a session what its musician writes is about that one, whatever else they are asked', async () => {
  studio.set('2026-03-19T15:00:00Z')
  const vi = await studio.musician('Vi Noll', 'harp')
  const near = (await studio.book('harp', ['Friday, March 20, 2026, 11:00 AM - 1:00 PM'])).id
  await studio.text(vi.phone, 'yes')
  const far = (await studio.book('harp', ['Friday, March 27, 2026, 11:00 AM - 1:00 PM'])).id
  studio.set('2026-03-20T13:00:00Z')
  await studio.text(vi.phone, 'stuck on the train')
  expect((await studio.card(near)).title).toMatch(/^Vi Noll wrote: "stuck on the train"\. B-/)
  expect((await studio.card(far)).title).not.toContain('wrote')
})

const placeOf = async (id: string) =>
  (await app.em.fork().findOneOrFail(CardPost, { subjectId: id, platform: 'telegram' })).place

const notices = async (place: string) => {
  const told = await app.em.fork().find(Digest, { place }, { orderBy: { createdAt: 'asc' } })
  return told.map((one) => cardOf(digestSubject, one, app).title)
}

test('a deputy: all of it rings in their chat from the first card to the morning, they press, and it comes back to Dane', async () => {
  const ann = await makeMember(app, 'Ann')
  app.findPlace = {
    telegram: async (named) => ({ place: named, name: named === '-200' ? 'the chat with Dane' : 'the chat with Ann' }),
  }
  const asAnn = async (words: string) =>
    (await runCommand(app as never, words, { ...onTelegram(ann), here: '700' })).text
  const bookOboe = async (time: string) => {
    const { id } = await studio.book('oboe', [time])
    await studio.text(una.phone, `yes ${(await studio.offer(id, una.id)).code}`)
    return id
  }
  const waiting = await studio.book('violin', ['Tuesday Mar 4, 2027 3-5 PM'])
  expect(await placeOf(waiting.id)).toBe('-200')
  expect(await asAnn('route bookings here')).toMatch(
    /^The cards of bookings hang in the chat with Ann from now on, no longer in the chat with Dane\. \d+ waits? now\. Meanwhile no texts go to \+12125559999: who is booked is on the cards\. Musicians are still told to call it\. To have them back: route bookings default$/,
  )
  expect([await placeOf(waiting.id), await placeOf(booked)]).toEqual(['700', '700'])
  const fresh = await studio.book('violin', ['Friday, March 5, 2027, 11 AM - 1 PM'])
  expect(await placeOf(fresh.id)).toBe('700')
  const why = async () => (await asAnn(`why B-${fresh.number}`)).split('\n').at(-1)
  expect(await why()).toMatch(/^Next: (?:more texts after .*, unless the seats are filled|1 text leaves at .*)\.$/)
  expect(await studio.press(ann, 'pause', fresh.id)).toMatch(/^Paused/)
  expect(await why()).toBe('Next: it waits until somebody presses Resume. No new texts leave, answers still count.')
  expect(await notices('-200')).toEqual([
    expect.stringMatching(
      /^The cards of bookings ring in the chat with Ann from now on, sent by Ann\. \d+ waits? now\. Meanwhile no texts go to \+12125559999: .* To have them back here: route bookings default$/,
    ),
  ])
  const told = studio.texts(OWNER).length
  const whileAway = await bookOboe('Monday, March 8, 2027, 11 AM - 1 PM')
  expect((await studio.card(whileAway)).title).toContain('Booked: 1 of 1')
  expect(studio.texts(OWNER)).toHaveLength(told)
  expect(await asAnn('route bookings default')).toBe('bookings: C0ORDERS (Slack) and the chat with Dane (Telegram)')
  expect([await placeOf(waiting.id), await placeOf(fresh.id)]).toEqual(['-200', '-200'])
  expect((await notices('-200')).at(-1)).toMatch(/^Ann sent the cards of bookings back here\. \d+ waits? now\.$/)
  expect(await notices('700')).toEqual([])
  await bookOboe('Tuesday, March 9, 2027, 11 AM - 1 PM')
  expect(studio.texts(OWNER).at(-1)).toContain('oboe Una Bly')
  await settlePlaces(app)
  expect(await asAnn('route bookings')).toBe('bookings: C0ORDERS (Slack) and the chat with Dane (Telegram)')
})

test('Dane hands over by himself, to somebody who may decide, and takes back; nobody else\u2019s cards', async () => {
  const asDane = async (words: string) =>
    (await runCommand(app as never, words, { ...onTelegram(dane), here: '-200' })).text
  await makeMember(app, 'Pia', 'rep')
  await expect(asDane('route bookings Pia')).rejects.toThrow('Pia may not decide on cards of bookings.')
  await expect(asDane('route bookings Ann')).rejects.toThrow('Ann has not written to me on Telegram yet.')
  await sql(app.em.fork(), `update identities set place = '700' where user_id = 'tg-Ann'`)
  expect(await asDane('route bookings ann')).toMatch(
    /^The cards of bookings hang in the chat with Ann from now on, no longer in the chat with Dane\. /,
  )
  expect(await notices('700')).toEqual([
    expect.stringMatching(
      /^Dane sent the cards of bookings here: from now on they ring in this chat\. \d+ waits? now\. Meanwhile .* To send them back: route bookings default$/,
    ),
  ])
  expect(await asDane('route')).toBe('bookings: C0ORDERS (Slack) and the chat with Ann (Telegram)')
  for (const place of ['here', '-100123456', '#general', '700'])
    await expect(asDane(`route bookings ${place}`)).rejects.toThrow('Only an admin may send cards to')
  await asDane('route bookings default')
  const told = studio.texts(OWNER).length
  const { id } = await studio.book('oboe', ['Wednesday, March 10, 2027, 11 AM - 1 PM'])
  await studio.text(una.phone, `yes ${(await studio.offer(id, una.id)).code}`)
  expect(studio.texts(OWNER)).toHaveLength(told + 1)
  expect(await asDane('route bookings default')).toBe('bookings: C0ORDERS (Slack) and the chat with Dane (Telegram)')
  await expect(asDane('route operations here')).rejects.toThrow(
    'Only an admin may send the cards of operations elsewhere.',
  )
})

test('another chat in the settings is followed at the next start, and nobody counts as away for it', async () => {
  const told = () => studio.texts(OWNER).length
  const before = told()
  const waiting = await studio.book('oboe', ['Friday, March 12, 2027, 11 AM - 1 PM'])
  expect(await placeOf(waiting.id)).toBe('-200')
  await settlePlaces({ ...app, settings: { ...app.settings, TELEGRAM_OWNER_CHAT: '-201' } })
  const { id } = await studio.book('oboe', ['Monday, March 15, 2027, 11 AM - 1 PM'])
  const posts = await app.em.fork().find(CardPost, { subjectId: id, platform: 'telegram' })
  expect(posts.map(({ place }) => place)).toEqual(['-201'])
  expect(await placeOf(waiting.id)).toBe('-201')
  await studio.text(una.phone, `yes ${(await studio.offer(id, una.id)).code}`)
  expect(told()).toBe(before + 1)
  await settlePlaces(app)
})
