import { describe, expect, it } from 'vitest'
import { readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'

const wish = 'One cello, Friday, January 15, 2027, 2pm-4pm.'

async function read(body: string, from = 'Ann Lee <ann@lee.example>') {
  const { client, problems } = await readBookingEmail({
    ...{ body, received_at: '2026-12-07T15:00:00Z', from, subject: 'a date' },
  })
  return { ...client, problems }
}

describe('002-005 who asks', () => {
  it.each([
    ['Ann Lee\n+31 6 12345678', '+31612345678'],
    ['Tel. 0031 6 1234 5678.', '+31612345678'],
    ['Ann Lee\nLee Agency | Talent\nM: +44 7700 900672', '+447700900672'],
    ['my # is 201 five five five 0169', '+12015550169'],
    ['Cell: four one three 555 0120', '+14135550120'],
  ])('a number as people write it, wherever it stands: %s', async (closing, phone) => {
    expect(await read(`${wish}\n\n${closing}`)).toMatchObject({ phone, email: 'ann@lee.example', problems: [] })
  })

  it('what brackets tell of a number is none of it', async () => {
    const form = `Name: Ann Lee\nPhone: +1-646-555-0187 (office, ext. 4)\nInstruments: cello\nWhen: Jan 15 2027, 2-4pm`
    expect((await read(form)).phone).toBe('+16465550187')
    expect((await read(form.replace('+1-646-555-0187', '+1-646-55'))).problems).toContain('invalid_phone')
  })

  it('a form that has the name in its subject alone', async () => {
    const { client } = await readBookingEmail({
      body: 'Name:\nEmail: ann@lee.example\nInstruments: cello\nWhen: Jan 15 2027, 2-4pm',
      ...{ subject: 'New session request: Ann Lee', from: 'Site <no-reply@forms.example>' },
      received_at: '2026-12-07T15:00:00Z',
    })
    expect(client.name).toBe('Ann Lee')
  })

  it('of the name they sign with and the one they tell, the fuller', async () => {
    expect((await read(`My name is Ann Lee. ${wish}\n\nThanks,\nAnn`, 'web@players.example')).name).toBe('Ann Lee')
  })

  it('an answer with an address is one, whatever was asked; a robot is nobody', async () => {
    const body = 'Who are you?: Ann Lee\nWhere can we find you?: ann@other.example, 646-555-0127\nInstruments: cello'
    expect(await read(body, 'Site <web@players.example>')).toMatchObject({
      ...{ name: 'Ann Lee', email: 'ann@other.example', phone: '+16465550127' },
    })
  })

  it.each([
    'Ann Lee (Hatch Agency)',
    'Ann Lee [Hatch]',
    'Ann Lee | Hatch Agency',
    'Ann Lee - Hatch Agency',
    'Ann Lee via Hatch',
  ])('the house a sender writes from is no part of the name: %s', async (sender) => {
    expect((await read(wish, `${sender} <ann@lee.example>`)).name).toBe('Ann Lee')
  })

  it.each(['A. Lee', 'A.L.', 'Ms Lee', 'Ann', 'Lee'])('who signs short is the sender: %s', async (sign) => {
    expect((await read(`${wish}\n\nYours,\n${sign}`)).name).toBe('Ann Lee')
  })

  it('a number without its country is at home where the address is', async () => {
    expect((await read(`${wish}\nTel. 0171 5550123`, 'Ann Lee <ann@lee.de>')).phone).toBe('+491715550123')
    expect((await read(`${wish}\nTel. 0171 5550123`)).phone).toBeNull()
  })

  it('what an answer had said before fills what it does not say; a stranger’s words do not', async () => {
    const older =
      'On Jan 7, 2027, at 9:02 AM, Ann Lee <ann@lee.example> wrote:\n> One viola, two cellos.\n> 718-555-0194'
    const answer = (quoted: string) =>
      readBookingEmail({
        ...{ subject: 'Re: January', from: 'Ann Lee <ann@lee.example>', received_at: '2026-12-07T15:00:00Z' },
        body: `Make it January 26, same hours (10 to 1), same people.\n\nA.\n\n${quoted}`,
      })
    expect(await answer(older)).toMatchObject({
      ...{ instruments: { viola: 1, cello: 2 }, client: { phone: '+17185550194' } },
      problems: expect.arrayContaining(['reply_not_form']),
    })
    expect(await answer(older.replaceAll('ann@', 'desk@'))).toMatchObject({ instruments: {}, client: { phone: null } })
  })

  it('what a forwarded mail quotes below its own words is not its own', async () => {
    const inner = `${wish}\n\nXanthe Pomfret\n\n> -----Original Message-----\n> From: Jem\n> Or a drum kit?`
    const head = 'From: Xanthe Pomfret <x@p.example>\nSent: Tuesday, December 1, 2026\nTo: Ann Lee\nSubject: musos'
    const { client, instruments } = await readBookingEmail({
      ...{ subject: 'FW: musos', from: 'Ann Lee <ann@lee.example>', received_at: '2026-12-07T15:00:00Z' },
      body: `please answer her\n\n${head}\n\n${inner}`,
    })
    expect([client.name, instruments]).toEqual(['Xanthe Pomfret', { cello: 1 }])
  })

  it.each([
    'Have a great day\nPS make that two cellos',
    'Thanks,\nPS make that two cellos',
    'With gratitude\nCan you also do Jan 16?',
  ])('what is said below the closing is no name, and is not lost: %s', async (end) => {
    expect(await read(`${wish}\n\n${end}`)).toMatchObject({ name: 'Ann Lee', problems: ['not_understood'] })
  })

  it.each(['Looking forward\n\nto hearing from you.', 'From 2pm\nonwards\n\nThanks,\nAnn'])(
    'a line that a mail breaks off is no closing: %s',
    async (end) => {
      expect((await read(`${wish}\n\n${end}`)).name).toBe('Ann Lee')
    },
  )

  it('who signs with another name is another', async () => {
    expect((await read(`${wish}\n\nYours,\nTom Ford`)).name).toBe('Tom Ford')
  })
})
