import { describe, expect, test } from 'vitest'
import { readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'
import { NOTES } from '#src/bookings/reading/problems.ts'

async function read(body: string) {
  const mail = { body, received_at: '2026-11-30T15:22:10Z', from: 'Forms <no-reply@forms.example>', subject: 'Request' }
  const { times, problems, instruments, client, timezone } = await readBookingEmail(mail)
  const windows = times.map(({ start, end }) => `${start?.slice(5, 16)} ${end?.slice(5, 16)}`)
  return { windows, instruments, name: client.name, timezone, held: problems.filter((one) => !NOTES.has(one)) }
}

describe('002-003 a sheet of labels and answers, in ways that lose its colons', () => {
  test.each([
    [
      'cells side by side',
      'Name\tAda Pell\tEmail\tada@pell.example\tDate\t01/15/2027\tFrom\t6 PM\tTo\t10 PM\tPlayers\tcello',
    ],
    [
      'one line of words',
      'Full Name Ada Pell Email ada@pell.example Session Date Friday, January 15, 2027 Start Time 6:00 PM End Time 10:00 PM Instrument(s) cello',
    ],
    [
      'rows between bars',
      '| Field | Value |\n|---|---|\n| Requester | Ada Pell |\n| Email | ada@pell.example |\n| Date | Jan 15, 2027 |\n| Time | 18:00-22:00 |\n| Need | cello |',
    ],
    [
      'as a browser sends it',
      'client_name=Ada+Pell\nclient_email=ada%40pell.example\ndate=2027-01-15\nfrom=18:00\nto=22:00\nneeds=cello',
    ],
    [
      'headings, and questions further in',
      'Client Details\n  Name       Ada Pell\n  Email      ada@pell.example\nSession Details\n  Musicians  cello\n  Start      Jan 15, 2027 6:00 PM\n  End        Jan 15, 2027 10:00 PM',
    ],
    [
      'dots that end with a colon, and a length of 4h',
      'Name.........: Ada Pell\nMail.........: ada@pell.example\nInstruments..: cello\nWhen.........: 01-15-2027 @ 18:00\nDuration.....: 4h',
    ],
    [
      'round brackets that are ticked or not',
      'Name: Ada Pell\nEmail: ada@pell.example\nPlayers:\n(x) Cello\n( ) Viola\nDate: 01-15-2027\nTime: 18:00-22:00',
    ],
    [
      'whoever visits',
      'Visitor: Ada Pell\nEmail: ada@pell.example\nPlayers: cello\nWhen: 01-15-2027, 6pm for like 4 hours',
    ],
  ])('%s', async (_, body) => {
    expect(await read(body)).toMatchObject({
      ...{ windows: ['01-15T18:00 01-15T22:00'], instruments: { cello: 1 }, name: 'Ada Pell', held: [] },
    })
  })

  test('a row for each instrument, all else the same, is one booking with as many of each', async () => {
    const row = (what: string, count: string) =>
      `Ada Pell, ada@pell.example\t${what}\t${count}\t01/21/2027\t13:00\t16:00\n`
    const header = 'Client\tInstrument\tQty\tDay\tFrom\tTo\n'
    expect(await read(`${header}${row('Violin', '2')}${row('Mandolin', '1')}`)).toMatchObject({
      ...{ windows: ['01-21T13:00 01-21T16:00'], instruments: { violin: 2, mandolin: 1 }, name: 'Ada Pell', held: [] },
    })
    const other = row('Mandolin', '1').replace('13:00', '10:00')
    expect((await read(`${header}${row('Violin', '2')}${other}`)).held).not.toEqual([])
  })

  test.each([
    'A cello, Jan 15, 2027, 6-10 PM please. In your form Name and Email and Phone and Date were grey. ada@pell.example',
    'Time is short! We need a cello, Jan 15, 2027, 6-10 PM. Email is best, ada@pell.example',
  ])('words that happen to be labels are no sheet: %s', async (said) => {
    expect(await read(said)).toMatchObject({ windows: ['01-15T18:00 01-15T22:00'], instruments: { cello: 1 } })
  })
})

describe('002-003 what looks like such a sheet and is none keeps its words', () => {
  const form = 'Name: Ann Lee\nEmail: a@lee.example\nDate: 2027-01-08\nTime: 14:00-16:00\n'
  const readWhole = (body: string) =>
    readBookingEmail({
      body,
      received_at: '2026-11-30T15:22:10Z',
      from: 'Forms <no-reply@forms.example>',
      subject: 'Form',
    })

  test('a plus in an address that no browser wrote stays', async () => {
    const { client } = await readWhole(
      'name=Ann\nemail=ann+work@lee.example\ninstrument=violin\ndate=2027-01-08\nstart=14:00\nend=16:00',
    )
    expect(client.email).toBe('ann+work@lee.example')
  })

  test('within free words no label begins: a song may be called Last Date', async () => {
    const run = 'Name Ann Lee Email a@lee.example Instrument Violin Date Jan 8 2027 Time 2pm-4pm'
    const { client, notes } = await readWhole(`${run} Notes Song is Last Date by Floyd Cramer, a second Name too`)
    expect([client.name, notes]).toEqual(['Ann Lee', 'Song is Last Date by Floyd Cramer, a second Name too'])
  })

  test('a sentence is no run of labels', async () => {
    const said = 'Contact me soon! Email a@lee.example Instrument Violin Date Jan 8 2027 Time 2pm-4pm'
    const { client, problems } = await readWhole(said)
    expect([client.name, problems]).toEqual([null, ['missing_name']])
  })

  test.each([
    [
      'round brackets with a line in them',
      `${form}Instrument: cello\nMessage: Hello\n(-) no parking\n(_) also call me first`,
      '(_) also call me first',
    ],
    [
      'an answer that goes on further in',
      'Name Ann Lee\nEmail a@lee.example\nMessage We play outside\n   bring clips\nInstrument cello\nDate Jan 8, 2027\nTime 2pm-4pm',
      'We play outside',
    ],
    ['a second name', `${form}Instrument: cello\nOrdered by: Bob Ray`, 'Bob Ray'],
    ['a caller who is nobody', `${form}Instrument: cello\nCaller: DJ needed`, 'DJ needed'],
  ])('%s is kept, and a person looks', async (_, body, kept) => {
    const { client, notes, problems } = await readWhole(body)
    expect([client.name, problems]).toEqual(['Ann Lee', ['not_understood']])
    expect(notes).toContain(kept)
  })

  test('of two that are called names one stays', async () => {
    const { client } = await readWhole(`${form}Instrument: cello\nContact name: Bob Ray`)
    expect(['Ann Lee', 'Bob Ray']).toContain(client.name)
  })

  test('boxes beside each other are asked about', async () => {
    const { instruments, problems } = await readWhole(`${form}Instrument:\n( ) Violin (x) Cello`)
    expect([Object.keys(instruments).length > 0, problems.length > 0]).toEqual([true, true])
  })
})

test.each([
  'Fecha: 8 de enero de 2027\nHora: de 14:00 a 16:00 horas de la tarde\nInstrumento: cello',
  'cello, 8 de enero de 2027, 14:00 - 16:00, hora de la sesión',
  'Cello, Jan 8, 2027, 2-4 pm. Es la hora de la boda.',
])('the article behind "hora de" is no Los Angeles: %s', async (body) => {
  expect((await read(body)).timezone).toBe('America/New_York')
})

test.each([
  ['hora de Madrid', 'el 15 de enero de 2027, de 17:00 a 19:00', 'Europe/Madrid', '+01:00'],
  ['heure de Paris', 'le 15 janvier 2027 de 17h00 à 19h00', 'Europe/Paris', '+01:00'],
  ['hora de la ciudad de Mexico', 'el 15 de enero de 2027, de 17:00 a 19:00', 'America/Mexico_City', '-06:00'],
  ['hora de CDMX', 'el 15 de enero de 2027, de 17:00 a 19:00', 'America/Mexico_City', '-06:00'],
])('"%s" behind the hours is where they are', async (said, when, zone, offset) => {
  const mail = { received_at: '2026-11-30T15:22:10Z', from: 'Ada Pell <ada@pell.example>', subject: 'Booking' }
  const { times, timezone } = await readBookingEmail({ ...mail, body: `cello, ${when}, ${said}` })
  expect([timezone, times.map(({ start }) => start)]).toEqual([zone, [`2027-01-15T17:00:00${offset}`]])
})

test.each([
  ['a week from tomorrow', '12-08'],
  ['two weeks from tomorrow', '12-15'],
  ['tomorrow week', '12-08'],
  ['a week from today', '12-07'],
])('"%s" is counted from then', async (said, day) => {
  expect((await read(`Ada Pell needs a cello ${said}, 6-8pm`)).windows).toEqual([`${day}T18:00 ${day}T20:00`])
})
