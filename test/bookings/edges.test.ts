import { beforeEach, expect, test } from 'vitest'
import { takeClientMails } from '#src/bookings/clients/take-mails.ts'
import { tellToday } from '#src/bookings/today/tell-today.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { writeMail } from '#src/mailbox/reads-mail.ts'
import { openStudio } from './studio.ts'

const studio = await openStudio({ STUDIO_CALENDAR_ID: '', GMAIL_ADDRESS: 'studio@example.com' })
const { app, google, dane } = studio
/** Every test has musicians and a clock of its own. */
beforeEach(async () => {
  await sql(app.em.fork(), 'update musicians set active = false')
  await sql(app.em.fork(), 'update deliveries set sent_at = null')
  studio.set('2026-02-02T19:00:00Z')
})
const FEB_10 = 'Tuesday, February 10, 2026, 11:00 AM - 1:00 PM'
const FEB_11 = 'Wednesday, February 11, 2026, 2:00 PM - 4:00 PM'
const FEB_12 = 'Thursday, February 12, 2026, 11:00 AM - 1:00 PM'
const letters = () =>
  google
    .view()
    .customers.filter(({ address }) => address === 'client@example.net')
    .flatMap(({ threads }) => threads.flatMap((thread) => thread.letters))

/** A mail of the client as Gmail hands it over, in the thread of this booking. */
async function clientWrites(id: string, text: string, headers: string[] = []) {
  const raw = [
    'From: Ismael Dunwoody <client@example.net>',
    'Subject: Re: Booked',
    'MIME-Version: 1.0',
    ...headers,
    '',
    text,
  ].join('\r\n')
  const mail = { threadId: id, historyId: '1', labelIds: ['INBOX'], receivedAt: app.now, raw }
  const stored = `${id} ${text}`
  await app.inlet('gmail', stored, writeMail({ ...mail, id: stored }))
  await takeClientMails(app)
}

test('a yes at the time of another session of theirs counts until that one is booked: then the seat is open again', async () => {
  const solo = await studio.musician('Solo', 'oboe')
  const [harp, flute] = [await studio.musician('Harper', 'harp'), await studio.musician('Flo', 'flute')]
  const first = await studio.book('oboe, harp', [FEB_10])
  const second = await studio.book('oboe, flute', [FEB_10])
  for (const { id } of [first, second]) await studio.answer(await studio.offer(id, solo.id), 'yes')
  await studio.answer(await studio.offer(first.id, harp.id), 'yes')
  expect((await studio.load(first.id)).state).toBe('completed')
  expect(await studio.answer(await studio.offer(second.id, flute.id), 'yes')).toContain("You're pencilled in")
  expect(await studio.load(second.id)).toMatchObject({ state: 'offering' })
  expect(await studio.offer(second.id, solo.id)).toMatchObject({ closedAs: 'conflict' })
  expect(studio.texts(solo.phone).filter((text) => text.includes("you're booked"))).toHaveLength(1)
  await studio.press(dane, 'cancel', second.id)
})

test('who held two times that lost reads it once; who is booked for the one that won is not told they are free', async () => {
  const kit = await studio.musician('Kit', 'guitar')
  const lou = await studio.musician('Lou', 'guitar')
  const moe = await studio.musician('Moe', 'tuba')
  const released = ({ phone }: { phone: string }) => studio.texts(phone).filter((text) => text.includes('not needed'))
  const passes = async (id: string, option: number) => {
    await studio.answer(await studio.offer(id, kit.id, option), 'yes')
    await studio.answer(await studio.offer(id, moe.id, option), 'no')
    studio.pass(61)
    await studio.check()
  }
  const lost = await studio.book('guitar, tuba', [FEB_10, FEB_11, FEB_12])
  await passes(lost.id, 0)
  await passes(lost.id, 1)
  await studio.answer(await studio.offer(lost.id, kit.id, 2), 'no')
  studio.pass(61)
  await studio.check()
  await studio.answer(await studio.offer(lost.id, lou.id, 2), 'yes')
  await studio.answer(await studio.offer(lost.id, moe.id, 2), 'yes')
  expect((await studio.load(lost.id)).state).toBe('completed')
  expect([released(kit).length, released(lou).length]).toEqual([1, 0])

  const won = await studio.book('guitar, tuba', [FEB_10, FEB_11])
  await passes(won.id, 0)
  await studio.answer(await studio.offer(won.id, kit.id, 1), 'yes')
  await studio.answer(await studio.offer(won.id, moe.id, 1), 'yes')
  expect((await studio.load(won.id)).state).toBe('completed')
  expect(studio.texts(kit.phone).at(-1)).toContain("you're booked")
  expect(released(kit)).toHaveLength(1)
})

