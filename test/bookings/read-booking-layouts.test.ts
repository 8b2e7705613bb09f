import { describe, expect, test } from 'vitest'
import { readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'
import { NOTES } from '#src/bookings/reading/problems.ts'

const received_at = '2026-12-08T15:00:00Z'

async function read(body: string, more: { subject?: string; from?: string } = {}) {
  const mail = { body, received_at, from: 'Noa Weiss <noa@weiss.example>', ...more }
  const { times, problems, instruments, client } = await readBookingEmail(mail)
  const windows = times.map(({ start, end }) => `${start?.slice(5, 16)} ${end?.slice(11, 16)}`)
  return { windows, instruments, client, held: problems.filter((one) => !NOTES.has(one)) }
}

describe('002-003 forms in layouts nobody showed us', () => {
  const day = 'Date = 01/19/2027'
  test.each([
    ['ends of the window in fields of their own', `Players = cello\n${day}\nFrom = 5:30 PM\nTo = 8:30 PM`],
    ['a table of one row', 'DATE        FROM      TO        PLAYERS\n2027-01-19  5:30 PM   8:30 PM   cello'],
    ['a table with bars', '| Date | Time | Musicians |\n|---|---|---|\n| 2027-01-19 | 17:30-20:30 | cello |'],
    [
      'labels on lines of their own',
      'Name\nAda Pell\nInstruments\ncello\nDate\nJan 19, 2027\nTime\n5:30-8:30 PM\nSent on\n2026-12-08',
    ],
    [
      'a line that says when it was sent',
      `Players: cello\nDate: 01/19/2027\nTime: 17:30-20:30\nSubmitted on 2026-12-08 09:14`,
    ],
    ['a day below the players', 'Instruments: cello\nJan 19, 2027, 5:30-8:30 PM'],
    ['a day below the players, its hours below that', 'Instruments: cello\nTuesday January 19 2027\n5:30-8:30 PM'],
    ['players below the days, by a word of their own', 'When: Jan 19, 2027, 5:30-8:30 PM\nLine-up tonight: cello'],
    ['a count below the days', 'Preferred times:\nJan 19, 2027, 5:30-8:30 PM\nNo. of cellos: one'],
  ])('%s', async (_, body) => {
    expect(await read(body)).toMatchObject({ windows: ['01-19T17:30 20:30'], instruments: { cello: 1 }, held: [] })
  })

  test('a table names its players once; others on another day are two bookings', async () => {
    const row = (players: string) => `DATE  TIME  PLAYERS\n2027-01-19  10:00 - 13:00  ${players}\n`
    const same = `${row('oboe x1')}2027-01-20  10:00 - 13:00  oboe x1`
    expect(await read(same)).toMatchObject({ instruments: { oboe: 1 }, held: [] })
    expect((await read(same)).windows).toHaveLength(2)
    expect((await read(`${row('oboe x1')}2027-01-20  10:00 - 13:00  cello`)).held).toContain('two_bookings')
  })

  test('questions that are quoted are answered below them', async () => {
    const body =
      'As asked:\n\n> Your name\nRuth Pike\n> Instrument\nmandolin\n> When\nApril 13, 2027, 10 AM - 12 PM\n> Thanks, Dane'
    expect(await read(body, { subject: 'Re: form' })).toMatchObject({
      ...{ windows: ['04-13T10:00 12:00'], instruments: { mandolin: 1 }, held: [] },
      client: { name: 'Ruth Pike' },
    })
  })
})

describe('002-003 who asks', () => {
  const wish = 'One cello on January 14, 2027, 10am-1pm.'
  test.each([
    [
      'a name with how to reach them',
      `Cello (1)\n${wish}\nMara Etxe / mara@etxe.example / 305-555-0144`,
      'Mara Etxe',
      '+13055550144',
    ],
    [
      'a name and a number in one answer',
      `when: Jan 14, 2027 10am-1pm\nwho: Jory Whitlock 646 555 0195\nwhat: cello`,
      'Jory Whitlock',
      '+16465550195',
    ],
    [
      'somebody else writes for them',
      `Client is Ted Crane, ted@crane.example, 212-555-0129.\n${wish}\nThanks, Del`,
      'Ted Crane',
      '+12125550129',
    ],
    [
      'a sentence that goes on',
      `This is Jerome Castel I would like a cello. ${wish} 973 555 0192`,
      'Jerome Castel',
      '+19735550192',
    ],
  ])('%s', async (_, body, name, phone) => {
    expect((await read(body, { from: 'Form <no-reply@form.example>' })).client).toMatchObject({ name, phone })
  })

  test('who writes for a client is not the client', async () => {
    const { client } = await read(`Our client is Ted Crane, ted@crane.example. ${wish}\n\nThanks, Noa`)
    expect(client).toMatchObject({ name: 'Ted Crane', email: 'ted@crane.example' })
  })
})

describe('002-004 seats beside other words', () => {
  test.each([
    ['a keys player (piano)', { piano: 1 }],
    ['two keys players (one piano, one organ)', { piano: 1, organ: 1 }],
    ['a percussion player and a cello. Last year Marcus played tenor sax and we loved it', { percussion: 1, cello: 1 }],
    ['one organ. We have an organ but no organist', { organ: 1 }],
  ])('%s', async (asked, instruments) => {
    expect(await read(`We want to record with ${asked}. January 14, 2027, 10am-1pm`)).toMatchObject({
      ...{ instruments, held: [] },
    })
  })

  test('a name in brackets that is none of the one before is asked about', async () => {
    expect((await read('We need 2 violins (viola) on January 14, 2027, 10am-1pm')).held).toContain(
      'ambiguous_instrument',
    )
  })
})

describe('002-005 days and hours beside other words', () => {
  test.each([
    ['A drummer for a full day, Sunday January 17 2027, 10am - 6pm.', '01-17T10:00 18:00'],
    ['Cello. The 11th does not suit the band, let us say January 12, 2027, 4 PM - 6 PM.', '01-12T16:00 18:00'],
    ['Cello. January 5, 2027, 2-4pm does not work, January 6, 2027, 2-4pm does.', '01-06T14:00 16:00'],
    ['Cello. January 5, 2027, 2-4pm does not work, nor does January 6. January 8, 2-4pm does.', '01-08T14:00 16:00'],
    ['Cello\nmarch 10\n2-5', '03-10T14:00 17:00'],
    ['Cello on Thursday, January 14, 2027, 12 PM to 3 PM. They might be late, plan for 12:30.', '01-14T12:00 15:00'],
    ['Vorrei un violoncello il 14 gennaio 2027 dalle 14:00 alle 17:00.', '01-14T14:00 17:00'],
  ])('%s', async (body, window) => {
    expect((await read(body)).windows).toEqual([window])
  })

  test('an hour beside the window is named, and so are days that are all wanted', async () => {
    expect((await read('Cello on January 14, 2027, 12 PM to 3 PM. Plan for 12:30.')).held).toEqual(['not_understood'])
    const both = 'Cello. Both days please:\nJanuary 14, 2027, 2-4pm\nJanuary 15, 2027, 2-4pm'
    expect((await read(both)).held).toEqual(['not_understood'])
    expect((await read(both.replace('please', 'work'))).held).toEqual([])
  })
})
