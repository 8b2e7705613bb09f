import { describe, expect, it } from 'vitest'
import { readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'
import { NOTES } from '#src/bookings/reading/problems.ts'

const slot = 'Friday, January 15, 2027, 2pm-4pm'

async function read(body: string) {
  const { times, problems, instruments } = await readBookingEmail({
    ...{ body, received_at: '2026-11-30T15:22:10Z', from: 'Ann Lee <ann@example.com>', subject: 'a date' },
  })
  const windows = times.map(({ start, end }) => `${start?.slice(5, 16)} ${end?.slice(11, 16)}`)
  return { windows, instruments, held: problems.filter((one) => !NOTES.has(one)) }
}

const form = (answer: string) => `Name: Ann Lee\n${answer}\nWhen: ${slot}`

describe('002-005 which seats, and how many', () => {
  it.each([
    ['Instrument 1: Violin\nHow many?: 12\nInstrument 2: Cello\nHow many?: 4', { violin: 12, cello: 4 }],
    ['First instrument: viola\nQuantity: 3\nSecond instrument: harp\nQuantity: 1', { viola: 3, harp: 1 }],
    ['Instrument: trumpet\nInstrument: trombone\nHow many of each: 2', { trumpet: 2, trombone: 2 }],
    ['Instruments: 2 violins, cello\nHow many musicians: 3', { violin: 2, cello: 1 }],
    ['Instruments: violin 2, viola 0, cello 1', { violin: 2, cello: 1 }],
    ['Violins I: 4\nViolins II: 3\nViolas: 2', { violin: 7, viola: 2 }],
    ['Instruments: Violin (3), Viola (-), Cello (2)', { violin: 3, cello: 2 }],
    ['Violins: three\nViolas: two\nCellos: one\nBasses: none', { violin: 3, viola: 2, cello: 1 }],
    ['Strings (pick any): Violin: 4, Viola: 2, Harp: 0', { violin: 4, viola: 2 }],
    ['Instruments: string trio (violin, viola, cello)', { violin: 1, viola: 1, cello: 1 }],
    ['Instruments: string trio - violin, viola, cello', { violin: 1, viola: 1, cello: 1 }],
    ['Instruments: violin -\nviola -\ncello', { violin: 1, viola: 1, cello: 1 }],
    ['Instruments: violin - lead\ncello - \nviola - solo', { violin: 1, viola: 1, cello: 1 }],
    ['Instruments: violin / viola -', { violin: 1, viola: 1 }],
    ['Violin: 2\nViola: -\nCello: 1', { violin: 2, cello: 1 }],
    ['Instruments:\nViolin: 2\nViola: -\nCello: 1', { violin: 2, cello: 1 }],
    ['No. of violins: 2\nNumber of cellos: 1', { violin: 2, cello: 1 }],
    ['Instruments: violin\nHow many: two', { violin: 2 }],
    ['Instruments: violin\nQuantity: x2', { violin: 2 }],
    ['Instruments: violin, cello\nQuantity: 2 each', { violin: 2, cello: 2 }],
    ['Instruments: violins and cellos\nHow many of each: two', { violin: 2, cello: 2 }],
    ['Instruments: violin, cello\nHow many: 2 in total', { violin: 1, cello: 1 }],
    ['Instruments: violin, cello\nHow many: n/a', { violin: 1, cello: 1 }],
    ['Instruments: string quartet, string quartet', { violin: 4, viola: 2, cello: 2 }],
    ['Instruments: string quartet\nHow many: 4', { violin: 2, viola: 1, cello: 1 }],
    ['Notes: we want this: string trio (violin, viola, cello)', { violin: 1, viola: 1, cello: 1 }],
    ['Instruments: 2 string trios', { violin: 2, viola: 2, cello: 2 }],
    ['Instruments: 2 string trios (2 violins, two violas, cello x2)', { violin: 2, viola: 2, cello: 2 }],
  ])('a count is that of its own instrument: %s', async (answer, instruments) => {
    expect(await read(form(answer))).toMatchObject({ instruments, held: [] })
  })

  it.each([
    'violin, cello\nHow many: 3',
    'violin\nHow many: 2 or 3',
    'violin\nHow many: a few for now',
    '2 violins, cello\nHow many of each: 2',
    'violin - 2, viola -',
    'no less than 2 violins',
    'cello, at least 2 violins',
  ])('a count that is not understood or fits no instrument is asked about: %s', async (answer) => {
    expect((await read(form(`Instruments: ${answer}`))).held).toEqual(['quantity_ambiguous'])
  })

  it('a count beside free words is not dropped', async () => {
    expect((await read(form('How many musicians: 3\nNotes: we need a cello'))).held).toEqual(['quantity_ambiguous'])
  })

  it.each([
    ['violin, viola, cello, string quartet', { violin: 3, viola: 2, cello: 2 }],
    ['string quartet + violin, viola, cello', { violin: 3, viola: 2, cello: 2 }],
    ['string quartet (violin, viola, cello)', { violin: 2, viola: 1, cello: 1 }],
    ['string quartet (cello only)', { violin: 2, viola: 1, cello: 1 }],
  ])('a list that is not what the ensemble has is asked about: %s', async (answer, instruments) => {
    const got = await read(form(`Instruments: ${answer}`))
    expect(got).toMatchObject({ instruments, held: ['ambiguous_instrument'] })
  })

  it.each(['No less than three cellos on {slot}', 'On {slot} we need no fewer than three cellos'])(
    'the least that is wanted takes nobody away: %s',
    async (body) => {
      const got = await read(body.replace('{slot}', slot))
      expect(got).toMatchObject({ instruments: { cello: null }, held: ['quantity_ambiguous'] })
    },
  )

  it.each([
    ['a string trio (violin, viola, cello)', { violin: 1, viola: 1, cello: 1 }],
    ['a string quartet: two violins, viola and cello,', { violin: 2, viola: 1, cello: 1 }],
    ['a string quartet without the viola', { violin: 2, cello: 1 }],
    ['a string quartet minus the second violin', { violin: 1, viola: 1, cello: 1 }],
    ['a string quartet but no cello', { violin: 2, viola: 1 }],
    ['a string quartet plus a harp', { violin: 2, viola: 1, cello: 1, harp: 1 }],
    ['8 violins, 3 violas and 1 bass', { violin: 8, viola: 3, 'double bass': 1 }],
    ['a guitar and a bass', { guitar: 1, bass: 1 }],
    ['2 violins doubling viola, plus a cello', { violin: 2, cello: 1 }],
  ])('a list explains an ensemble, and less of it is less: %s', async (wish, instruments) => {
    expect((await read(`We would like ${wish} on ${slot}.\n\nAnn Lee`)).instruments).toEqual(instruments)
  })

  it.each(['Instruments: string quartet, drop the cello', 'Instruments: string quartet minus cello'])(
    'what is taken out of an ensemble is told: %s',
    async (answer) => {
      expect(await read(form(answer))).toMatchObject({ instruments: { violin: 2, viola: 1 }, held: ['not_understood'] })
    },
  )

  it.each([
    ['On {slot} we are short of two violas.', { viola: 2 }],
    ['Instead of the violin we now want a viola on {slot}.', { viola: 1 }],
    ['No strings this time, just a trumpet: {slot}', { trumpet: 1 }],
    ['Could two of your violins come on {slot}? The singer is late.', { violin: 2 }],
    ['We need a cello on {slot}. The drummer can’t make mornings.', { cello: 1 }],
    ['Three of your cellists, {slot}. We wake up after the singer.', { cello: 3 }],
  ])('what is not wanted is no seat: %s', async (body, instruments) => {
    expect((await read(body.replace('{slot}', slot))).instruments).toMatchObject(instruments)
  })
})

describe('002-005 names as people write them', () => {
  it.each([
    ['Instruments: double bas', { 'double bass': 1 }],
    ['Instruments: frech horn, clarnet', { 'french horn': 1, clarinet: 1 }],
    ['Notes: we need an electic guitar and a bas clarinet', { 'electric guitar': 1, 'bass clarinet': 1 }],
  ])('one slip in a name of any length is read, and told: %s', async (answer, instruments) => {
    expect(await read(form(answer))).toMatchObject({ instruments, held: ['not_understood'] })
  })

  it.each([
    ['a woodwind quintet (fl, ob, cl, hn, bsn)', { flute: 1, oboe: 1, clarinet: 1, 'french horn': 1, bassoon: 1 }],
    ['fl, ob and bsn', { flute: 1, oboe: 1, bassoon: 1 }],
    ['a string quartet (vln, vln, vla, vc)', { violin: 2, viola: 1, cello: 1 }],
    ['2 vln, va, db', { violin: 2, viola: 1, 'double bass': 1 }],
    ['a vn and a cello', { violin: 1, cello: 1 }],
    ['violin: 2, cello: 1', { violin: 2, cello: 1 }],
    ['violin 2, cello 1', { violin: 2, cello: 1 }],
  ])('in a letter a list of short names asks for each of them: %s', async (names, instruments) => {
    expect(await read(`Hello,\n\nPlayers: ${names}.\n\n${slot}`)).toMatchObject({ instruments, held: [] })
  })

  it.each([
    'Jan 15 2027: violin 2pm-3pm, cello 4pm-5pm',
    'Jan 15 2027, violin (2-4pm), cello (4-6pm)',
    'Jan 15 2027: violin 14:00-16:00, cello 16:00-18:00',
    'Jan 15 2027\nviolin: 2-3pm\ncello: 3-4pm',
    'Jan 15 2027 2-6pm, violin 2 hours, cello 4 hours',
    'Jan 15 2027 2-6pm, violin 2 songs, cello 4 songs',
    'violin 14th Jan 2027 2-4pm, cello 15th Jan 2027 2-4pm',
    'Jan 15 2027 2-6pm. Looking for violin, cello. For the cello, cello mutes are needed.',
  ])('a time, a length or a thing behind a name counts no players: %s', async (body) => {
    expect((await read(`${body}\n\nAnn Lee`)).instruments).toEqual({ violin: 1, cello: 1 })
  })

  it.each(['We are in Miami, FL, cello needed on', 'Looking for a cello in Norfolk, VA, for'])(
    'two letters behind a town are no seat: %s',
    async (wish) => {
      expect((await read(`${wish} ${slot}.\n\nAnn Lee`)).instruments).toEqual({ cello: 1 })
    },
  )

  it('many names with a number each are read as fast as any mail', async () => {
    const names = ['violin', 'viola', 'cello', 'flute', 'oboe', 'harp', 'tuba', 'piano', 'guitar', 'banjo']
    const list = Array.from({ length: 900 }, (_, at) => `${names[at % 10]} 2`).join(', ')
    expect((await read(`We need ${list} on ${slot}.`)).instruments).not.toEqual({})
    // Half a second at most on a free machine; twenty-five where each name looks at all others.
  }, 8_000)

  it.each(['violin, voice', 'violin and acoustic'])('whether %s asks for two is asked', async (names) => {
    expect((await read(`We need a ${names} on ${slot}.`)).held).toContain('ambiguous_instrument')
  })

  it.each(['Morning!', 'Evening all,'])('a letter may begin with %s', async (hello) => {
    expect((await read(`${hello}\n\nWe need a cello on ${slot}.\n\nKindly,\nAnn Lee`)).held).toEqual([])
    expect((await read(`We need a cello on ${slot}.\n\nMaybe evening?\n\nAnn Lee`)).held).not.toEqual([])
  })

  it('an everyday word in a letter asks for nobody', async () => {
    const { instruments } = await read(`We need a violin on ${slot}. The key is D, the band full of charm.`)
    expect(instruments).toEqual({ violin: 1 })
  })

  it('a heading over its own players asks for nobody more', async () => {
    const { instruments } = await read(`Can your strings people come on ${slot}? Two violas and a harp.`)
    expect(instruments).toEqual({ viola: 2, harp: 1 })
  })

  it('a number behind an hour range counts nothing', async () => {
    const body = 'yo 2 violens 1 chello sunday week 3to6 my # is 201 five five five 0169'
    expect(await read(body)).toMatchObject({ instruments: { violin: 2, cello: 1 }, windows: ['12-13T15:00 18:00'] })
    expect((await read('A studio day, Jan 12 2027, 3 to 6 violins')).windows).toEqual([])
  })
})

describe('002-005 what stands around a form', () => {
  it('labels in small letters, a question with brackets, when it was sent', async () => {
    const small = 'your-name: Ann\ninstrument: viola\nsession-date: 01/14/2027\nsession-time: 7:00pm - 9:30pm'
    expect(await read(`${small}\nacceptance: I agree to the policy`)).toMatchObject({
      ...{ windows: ['01-14T19:00 21:30'], held: [] },
    })
    const wide = `What are we recording?: A short film\nStrings (pick as many as you like): Violin: 4, Cello: 0`
    expect(await read(`Who are you?: Ann\n${wide}\nSlot: ${slot}\nSent from IP: 198.51.100.17 at 08:44`)).toMatchObject(
      {
        ...{ instruments: { violin: 4 }, windows: ['01-15T14:00 16:00'], held: [] },
      },
    )
  })
})

describe('002-005 when, told under labels of their own', () => {
  it('a rehearsal and a recording are two sessions', async () => {
    const body = form('Instruments: 2 violins').replace(/When:.*/, '')
    expect(
      await read(`${body}Rehearsal: 19 January 2027, 16:00–18:00\nRecording: 20 January 2027, 14:00–19:00`),
    ).toMatchObject({ windows: ['01-19T16:00 18:00', '01-20T14:00 19:00'], held: [] })
  })

  it.each([
    ['Strings as discussed: 2 violins, 1 viola.', { violin: 2, viola: 1 }],
    ['We need strings: 2 violins, 1 viola.', { violin: 2, viola: 1 }],
    ['Brass as below: two trumpets, one tuba.', { trumpet: 2, tuba: 1 }],
    ['I am enquiring for a friend about a string trio (one violin, one viola, one cello).', 'trio'],
  ])('a list explains the group above it: %s', async (body, seats) => {
    const instruments = seats === 'trio' ? { violin: 1, viola: 1, cello: 1 } : seats
    expect(await read(`${body}\n${slot}`)).toMatchObject({ instruments, held: [] })
  })

  it.each(['We need strings plus a solo violin.', 'We need strings and harp: 2 violins, 1 cello.'])(
    'what stands beside a group does not: %s',
    async (body) => {
      expect((await read(`${body}\n${slot}`)).held).toContain('quantity_ambiguous')
    },
  )

  it('a name cut short with its article is the one before', async () => {
    const body = `One French horn and a harp ${slot}. If the harp is not free, the horn alone is no use to us.`
    expect((await read(body)).instruments).toEqual({ 'french horn': 1, harp: 1 })
    const both = await read(`A bass clarinet and a clarinet ${slot}`)
    expect(both.instruments).toEqual({ 'bass clarinet': 1, clarinet: 1 })
  })

  it('a window under a label nobody knows joins the others, and is asked about', async () => {
    expect(await read(`Furniture van: January 14, 2027, 9am-11am\n${form('Instruments: harp')}`)).toMatchObject({
      ...{ windows: ['01-15T14:00 16:00', '01-14T09:00 11:00'], held: ['not_understood'] },
    })
  })

  it('another window in the notes is asked about', async () => {
    const body = `${form('Instruments: harp')}\nNotes: the van comes on January 14, 2027, 9am-11am`
    expect(await read(body)).toMatchObject({ windows: ['01-15T14:00 16:00'], held: ['not_understood'] })
    expect((await read(body.replace(/the van.*/, `as said, ${slot}`))).held).toEqual([])
  })

  it('a day to pay by is no session', async () => {
    expect(await read(`Payment due: January 30, 2027\n${form('Instruments: harp')}`)).toMatchObject({
      ...{ windows: ['01-15T14:00 16:00'], held: [] },
    })
  })

  it('questions with their answers in the same line are a form', async () => {
    const body = 'Your name? Bo Quist\nWhich instruments? two violas\nWhich date? Jan 8, 2027\nWhat time? 10 am - noon'
    expect(await read(body)).toMatchObject({ instruments: { viola: 2 }, windows: ['01-08T10:00 12:00'], held: [] })
  })

  it('one question in a letter is none', async () => {
    const body = 'Do you have time? When? Tell me. We need a cello on January 8, 2027 from 10 am to noon.'
    expect(await read(body)).toMatchObject({ instruments: { cello: 1 }, windows: ['01-08T10:00 12:00'] })
  })
})
