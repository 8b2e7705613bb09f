import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'

const file = new URL('../corpora/booking-notes.json', import.meta.url)
const corpus: { ask: string[]; plain: string[] } = JSON.parse(readFileSync(file, 'utf8'))

async function read(notes: string) {
  const asked = 'Instruments: 1 violin, 1 cello\nWhen: Thursday, January 14, 2027, 2pm-5pm'
  const body = `Name: Ann Lee\nEmail: ann@lee.example\n${asked}\nNotes: ${notes}\n`
  return readBookingEmail({ body, received_at: '2026-12-08T15:00:00Z' })
}

async function unread(notes: string): Promise<boolean> {
  return (await read(notes)).problems.length > 0
}

async function passing(all: string[]): Promise<string[]> {
  const held = await Promise.all(all.map(unread))
  return all.filter((_, at) => !held[at])
}

describe('002-003 notes of a form beside its answers', () => {
  test('what may wish for something else never passes', async () => {
    expect(await passing(corpus.ask)).toEqual([])
  })

  test.each(['Morning', 'Evening.', 'Afternoon!'])('in an answer "%s" is no greeting', async (notes) => {
    expect(await unread(notes)).toBe(true)
  })

  test('of what changes nothing seven in eight hold nothing', async () => {
    expect((await passing(corpus.plain)).length / corpus.plain.length).toBeGreaterThanOrEqual(0.875)
  })

  test('the words that were not understood are quoted, and only those', async () => {
    const { sentences } = await read('Charts are ready. Could we start an hour earlier? Parking is behind the house.')
    expect(sentences).toEqual(["Not understood: 'Could we start an hour earlier?'."])
  })

  test.each([
    'Two more bars of it, and could you add a viola?',
    'Charts are in C, start at 3.',
    'Parking is fine but make it 4pm.',
    'The song is about rain and we need a harp.',
  ])('a harmless part of a sentence excuses no other: %s', async (notes) => {
    expect(await unread(notes)).toBe(true)
  })

  test.each([
    'So that is one violin and one cello on January 14, 2 to 5.',
    'Please book a violin and a cello for us.',
    'See you Thursday!',
    'Just the violin and the cello.',
  ])('what the fields say already holds nothing: %s', async (notes) => {
    expect(await unread(notes)).toBe(false)
  })

  test.each(['See you Friday!', 'Please book two violins and a cello.', 'Only the violin.', 'See you at 3!'])(
    'what is not quite the same is asked about: %s',
    async (notes) => {
      expect(await unread(notes)).toBe(true)
    },
  )
})

describe('002-003 what a letter says beside its wish', () => {
  const letter = (more: string) => `One cello on Thursday, January 14, 2027, 2pm-5pm. ${more}\nAnn Lee`
  const isHeld = async (body: string) => {
    const mail = { body, from: 'Ann Lee <ann@lee.example>', received_at: '2026-12-08T15:00:00Z' }
    return (await readBookingEmail(mail)).problems.length > 0
  }

  test.each(['Please ask Vera first.', 'Only if it is under $200.', 'We may also need more players.', 'Add a harp.'])(
    'a wish is not passed over: %s',
    async (more) => {
      expect(await isHeld(letter(more))).toBe(true)
    },
  )

  test.each(['My daughter sings on it.', 'We met at a party once.', 'Charts are in the folder.'])(
    'the rest may speak of anything: %s',
    async (more) => {
      expect(await isHeld(letter(more))).toBe(false)
    },
  )

  test.each([
    'I play cello and am looking for session work. I am available on Thursday, January 14, 2027, 2pm-5pm.',
    'Do you hire cello players? I can come by on January 14, 2027, 2pm-5pm.',
    'Invoice 2027-004: cello session, January 14, 2027, 2pm-5pm, $240. Please pay by February 1.',
    'Thank you for your payment of $300 for the cello session on January 14, 2027, 2pm-5pm.',
  ])('who offers, or asks to be paid, books nobody unseen: %s', async (body) => {
    expect(await isHeld(`${body}\nAnn Lee`)).toBe(true)
  })
})

describe('002-003 the subject of a form', () => {
  const isHeld = async (subject: string) => {
    const body = 'Name: Ann Lee\nEmail: ann@lee.example\nInstruments: violin, cello\nWhen: January 14, 2027, 2pm-5pm\n'
    return (await readBookingEmail({ subject, body, received_at: '2026-12-08T15:00:00Z' })).problems.length > 0
  }

  test.each([
    'Please hold off, still checking',
    'TEST - ignore',
    'Updated: now 3 violins',
    'Re: session moved to Wednesday',
  ])('that says more is asked about: %s', async (subject) => {
    expect(await isHeld(subject)).toBe(true)
  })

  test.each(['New booking: Petra Lindgren', 'Booking #4471', 'Violin and cello, Jan 14', 'Urgent!! strings needed'])(
    'as forms write it holds nothing: %s',
    async (subject) => {
      expect(await isHeld(subject)).toBe(false)
    },
  )
})

test('002-003 an answer that stands inside an hour is no part of it', async () => {
  const { problems } = await readBookingEmail({
    body: 'Name: Ann Lee\nEmail: ann@lee.example\nInstruments: cello\nWhen: Jan 14, 2027, 11 AM - 1 PM\nLength in hours: 1\n',
    received_at: '2026-12-08T15:00:00Z',
  })
  expect(problems).toContain('not_understood')
})

test('002-003 the foot of a form, and a group of another size', async () => {
  const read = async (seats: string) =>
    readBookingEmail({
      body: `Name: Ann Lee\nEmail: ann@lee.example\nInstruments: ${seats}\nWhen: Jan 14, 2027, 2pm-5pm\nSent from the form at custom-tracks.com/book\n`,
      received_at: '2026-12-08T15:00:00Z',
    })
  expect((await read('string quartet')).problems).toEqual(['ensemble_expanded'])
  expect((await read('string quartet or trio')).problems).toContain('not_understood')
})

describe('002-002 an answer in the wrong place', () => {
  const read = (lines: string) =>
    readBookingEmail({
      body: `Name: Ann Lee\n${lines}\nWhen: January 14, 2027, 2pm-5pm\n`,
      received_at: '2026-12-08T15:00:00Z',
    })

  test('an e-mail where the phone is asked for is not the client’s', async () => {
    const { client, problems } = await read('Phone: agent@rob.example\nEmail: ann@lee.example\nInstruments: cello')
    expect([client.email, problems]).toEqual(['ann@lee.example', ['invalid_phone']])
  })

  test.each(['How many violas?: 3', 'How many violas?\n3', 'How many cellos?: 0'])(
    'how many of another instrument is asked about: %s',
    async (line) => {
      const { problems } = await read(`Email: ann@lee.example\nInstruments: violin\n${line}`)
      expect(problems).not.toEqual([])
    },
  )

  test('how many of the one that is asked for counts it', async () => {
    const { instruments, problems } = await read('Email: ann@lee.example\nInstruments: violin\nHow many violins?\n2')
    expect([instruments, problems]).toEqual([{ violin: 2 }, []])
  })

  test('a line that is longer than we read breaks off, and says so', async () => {
    const { problems } = await read(
      `Email: ann@lee.example\nInstruments: cello\nNotes: ${'The charts are in the folder. '.repeat(80)}We also need a pianist.`,
    )
    expect(problems).toContain('truncated')
  })
})