test('a seat that opens and is filled again at the same time is no news to the client; another time is', async () => {
  const [first, second] = [await studio.musician('Vi One', 'viola'), await studio.musician('Vi Two', 'viola')]
  const before = letters().length
  const { id } = await studio.book('viola', [FEB_12])
  await studio.answer(await studio.offer(id, first.id), 'yes')
  expect(letters()).toHaveLength(before + 1)
  await studio.answer(await studio.offer(id, first.id), 'no')
  await studio.check()
  await studio.answer(await studio.offer(id, second.id), 'yes')
  expect((await studio.load(id)).state).toBe('completed')
  expect(letters()).toHaveLength(before + 1)
  await studio.answer(await studio.offer(id, second.id), 'no')
  await studio.press(dane, 'other', id, { time: 'Fri Feb 13, 2026, 2-4 PM' })
  await studio.answer(await studio.offer(id, first.id), 'yes')
  expect(letters().map(({ text }) => text)).toContainEqual(expect.stringContaining('Fri Feb 13'))
  expect(letters()).toHaveLength(before + 2)
})

test('Ask again asks who was silent, and nobody who said no', async () => {
  const [silent, refuses] = [await studio.musician('Sy Lent', 'piano'), await studio.musician('Ned Nein', 'piano')]
  const { id } = await studio.book('piano', [FEB_10])
  studio.pass(61)
  await studio.check()
  await studio.answer(await studio.offer(id, refuses.id), 'no')
  studio.pass(61)
  await studio.check()
  expect((await studio.load(id)).attention).toBe('stuck')
  await studio.press(dane, 'again', id)
  expect([silent, refuses].map(({ phone }) => studio.texts(phone).length)).toEqual([2, 1])
  await studio.press(dane, 'cancel', id)
})

test('a plan that is made anew asks by what the calendars say then, in the order of then', async () => {
  await google.act.shareCalendar('bea@example.com')
  const bea = await studio.musician('Bea', 'bassoon', { calendarId: 'bea@example.com' })
  const { id } = await studio.book('bassoon', [FEB_10, FEB_11])
  const planned = async () => {
    const { options } = await studio.load(id)
    return options.map(({ position, why, queue }) => [position, why, queue[0]?.musicians ?? []])
  }
  expect(await planned()).toEqual([
    [0, null, [bea.id]],
    [1, null, [bea.id]],
  ])
  await google.act.addBusy('bea@example.com', new Date('2026-02-10T16:00:00Z'), new Date('2026-02-10T18:00:00Z'))
  await studio.press(dane, 'again', id)
  expect(await planned()).toEqual([
    [0, null, [bea.id]],
    [null, 'no bassoon free', []],
  ])
  await studio.press(dane, 'cancel', id)
})

test('a plain yes takes back the no to what is still open, before anything that is over and done with', async () => {
  const [una, vic] = [await studio.musician('Una', 'banjo'), await studio.musician('Vic', 'cello')]
  const open = await studio.book('banjo, cello', [FEB_10])
  await studio.text(una.phone, 'no')
  const done = await studio.book('banjo', [FEB_11])
  await studio.text(una.phone, `yes ${(await studio.offer(done.id, una.id)).code}`)
  expect((await studio.load(done.id)).state).toBe('completed')
  await studio.text(una.phone, 'yes')
  expect((await studio.offer(open.id, una.id)).answer).toBe('yes')
  await studio.answer(await studio.offer(open.id, vic.id), 'yes')
  expect((await studio.load(open.id)).state).toBe('completed')
})

test('a plain no is for what is asked and not for the seat they hold; with nothing asked it is for that seat', async () => {
  const una = await studio.musician('Una No', 'violin')
  await studio.musician('Cy', 'harmonica')
  const held = await studio.book('violin, harmonica', [FEB_11])
  await studio.text(una.phone, 'yes')
  const asked = await studio.book('violin, harmonica', [FEB_12])
  await studio.text(una.phone, 'no')
  expect([(await studio.offer(held.id, una.id)).answer, (await studio.offer(asked.id, una.id)).answer]).toEqual([
    'yes',
    'no',
  ])
  await studio.text(una.phone, 'no')
  expect((await studio.offer(held.id, una.id)).answer).toBe('no')
})

