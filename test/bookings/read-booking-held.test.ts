import { describe, expect, test } from 'vitest'
import { readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'
import { NOTES } from '#src/bookings/reading/problems.ts'

const WHEN = 'January 14, 2027, 10am-1pm'
const noa = 'Noa Weiss <noa@weiss.example>'
const robot = 'Form <no-reply@form.example>'

async function read(body: string, from = noa, subject = 'Booking') {
  const mail = { body, from, subject, received_at: '2026-12-08T15:00:00Z' }
  const { problems, ...more } = await readBookingEmail(mail)
  return { ...more, isHeld: problems.some((one) => !NOTES.has(one)) }
}

describe('002-003 who is merely mentioned is not who asks', () => {
  test.each([
    'Please contact Rob Hall, rob@venue.example, to let the players know.',
    'The contact is Rob Hall, rob@hall.example.',
    'Our artist is Rob Hall, rob@hall.example.',
    "The artist's name is Rob Hall.",
  ])('%s', async (mention) => {
    const { client, isHeld } = await read(`One cello on ${WHEN}. ${mention}`)
    expect([client.name, client.email, isHeld]).toEqual(['Noa Weiss', 'noa@weiss.example', false])
  })

  const form = (notes: string) => `Name: Ann Lee\nInstruments: cello\nWhen: ${WHEN}\nNotes: ${notes}`
  test.each([
    ['an address in the notes of a form', form('the artist is Rob Hall, rob@hall.example'), robot],
    ['a client in the notes of a form', form('the client is Rob Hall, 212-555-0129'), robot],
    ['a client of whoever writes', `My client is Ben Ode. Cello on ${WHEN}.`, noa],
    ['a number that is somebody else', `Cello on ${WHEN}. On the day ring Rob Hall, 212-555-0129.`, noa],
  ])('a person says whose booking it is: %s', async (_, body, from) => {
    expect((await read(body, from)).isHeld).toBe(true)
  })

  test.each([
    ['My client is Ben Ode. Cello', 'Ben Ode'],
    ['The client is C. B. Pruitt. Cello', 'C. B. Pruitt'],
    ['Our client is Dr. Ida St. John, here is the wish. Cello', 'Ida St. John'],
  ])('a name ends where the sentence does: %s', async (start, name) => {
    const { client, isHeld } = await read(`${start} on ${WHEN}. Mail client@mail.example`, robot)
    expect([client.name, client.email, isHeld]).toEqual([name, 'client@mail.example', false])
  })
})

describe('002-004 how many are wanted', () => {
  test.each([
    `We need two musicians who play cello, ${WHEN}`,
    `We need 3 players on cello, ${WHEN}`,
    `We need a cello and three players, ${WHEN}`,
    `One cello and a kit player, ${WHEN}`,
    `A cello and a lead, ${WHEN}`,
    `A cello and someone on solos, ${WHEN}`,
    `We need a cello and a performer, ${WHEN}`,
    `We need four good people for cello, ${WHEN}`,
    `We need a cello trio, ${WHEN}`,
    `We need a cello section on ${WHEN}`,
    `We need a cello on ${WHEN}. Three players please.`,
    `We need a cello on ${WHEN}, and a band`,
  ])('no count of people is passed over: %s', async (body) => {
    expect((await read(body)).isHeld).toBe(true)
  })

  test('who is only spoken of, or counted right, holds nothing', async () => {
    const plain = [
      `Could someone come on ${WHEN}? We need a cello.`,
      `Our band needs a cello on ${WHEN}.`,
      `We need two musicians, one cello and one viola, on ${WHEN}.`,
      `Please let the players know: one cello, ${WHEN}.`,
      `We need a cello for two takes on ${WHEN}.`,
    ]
    for (const body of plain) expect({ body, ...(await read(body)) }).toMatchObject({ body, isHeld: false })
  })
})

describe('002-005 whose clock', () => {
  const hours = 'January 14, 2027, 10am-1pm'
  const form = (when: string, notes: string) =>
    `Name: Ann Lee\nEmail: ann@lee.example\nInstruments: cello\nWhen: ${when}\nNotes: ${notes}`
  test.each([
    `Cello on ${hours} their time`,
    `Cello on ${hours} (her own time)`,
    `Cello on ${hours} his end`,
    `Cello on ${hours} where he is`,
    `Cello on ${hours} in their country`,
    `My client is in Berlin and needs a cello ${hours}`,
    `The client is based in Berlin. Cello on ${hours}`,
    `Cello on ${hours} for a client in Tokyo`,
    `Cello on ${hours}. All hours are the client's time.`,
    form(`${hours} their time`, ''),
    form(hours, "these are all the client's local time"),
    form(hours, 'our artist lives in London'),
  ])('a person says: %s', async (body) => {
    expect((await read(body)).isHeld).toBe(true)
  })

  test('a place on the same clock, or a zone that is written out, holds nothing', async () => {
    expect((await read(`Our client is in Boston. Cello on ${hours}`)).isHeld).toBe(false)
    expect(await read(`Our client is in Berlin. Cello on January 14, 2027, 10am-1pm Pacific time`)).toMatchObject({
      ...{ isHeld: false, timezone: 'America/Los_Angeles' },
    })
  })
})

describe('002-005 another day without a number', () => {
  test.each([
    'or Easter,',
    'and Christmas,',
    'or at Christmas,',
    'also Easter,',
    'or our anniversary,',
    "or New Year's,",
    'or the premiere',
    'or the day of the concert,',
    'and the wedding,',
  ])('%s', async (other) => {
    expect((await read(`Cello on January 14, 2027 ${other} 10am-1pm`)).isHeld).toBe(true)
    expect((await read(`Cello on January 14, 2027, ${other} 10am-1pm`)).isHeld).toBe(true)
  })

  test('what it is for is none', async () => {
    const fors = ['our anniversary', 'a Christmas album', 'the Easter service', 'a wedding and reception']
    for (const what of fors)
      expect({ what, ...(await read(`Cello for ${what}, ${WHEN}`)) }).toMatchObject({ what, isHeld: false })
  })
})
