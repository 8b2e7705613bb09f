import { describe, expect, test } from 'vitest'
import { readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'
import { NOTES } from '#src/bookings/reading/problems.ts'

const WHEN = 'January 14, 2027, 10am-1pm'

async function read(body: string, subject = 'Booking') {
  const mail = { body, from: 'Noa Weiss <noa@weiss.example>', subject, received_at: '2026-12-08T15:00:00Z' }
  const { problems, ...more } = await readBookingEmail(mail)
  return { ...more, isHeld: problems.some((one) => !NOTES.has(one)) }
}
const isHeld = async (body: string) => (await read(body)).isHeld

describe('002-003 an answer beside the questions is not thrown away', () => {
  const form = (line: string) => `Name: Ann Lee\nEmail: ann@lee.example\n${line}\nInstruments: cello\nWhen: ${WHEN}`
  test.each([
    'Where: studio, also need viola',
    'Where will it be: Studio A, 2 cellos',
    'Venue: church, and a viola too please',
    'Place: Berlin, Germany time',
    'Why are you asking: please make it 2 cellos',
    'Submission notes: please make it Jan 15',
    'Submission comments: make it two',
    'Status: cancelled',
  ])('%s', async (line) => {
    expect(await isHeld(form(line))).toBe(true)
  })

  test.each([
    'Where: Studio A',
    'Venue: Lowell Hall',
    'Why: a wedding',
    'Submission id: 123',
    'Submission date: 2026-12-08',
  ])('what says nothing more holds nothing: %s', async (line) => {
    expect(await isHeld(form(line))).toBe(false)
  })
})

describe('002-003 a table is read to its end', () => {
  const bars = (column: string, cell: string) =>
    `| Date | Time | Musicians | ${column} |\n|---|---|---|---|\n| 2027-01-14 | 10am-1pm | cello | ${cell} |`
  const row = 'DATE  START  END  PLAYERS\n2027-01-14  10am  1pm  cello\n'
  test.each([
    ['a cell too few', `${row}2027-01-15  10am  1pm`],
    ['a cell too many', `${row}2027-01-15  10am  1pm  cello  x`],
    ['a day in words', `${row}Jan 15 2-4pm`],
    ['a day that is called off', bars('Status', 'cancelled')],
    ['more of them', bars('Notes', 'two of them')],
    ['somebody else', bars('Comments', 'plus a viola')],
    ['another day', bars('Where', 'Studio A, Jan 15')],
  ])('a person looks: %s', async (_, body) => {
    expect(await isHeld(body)).toBe(true)
  })

  test('a column that says nothing more holds nothing', async () => {
    expect(await isHeld(bars('Venue', 'Lowell Hall'))).toBe(false)
    expect(await isHeld(bars('Submitted', '2026-12-08'))).toBe(false)
    expect(await isHeld(`${row}Phone: 917-555-0101`)).toBe(false)
  })
})

describe('002-005 a whole day beside hours', () => {
  test.each([
    'All day on January 14, 2027, concert 8pm-10pm',
    'January 14, 2027 all day, the ceremony is 12pm-1pm',
    'January 14, 2027, all day or 10am-1pm',
    'January 14, 2027, a whole day and 8pm-10pm',
    'January 14, 2027, 10am-1pm, we are there all day',
  ])('is another wish: %s', async (when) => {
    expect(await isHeld(`Cello. ${when}`)).toBe(true)
  })

  test.each(['All day, January 14, 2027 (10am to 6pm)', 'All day January 14, 2027, from 10am to 6pm'])(
    'is how long they are: %s',
    async (when) => {
      const { times, isHeld } = await read(`Cello. ${when}`)
      expect([times[0]?.start?.slice(0, 16), times.length, isHeld]).toEqual(['2027-01-14T10:00', 1, false])
    },
  )
})

describe('002-004 brackets and the count before them', () => {
  test.each([
    'three percussion players (timpani, marimba)',
    '3 guitars (one acoustic, one electric)',
    'a keys player (piano and organ)',
    '2 keys players (2 piano, 1 organ)',
    '2 keys (piano/organ)',
  ])('that differ are held: %s', async (asked) => {
    expect(await isHeld(`We need ${asked} on ${WHEN}`)).toBe(true)
    expect(await isHeld(`Name: Ann Lee\nInstruments: ${asked}\nWhen: ${WHEN}`)).toBe(true)
  })

  test.each([
    ['2 keys (piano and organ)', { piano: 1, organ: 1 }],
    ['two keyboards (piano, recorder)', { piano: 1, recorder: 1 }],
    ['a cello and a keys player (organ)', { cello: 1, organ: 1 }],
  ])('no name in them is an everyday word: %s', async (asked, instruments) => {
    expect(await read(`We need ${asked} on ${WHEN}`)).toMatchObject({ instruments, isHeld: false })
  })
})

describe('002-003 a quoted form', () => {
  const form = (more: string) => read(`> Instrument\ncello\n> When\nJan 14, 2027 10am-1pm\n${more}`, 'Re: form')
  test('an answer that is quoted with its question counts', async () => {
    expect((await form('> Zone\n> Pacific')).timezone).toBe('America/Los_Angeles')
    expect((await form('> Time zone: Pacific')).timezone).toBe('America/Los_Angeles')
    expect((await form('> How many\n> 2')).instruments).toEqual({ cello: 2 })
    expect((await form('> Quantity: 2')).instruments).toEqual({ cello: 2 })
  })

  test('the head of the quoted mail does not', async () => {
    const { times, isHeld } = await form(
      '> From: Dane <dane@studio.example>\n> Date: Dec 7, 2026, 3pm\n> Subject: form',
    )
    expect([times.length, isHeld]).toEqual([1, false])
  })

  test.each(['See you\nThursday', 'Until then\nJanuary', 'See you\nThen', 'Peace\nFriday Jan 15'])(
    'a day below the closing is no name: %s',
    async (end) => {
      const { client } = await read(`Cello on ${WHEN}\n${end}`)
      expect(client.name).toBe('Noa Weiss')
    },
  )
})
