import { expect, test } from 'vitest'
import { readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'

async function read(body: string, from = 'Forms <no-reply@forms.example>', subject = 'New entry') {
  const { client, instruments, times, problems } = await readBookingEmail({
    ...{ body, from, subject, received_at: '2026-12-08T15:00:00Z' },
  })
  return { client, instruments, problems, start: times[0]?.start?.slice(0, 16), end: times[0]?.end?.slice(0, 16) }
}

const whole = { client: { name: 'Ann Lee', email: 'ann@lee.example' }, problems: [] }
const slot = { start: '2027-01-20T18:00', end: '2027-01-20T20:00' }

test('002-003 questions between stars, each with a greeting before it, and how many of the one that is named', async () => {
  const body = [
    ["Hi! What's your name?", 'Ann Lee'],
    ['Nice to meet you, Ann. Where can we reach you?', 'ann@lee.example'],
    ['And a phone number, in case?', '+1 917 555 0189'],
    ['What would you like to have played?', 'violin'],
    ['How many violins?', '2'],
    ['Pick a day', '2027-01-20'],
    ['Start', '18:00'],
    ['End', '20:00'],
  ].map(([asked, answer]) => `** ${asked} **\n${answer}`)
  expect(await read(body.join('\n\n'))).toMatchObject({ ...whole, ...slot, instruments: { violin: 2 } })
})

test.each([' \u00b7 ', '  \u00b7  ', '\t', '          '])('002-003 labels and answers parted by %j', async (apart) => {
  const rows = [
    ['Name', 'Ann Lee'],
    ['E-mail', 'ann@lee.example'],
    ['Phone', '(212) 555-0142'],
    ['What', 'Violin: 1, Viola: 1'],
    ['When', 'Wed Jan 20 2027, 18:00 to 20:00'],
  ].map((row) => row.join(apart))
  expect(await read(rows.join('\n'))).toMatchObject({ ...whole, ...slot, instruments: { violin: 1, viola: 1 } })
})

test('002-003 a form that a program sends as an answer is a form', async () => {
  const body = 'Name\tAnn Lee\nE-mail\tann@lee.example\nInstrument(s)\tCello\nDate\tJan 20, 2027\nTime\t6pm-8pm'
  expect(await read(body, 'JotForm <noreply@jotforms.example>', 'Re: Book Strings')).toMatchObject({
    ...whole,
    ...slot,
  })
})

test('002-005 numbered questions are of one slot, and the weekday says which number is the month', async () => {
  const body =
    '1. Name: Ann Lee\n2. E-mail: ann@lee.example\n3. Players: Cello\n4. Date: 5/1/2027\n5. Weekday: Saturday\n6. Starts at: 6 PM\n7. Ends at: 8 PM'
  expect(await read(body)).toMatchObject({ ...whole, start: '2027-05-01T18:00', end: '2027-05-01T20:00' })
})

test('002-004 a number under "players" counts those that are named elsewhere, and a vague one leaves it open', async () => {
  const form = (players: string) =>
    read(`Name: Ann Lee\nEmail: ann@lee.example\nInstrument: Cello\n${players}\nDate: Jan 20, 2027\nTime: 6pm-8pm`)
  expect(await form('Players: 3')).toMatchObject({ ...whole, instruments: { cello: 3 } })
  expect(await form('# of players: 3')).toMatchObject({ ...whole, instruments: { cello: 3 } })
  expect(await form('Quantity: a few')).toMatchObject({
    instruments: { cello: null },
    problems: ['quantity_ambiguous'],
  })
})

test('002-005 "Arrive" and "Leave" are the ends of the session', async () => {
  const body =
    'Name: Ann Lee\nEmail: ann@lee.example\nCellos: 1\nBasses: 0\nDate: Jan 20, 2027\nArrive: 6:00 pm\nLeave: 8:00 pm'
  expect(await read(body)).toMatchObject({ ...whole, ...slot, instruments: { cello: 1 } })
})

test('002-003 what the program says of its own form is no wish, what the client says of it is', async () => {
  const form = (more: string) =>
    read(`Name: Ann Lee\nEmail: ann@lee.example\nInstrument: Cello\nWhen: Jan 20, 2027, 6pm-8pm\nNotes: ${more}`)
  expect(await form('A waltz.\nView this entry in the app\nSubmission ID 65fd2e')).toMatchObject(whole)
  expect((await form('Please ignore my first submission.')).problems).toEqual(['not_understood'])
})

test.each([
  ['12/8/2026', '2027-05-01'],
  ['8/12/2026', '2027-01-05'],
])('002-005 the day a form was sent, %s, says which number of its dates is the month', async (sent, day) => {
  const fields = 'Name: Ann Lee\nEmail: ann@lee.example\nInstrument: Cello\nDate: 5/1/2027\nTime: 6pm-8pm'
  const read = await readBookingEmail({
    ...{ body: `A new response was recorded at ${sent} 9:58:41\n\n${fields}`, received_at: '2026-12-08T15:00:00Z' },
  })
  expect(read).toMatchObject({
    problems: [],
    times: [{ start: `${day}T18:00:00${day < '2027-03' ? '-05:00' : '-04:00'}` }],
  })
})
