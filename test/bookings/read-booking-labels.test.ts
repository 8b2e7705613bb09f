import { describe, expect, test } from 'vitest'
import { readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'
import { NOTES } from '#src/bookings/reading/problems.ts'

async function read(body: string, from = 'Forms <noreply@forms.example>') {
  const { times, problems, ...more } = await readBookingEmail({ body, from, received_at: '2026-12-08T15:00:00Z' })
  const when = times.map(({ start, end }) => `${start?.slice(5, 16)} ${end?.slice(5, 16) ?? ''}`)
  return { ...more, when, problems, isHeld: problems.some((one) => !NOTES.has(one)) }
}

const WHEN = '01-20T14:00 01-20T17:00'
const SEATS = { violin: 2, cello: 1 }

describe('002-003 a form is read in whatever way it sets its questions and answers', () => {
  const all = (asked: string[], between: string, apart: string) =>
    asked.map((one, at) => `${one}${between}${ANSWERS[at]}`).join(apart)
  const ANSWERS = ['Ann Lee', 'ann@lee.example', '2 violins, cello', 'January 20, 2027', '2 pm', '5 pm']
  const plain = ['Name', 'Email', 'Instruments', 'Date', 'Start', 'End']
  test.each([
    all(plain, ': ', ', '),
    all(plain, ' ........ ', '\n'),
    all(plain, '\n\n', '\n\n'),
    all(
      plain.map((one, at) => `Q${at + 1}. ${one}`),
      '\nA: ',
      '\n',
    ),
    all(
      plain.map((one) => `Q: ${one}`),
      '\nA: ',
      '\n\n',
    ),
    all(
      plain.map((one) => `Question: ${one}?`),
      '\nAnswer: ',
      '\n\n',
    ),
    all(['Name', 'Email', 'Players', 'Date', 'Players on', 'Players off'], ': ', '\n'),
    all(['Name', 'Email', 'Musicians', 'Date', 'Musicians on', 'Musicians off'], ' ..... ', '\n'),
    all(['Who are you?', 'Email', 'Players you need', 'Which day?', 'From what time?', 'Until what time?'], '\n', '\n'),
    all(['Name', 'Email', "Instruments that you'd like", 'Date', 'From when?', 'Until when?'], '\n', '\n'),
    all(['Nome e cognome', 'E-mail', 'Strumenti', 'Data', 'Dalle', 'Alle'], ': ', '\n'),
    all(['Naam', 'E-mail', 'Instrumenten', 'Datum', 'Begintijd', 'Eindtijd'], ': ', '\n'),
    all(['Nom', 'Courriel', 'Instruments', 'Date', 'Heure de début', 'Heure de fin'], ' : ', '\n'),
    all(['Name und Vorname', 'E-Mail', 'Instrumente', 'Datum', 'Startzeit', 'Endzeit'], ': ', '\n'),
    all(['Namn', 'E-mail', 'Instrument', 'Dato', 'Start', 'End'], ': ', '\n'),
  ])('%j', async (body) => {
    const { client, instruments, when, isHeld } = await read(body)
    expect({ client, instruments, when, isHeld }).toEqual({
      client: { name: 'Ann Lee', email: 'ann@lee.example', phone: null },
      instruments: SEATS,
      when: [WHEN],
      isHeld: false,
    })
  })

  test.each([
    'Name: Ann Lee, Email: ann@lee.example, Instruments: cello, Date: January 20, 2027, Time: 2-5 pm, Notes: add a harp',
    'Q1. Name\nA: Ann Lee\nQ2. Instruments\nA: cello\nQ3. When?\nA: January 20, 2027, 2-5 pm\nQ4. Notes\nA: a harp too',
    'Name: Ann Lee\nPlayers: cello\nDate: January 20, 2027\nPlayers on: 2 pm',
    'Name: Ann Lee\nPlayers: cello\nDate: January 20, 2027\nPlayers off: 5 pm',
    'Naam: Ann Lee\nInstrumenten: cello\nDatum: 2027-01-20\nTijd: 14:00 - 17:00\nOpmerkingen: met een harp',
    'Nome e cognome: Ann Lee\nStrumenti: cello\nData: 20 gennaio 2027\nOrario: 14:00 - 17:00\nCommenti: anche un’arpa',
    'Name: Ann Lee\nInstruments: cello\nDate: January 20, 2027\nHorario: 2-5 pm, Saturday is fine too',
  ])('a person looks: %j', async (body) => {
    expect((await read(body)).isHeld).toBe(true)
  })
})

describe('002-003 a question that was left open takes no other question for its answer', () => {
  const rest = (more: string) => `Instruments\ncello\n\nDate\nJanuary 20, 2027\n\nTime\n2-5 pm${more}`
  test.each([
    `Name\nAnn Lee\n\nEmail\nann@lee.example\n\nPhone\n\n\n${rest('')}`,
    `Name\nAnn Lee\n\nEmail\nann@lee.example\n\nPhone\n\n\nHow many of each?\nCello: 1\n\n${rest('')}`,
    `Phone (optional)\n\nName\nAnn Lee\n\nEmail\nann@lee.example\n\n${rest('')}`,
    `Name\nAnn Lee\nPhone\nEmail\nann@lee.example\n${rest('')}`,
    `${rest('')}\n\nPhone\n\nName\nAnn Lee\n\nEmail\nann@lee.example`,
  ])('%j', async (body) => {
    const { client, instruments, isHeld } = await read(body)
    expect([client.name, client.email, client.phone, instruments]).toEqual([
      'Ann Lee',
      'ann@lee.example',
      null,
      { cello: 1 },
    ])
    expect(isHeld).toBe(false)
  })

  test.each([
    [`Name\n\nEmail\nann@lee.example\n\n${rest('')}`, 'missing_name'],
    [`Name\n\nPhone\n917 555 0101\n\n${rest('')}`, 'missing_name'],
    [`Name\nAnn Lee\n\nEmail\n\nPhone\n917 555 0101\n\n${rest('')}`, 'missing_email'],
    ['Name\nAnn Lee\n\nInstruments\ncello\n\nDate\n\nStart\n\nEnd\n', 'no_times'],
    [`Name\nAnn Lee\n\nPhone\ncall me\n\n${rest('')}`, 'invalid_phone'],
  ])('%j: %s', async (body, problem) => {
    expect((await read(body)).problems).toContain(problem)
  })
})

describe('002-004 seats that are named and then counted are the same seats', () => {
  const form = (more: string) => `Name: Ann Lee\nEmail: ann@lee.example\n${more}\nDate: January 20, 2027\nTime: 2-5 pm`
  test.each([
    'Instruments: violin, cello\nHow many of each?: violin 2, cello 1',
    'Instruments: violin, cello\nHow many?: 2 violins and 1 cello',
    'Instruments: violin, cello\nViolin: 2\nCello: 1',
    'Instruments: 2 violins, 1 cello\nViolins: 2\nCellos: 1',
    'Instruments\nviolin, cello\n\nHow many of each?\nViolin: 2\nCello: 1\n',
    'Instruments: cello\nCello: 1\nViolin: 2',
    'How many of each?: 2 violins, 1 cello',
    'Instruments:\nViolin: 2\nCello: 1',
  ])('%j', async (more) => {
    const { instruments, isHeld } = await read(form(more))
    expect({ instruments, isHeld }).toEqual({ instruments: SEATS, isHeld: false })
  })

  test.each([
    'Instruments: 3 violins\nViolins: 2',
    'Instruments: violin, violin, cello\nViolin: 3',
    'Instruments: 2 violins, cello\nHow many of each?: violin 1, cello 1',
    'Instruments: violin, cello\nHow many of each?: 2 violins, cello as needed',
    'Instruments: violin, cello\nHow many of each?: as many as you have',
  ])('a person looks: %j', async (more) => {
    expect((await read(form(more))).problems).toContain('quantity_ambiguous')
  })
})

describe('002-003 who writes has the name they say, where the sender is a house or a stage', () => {
  const letter = 'Please book a cello on January 20, 2027, 2-5 pm.'
  test.each([
    ['Parish Office <secretary@parish.example>', `${letter}\n\nMrs. Noa Weiss, secretary\n(718) 555-0142`, 'Noa Weiss'],
    ['Weiss Events <hi@weiss.example>', `${letter}\n\nNoa Weiss, 718-555-0142`, 'Noa Weiss'],
    ['Fir Productions <noa@fir.example>', `${letter}\n\nNoa Weiss`, 'Noa Weiss'],
    ['DJ Moss <noa.moss@fir.example>', `yo its Noa Weiss\n\n${letter}`, 'Noa Weiss'],
    ['Nana Weiss <noa@fir.example>', `Hello this is Noa Weiss I love you. ${letter}`, 'Noa Weiss'],
    ['Ann Lee <ann@lee.example>', `${letter}\n\nCarnegie Hall`, 'Ann Lee'],
    ['Ann Lee <ann@lee.example>', `This is Great Expectations, a show. ${letter}`, 'Ann Lee'],
    ['Ann Lee <ann@lee.example>', `${letter}\n\nLee Music, owner`, 'Ann Lee'],
    ['Lee Office <ann@lee.example>', `${letter}\n\nCarnegie Hall`, 'Lee Office'],
    ['Yo Trask <yo@trask.example>', `${letter} Ms. Trask, 914-555-0152`, 'Yo Trask'],
  ])('%s: %j', async (from, body, name) => {
    expect((await read(body, from)).client.name).toBe(name)
  })

  test('a first name asked for as the name goes with the surname asked for beside it', async () => {
    const body = `What's your name?\nNoa\n\nAnd your surname?\nWeiss\n\nEmail\nnoa@weiss.example`
    expect((await read(`${body}\n\nInstruments\ncello`)).client.name).toBe('Noa Weiss')
    expect((await read(body.replace('Noa\n', 'Noa Weiss\n'))).client.name).toBe('Noa Weiss')
  })
})

describe('002-004 seats and hours of a letter', () => {
  const from = 'Ann Lee <ann@lee.example>'
  test.each([
    'Please book for our parish:\n* 2 violins\n* one cello\nJanuary 20, 2027, 2-5 pm',
    "We'd like to book for the mass:\n- two violins\n- a cello\nJanuary 20, 2027, 2-5 pm",
    'I need, on January 20, 2027, 2-5 pm:\n• 2 violins\n• 1 cello',
    'Please go ahead with 2 violins and a cello on January 20, 2027, 2-5 pm.',
    'could you put me down for 2 violins n a cello, january 20 2027, 2-5 pm please?',
    'Je souhaite réserver 2 violons et un violoncelle le 20 janvier 2027, de 14 h à 17 h.',
    'Please book 2 violins and a cello, January 20, 2027, 2-5 pm.\n718 555 0142 mornings',
  ])('%j', async (body) => {
    const { instruments, when, isHeld } = await read(body, from)
    expect({ instruments, when, isHeld }).toEqual({ instruments: SEATS, when: [WHEN], isHeld: false })
  })

  test.each([
    'Please book for the mass:\n- 2 violins\n- maybe a cello\nJanuary 20, 2027, 2-5 pm',
    'Please book for the mass:\n- 2 violins\n- a cello if the budget allows\nJanuary 20, 2027, 2-5 pm',
    'Please book 2 violins, January 20, 2027, 2-5 pm. Could you put me down for the Saturday too?',
    'Please book 2 violins, January 20, 2027, 2-5 pm.\n718 555 0142, and mornings are fine too',
    'Please book 2 violins, January 20, 2027, 2-5 pm.\n718 555 0142 Friday mornings',
  ])('a person looks: %j', async (body) => {
    expect((await read(body, from)).isHeld).toBe(true)
  })

  test('what is there already is no item of the list', async () => {
    const body = 'Please book for the mass:\n- 2 violins\n- our own cello is coming\nJanuary 20, 2027, 2-5 pm'
    expect((await read(body, from)).instruments).toEqual({ violin: 2 })
  })
})

describe('002-003 a box that was not ticked, and an answer under the wrong question', () => {
  const form = (more: string) => `Name: Ann Lee\nEmail: ann@lee.example\n${more}`
  const date = '\nDate: January 20, 2027\nTime: 2-5 pm'
  test.each([
    `Instruments:\n[x] 2 violins\n[ ] Viola\n[x] Cello${date}`,
    `Players:\n☑ 2 violins\n☐ Viola\n☑ Cello${date}`,
    `Players:\n- [X] 2 violins\n- [ ] Harp\n- [X] Cello${date}`,
    `Who: 2 violins + cello${date}`,
    `How many violins do you need?: 2\nHow many cellos would you like?: 1${date}`,
    'Strings: 2 violins, cello\nOn what date would you like them?: January 20, 2027\nWhen should they start?: 2 pm\nAnd when do they finish?: 5 pm',
    'Players: 2 violins, cello\nDate of booking: January 20, 2027\nCall time: 14:00\nEnd of call: 17:00',
    'Players: 2 violins, cello\nDate (MM/DD/YYYY): 01/20/2027\nStart time (HH:MM AM/PM): 02:00 PM\nEnd time (HH:MM AM/PM): 05:00 PM',
    `Strings: 2 violins, cello${date}\nNotes: Best, Viola Grant`,
    `Strings: 2 violins, cello${date}\nNotes: thanks so much, ann`,
    'Guest: Ann Lee\nPlayers: 2 violins, cello\nDay: January 20, 2027\nCheck-in: 2 PM\nCheck-out: 5 PM',
    'Date: January 20, 2027\nTime: 2-5 pm\nStrings: 2 violins, cello\nCheers, Ann',
  ])('%j', async (more) => {
    const { client, instruments, when, isHeld } = await read(form(more))
    expect([client.name, instruments, when, isHeld]).toEqual(['Ann Lee', SEATS, [WHEN], false])
  })

  test.each([`Who: Viola Davis\nPlayers: cello${date}`, `Who: Ann Lee\nPlayers: cello${date}`])(
    'a name is a name: %j',
    async (more) => {
      const { client, instruments } = await read(more)
      expect([client.name, instruments]).toEqual([/Who: (.*)/.exec(more)?.[1], { cello: 1 }])
    },
  )

  test.each([
    `Instruments:\n[ ] Violin\n[ ] Cello${date}`,
    `Players: cello\n[x] please add a harp${date}`,
    `How many violins do you need?: a few${date}`,
    'Players: cello\nOn what date?: January 20, 2027\nWhen should they start?: 2 pm',
    'Players: cello\nDate: January 20, 2027\nWhen do they finish?: 5 pm',
    `${date.trim()}\nStrings: cello\nCheers, and a harp please`,
    `Players: cello${date}\nNotes: Thanks, a harp too please`,
    `Players: cello${date}\nNotes: Thanks! 2 cellos actually`,
    `Players: cello${date}\nNotes: Best, only if cheap`,
  ])('a person looks: %j', async (more) => {
    expect((await read(form(more))).isHeld).toBe(true)
  })
})