test('a musician’s number is nobody else’s', async () => {
  const mine = await studio.musician('Mine', 'harp')
  const other = await studio.musician('Other', 'harp')
  const edit = (number: number, phone: string) =>
    runCommand(app as never, `musician edit M-${number} phone ${phone}`, dane)
  await runCommand(app as never, `musician edit M-${other.number} phone +1 212 555 0199`, dane)
  await expect(edit(mine.number, '+1 212 555 0199')).rejects.toThrow('Other has that number.')
  expect((await edit(other.number, '+1 212 555 0199')).text).toContain('+12125550199')
})

test('all that a client wrote and nobody has answered stands on the card; an automatic answer is no word of theirs', async () => {
  const zed = await studio.musician('Zed', 'flute')
  const { id } = await studio.book('flute', [FEB_12])
  await studio.text(zed.phone, `yes ${(await studio.offer(id, zed.id)).code}`)
  const thread = (await studio.load(id)).clientThreadId ?? ''
  await clientWrites(thread, 'I am away until Monday.', ['Auto-Submitted: auto-replied'])
  expect((await studio.card(id)).title).not.toContain('away until Monday')
  await clientWrites(thread, 'Can we do Thursday instead?')
  await clientWrites(thread, 'Or Friday?')
  expect((await studio.card(id)).title).toContain('asks: Or Friday? Before: Can we do Thursday instead?')
})

test('what a client writes three months after they asked is a mail of its own, and rings no old session', async () => {
  await studio.musician('Gus', 'bassoon')
  const { id } = await studio.book('bassoon', [FEB_12])
  await sql(app.em.fork(), 'update bookings set created_at = $2 where client is not null and id <> $1', [
    id,
    new Date(app.now.getTime() - 200 * 86_400_000),
  ])
  const asked = async (days: number, text: string) => {
    const at = new Date(app.now.getTime() - days * 86_400_000)
    await sql(app.em.fork(), 'update bookings set created_at = $2, client_words = null where id = $1', [id, at])
    await clientWrites(`thread-${days}`, text)
    return (await studio.load(id)).clientWords
  }
  expect(await asked(89, 'Is there parking?')).toBe('Is there parking?')
  expect(await asked(91, 'Do you rent rooms?')).toBeNull()
})

test('only what is to be played today rings in the morning: not what has begun, nor what was cancelled', async () => {
  const players: string[] = []
  for (const [name, time] of [
    ['Early', 'Friday, February 20, 2026, 7:00 AM - 9:00 AM'],
    ['Off', 'Friday, February 20, 2026, 2:00 PM - 4:00 PM'],
    ['Noon', 'Friday, February 20, 2026, 12:00 PM - 2:00 PM'],
  ] as const) {
    const { number } = await studio.musician(name, 'piano')
    const { id } = await studio.book('piano', [time])
    await studio.press(dane, 'assign', id, { seat: '0:piano', musician: `M-${number}` })
    expect((await studio.load(id)).state).toBe('completed')
    players.push(id)
  }
  await studio.press(dane, 'cancel', players[1] ?? '')
  studio.set('2026-02-20T13:05:00Z')
  expect(await tellToday(app)).toBe(1)
  expect((await studio.card(players[2] ?? '')).title).toMatch(/^Today: /)
})

test('an offer of long ago is not known any more, one of last week is over, and neither stands in the way of today\u2019s', async () => {
  const abe = await studio.musician('Abe', 'cello')
  const ask = async (time: string) => studio.offer((await studio.book('cello', [time])).id, abe.id)
  const old = await ask(FEB_10)
  studio.set('2026-03-02T19:00:00Z')
  const late = await ask('Tuesday, March 10, 2026, 11:00 AM - 1:00 PM')
  studio.set('2026-03-15T19:00:00Z')
  const now = await ask('Tuesday, March 17, 2026, 11:00 AM - 1:00 PM')
  await studio.text(abe.phone, `YES ${old.code}`)
  expect(studio.texts(abe.phone).at(-1)).toContain('I do not know that code')
  await studio.text(abe.phone, `YES ${late.code}`)
  expect(studio.texts(abe.phone).at(-1)).toContain('over')
  await studio.text(abe.phone, 'yes')
  expect((await studio.load(now.bookingId)).state).toBe('completed')
})
