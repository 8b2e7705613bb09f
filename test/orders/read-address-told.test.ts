import { describe, expect, it, test } from 'vitest'
import { readAddressReply } from '#src/orders/address/read-address-reply.ts'

const linesOf = async (raw: string) => {
  const { kind, address, notUnderstood } = await readAddressReply(raw)
  return { kind, lines: address?.lines.join(', ') ?? null, notUnderstood }
}

describe('000-069: a unit, its sign and the house behind it', () => {
  test.each([
    [
      "Unit 1/77 Banksia Pde, Fremantle WA 6160, Australia. cheers Gus O'Leary",
      'Unit 1/77 Banksia Pde, Fremantle WA 6160',
    ],
    ['Apt 3/18 Beach Esp, Surfers Paradise QLD 4217', 'Apt 3/18 Beach Esp, Surfers Paradise QLD 4217'],
    ['Apt 2/9 Broadmeadows, Glenelg SA 5045', 'Apt 2/9 Broadmeadows, Glenelg SA 5045'],
  ])('%s', async (raw, lines) => {
    const read = await linesOf(raw)
    expect(read.kind).toBe('address')
    expect(read.lines).toContain(lines)
  })

  it('and a unit alone is no street', async () => {
    expect((await linesOf('Unit 1/77, Fremantle WA 6160')).kind).not.toBe('address')
    expect((await linesOf('Unit 12, Fremantle WA 6160')).kind).not.toBe('address')
  })
})

describe('000-069: forms in other languages', () => {
  test.each([
    [
      'Naam: Tamsin Vreeland\nStraat: Bakkersgracht 110-2\nPostcode: 3512 LB\nPlaats: Utrecht',
      'Bakkersgracht 110-2, 3512 LB, Utrecht',
    ],
    ['Nome: Ugo Bassi\nVia: Via Roma 12\nCAP: 20121\nComune: Milano', 'Via Roma 12, 20121, Milano'],
    [
      'Nome: Rui Costa\nRua: Rua das Flores 21\nCódigo postal: 4050-262\nLocalidade: Porto',
      'Rua das Flores 21, 4050-262, Porto',
    ],
    ['Nombre completo: Ana Ruiz\nCalle: Mayor 8\nCP: 28013\nLocalidad: Madrid', 'Calle Mayor 8, 28013, Madrid'],
  ])('%s', async (raw, lines) => {
    expect(await linesOf(raw)).toEqual({ kind: 'address', lines, notUnderstood: [] })
  })
})

describe('000-069: a label that is the first word of its street stays in it and tells the country', () => {
  test.each([
    ['Calle: Mayor 12\nLocalidad: Madrid\n28013', 'Calle Mayor 12, Madrid, 28013', 'ES'],
    ['Calle:\nMayor 12\nLocalidad: Madrid\n28013', 'Calle Mayor 12, Madrid, 28013', 'ES'],
    ['Calle: Gran Vía 12\nMunicipio: Puebla\n72000', 'Calle Gran Vía 12, Puebla, 72000', 'ES'],
    ['Rue: de la Paix 12\nCommune: Paris\n75002', 'Rue de la Paix 12, Paris, 75002', 'FR'],
    ['Rue : 12 rue de la Paix\nCode postal : 75002\nVille : Paris', '12 rue de la Paix, 75002, Paris', 'FR'],
    ['Via: Roma 12\nCAP: 20121\nComune: Milano', 'Via Roma 12, 20121, Milano', 'IT'],
    ['Via: Corso Italia 5\nCAP: 20122\nComune: Milano', 'Corso Italia 5, 20122, Milano', 'IT'],
    ['Rua: das Flores 21\nLocalidade: Porto\n4050-262', 'Rua das Flores 21, Porto, 4050-262', 'PT'],
    ['Ulica: Długa 5\nKod pocztowy: 00-238\nMiasto: Warszawa', 'Ulica Długa 5, 00-238, Warszawa', 'PL'],
  ])('%s', async (raw, lines, country) => {
    const { address, notUnderstood } = await readAddressReply(raw)
    expect([address?.lines.join(', '), address?.country, notUnderstood]).toEqual([lines, country, []])
  })
})

describe('000-073: of two the one that is meant', () => {
  test.each([
    ['I moved. Old one was 77 Pine St, Olympia WA 98501. Please use the new one: 210 Fir Ave, Olympia WA 98506.'],
    ['My old address was 77 Pine St, Olympia WA 98501. My new address is 210 Fir Ave, Olympia WA 98506.'],
    ["Please don't send it to 77 Pine St, Olympia WA 98501. Send it to 210 Fir Ave, Olympia WA 98506."],
    ['billing 77 Pine St Suite 3, Olympia WA 98501\nshipping 210 Fir Ave, Olympia WA 98506\nHenk Post'],
    ['Bill to 77 Pine St, Olympia WA 98501. Ship to 210 Fir Ave, Olympia WA 98506.'],
    ["Don't use 77 Pine St, Olympia WA 98501 anymore please.\nNew: 210 Fir Ave, Olympia WA 98506"],
    ['Stop using 77 Pine St, Olympia WA 98501. Use 210 Fir Ave, Olympia WA 98506'],
    ['I no longer live at 77 Pine St, Olympia WA 98501. Send it to 210 Fir Ave, Olympia WA 98506'],
  ])('%s', async (raw) => {
    const read = await linesOf(raw)
    expect(read).toMatchObject({ kind: 'two_addresses', lines: '210 Fir Ave, Olympia WA 98506' })
  })

  test.each([
    'We used to live at 77 Pine St, Olympia WA 98501',
    'Not 77 Pine St, Olympia WA 98501',
    'billing 77 Pine St, Olympia WA 98501',
  ])('the other one alone is shown to a person: %s', async (raw) => {
    expect((await linesOf(raw)).notUnderstood).not.toEqual([])
  })

  it('of a town like "Ely CB7 4AB anymore please" the last words are no name', async () => {
    const read = await linesOf("Don't use 40 Mill Road Ely CB7 4AB anymore please\nNew: 6 Fen View, Soham, CB7 5XY")
    expect(read).toMatchObject({ kind: 'two_addresses', lines: '6 Fen View, Soham, CB7 5XY' })
  })

  it('who no longer lives somewhere gives up no order, and nobody completes that address', async () => {
    const whole = await linesOf('I no longer live at 77 Pine St, Olympia WA 98501')
    expect(whole).toMatchObject({ kind: 'address', notUnderstood: ['77 Pine St, Olympia WA 98501'] })
    const begun = await linesOf('I no longer live at 77 Pine St')
    expect(begun).toEqual({ kind: 'question', lines: null, notUnderstood: ['77 Pine St'] })
    expect((await linesOf('I no longer need it')).kind).toBe('cancel')
  })

  it('where the words point to none, none is taken', async () => {
    expect(await linesOf('77 Pine St, Olympia WA 98501\n\n210 Fir Ave, Olympia WA 98506')).toMatchObject({
      lines: null,
    })
  })
})

const signature = '\n\nRosalind Hartwick\nHartwick Inn, 12 Bridge Street, Stowe VT 05672'

describe('an absence note above a part of an address', () => {
  test.each([
    'Out of office until 3 May.\n\nAda Fox\n44 Wisteria Way',
    'I am out of the office until Monday.\n\n44 Wisteria Way',
    "Hi, I'm on vacation until the 5th.\nRosalind Hartwick\n12 Bridge Street, Stowe",
    'Ich bin im Urlaub bis Montag.\n\nHauptstraße 5, München',
  ])('is for a person, with every word of it: %s', async (raw) => {
    const { kind, notUnderstood } = await readAddressReply(raw)
    expect(kind).toBe('question')
    expect(notUnderstood).not.toEqual([])
  })

  test.each([
    'I am out of the office. In my absence please contact Maria Lopez.\n\nRosalind Hartwick\n12 Bridge Street, Stowe',
    'I am out of the office until Monday.\n\nRosalind Hartwick',
  ])('is a program’s where it names another to write to, or has no address: %s', async (raw) => {
    expect((await readAddressReply(raw)).kind).toBe('auto_reply')
  })
})

describe('000-069: an answer by itself without a header for it', () => {
  test.each([
    `I am out of the office from January 11 to January 18. For urgent matters write to desk@inn.example.${signature}`,
    `Ich bin bis 18. Januar nicht im Büro. In meiner Abwesenheit hilft empfang@inn.example${signature}`,
    `I am out of the office. In my absence please contact Maria Lopez.${signature}`,
    `Je suis absente du bureau. En cas d'urgence : accueil@inn.example${signature}`,
  ])('gives its signature to everybody: %s', async (raw) => {
    expect(await linesOf(raw)).toMatchObject({ kind: 'auto_reply', lines: null })
  })

  test.each([
    `I am out of the office until January 18.${signature}`,
    `I am out of the office, please ship it to my home, in urgent cases call me.${signature}`,
    `It is a bit urgent, here is where I live.${signature}`,
    'I am out of the office, for urgent matters call me. 12 Bridge Street, Stowe VT 05672',
    `Hi! I'm on vacation until the 5th, so nothing urgent.${signature}`,
    `Ich bin im Urlaub, es ist nicht dringend.${signature}`,
    `Sorry, I am out of the office until Monday but here it is, it's quite urgent.${signature}`,
    `Estoy de vacaciones, no hay urgencia.${signature}`,
    `I'm on vacation until 2027-01-18, in urgent cases 01/20/2027 is fine too.${signature}`,
    `I'm on vacation. If urgent call me on 555 123 45 67.${signature}`,
    `I'm on vacation, if not urgent write to rosalind@inn.example${signature}`,
    `I'm on vacation, it's urgent: rosalind@inn.example${signature}`,
    `Ich bin nicht im Büro. Ihre Mail wird nicht weitergeleitet.${signature}`,
  ])('who may mean it as the answer loses no address: %s', async (raw) => {
    expect(await readAddressReply(raw)).toMatchObject({ kind: 'address', hasAddress: true })
  })

  it('and what was said of being away is shown to a person', async () => {
    const { notUnderstood } = await linesOf(`Hi! I'm on vacation until the 5th, so nothing urgent.${signature}`)
    expect(notUnderstood).toContain("I'm on vacation until the 5th")
  })
})

describe('000-069: a postcode beside what it is called', () => {
  test.each([
    ['Ada Fox\nVia Roma 5\nCAP 20121\nMilano', 'Via Roma 5, CAP 20121, Milano'],
    ['Ada Fox, Calle Mayor 5, CP 28013 Madrid', 'Calle Mayor 5, CP 28013 Madrid'],
    [
      'Ada Fox\nPrivada del Nogal #45 int. 3\nCol. Las Acequias, C.P. 76060\nQuerétaro, Qro., México',
      'Privada del Nogal #45 int. 3, Col. Las Acequias, C.P. 76060, Querétaro, Qro., México',
    ],
    ['Ada Fox\n5 MG Road\nMumbai PIN 400064', '5 MG Road, Mumbai PIN 400064'],
    ['Ann Lee\nCircuito Interior 455, CP 06700, Ciudad de México', 'Circuito Interior 455, CP 06700, Ciudad de México'],
    ['Ann Lee\nAv. Juárez 12\nCP 44100 Guadalajara, Jalisco', 'Av. Juárez 12, CP 44100 Guadalajara, Jalisco'],
    ['Ada Fox, 9 Oak Rd, Denver, CO zip 80209', '9 Oak Rd, Denver, CO zip 80209'],
    ['Nitumieni kwa S.L.P. 553-80300 Voi. Nikichukua nitapiga', 'Nitumieni kwa S.L.P. 553-80300 Voi'],
  ])('%j', async (raw, lines) => {
    expect(await linesOf(raw)).toMatchObject({ kind: 'address', lines })
  })
})

describe('000-069: a code of a gate and a street that is called so are no postcode', () => {
  test.each([
    '12 Mill Street\nGate pin 4455\nLeeds LS1 4AB\nUK',
    '12 Mill Street\nGate pin 445566\nLeeds LS1 4AB\nUK',
    '88 Larkspur Ln, gate pin 4471\nBoise ID 83702',
    '88 Larkspur Ln\nApt 4 - pin 4471\nBoise, ID 83702',
    '88 Larkspur Ln (gate pin 44710), Boise, ID 83702',
    '12 Mill Street\nPin 4471 for the gate\nDublin D02 AF30\nIreland',
    '5 MG Road\nMumbai\ngate pin 400111\nMaharashtra 400064',
    '4 avenue du Cap 1200\n20169 Bonifacio',
    '12 rue Cap 2000\n33000 Bordeaux',
    '12 rue Cap 20000\n33000 Bordeaux',
    '12 Cap 2000 Way\nPerth WA 6000',
    '5 Zip 8000 Road\nCairns QLD 4870',
    'Résidence Cap 3000, 12 avenue Foch\n06700 Saint-Laurent-du-Var',
  ])('%j is one address, and whole', async (raw) => {
    const { kind, lines } = await linesOf(`Ann Lee\n${raw}`)
    expect([kind, lines]).toEqual(['address', raw.replaceAll('\n', ', ')])
  })

  it('a code alone makes no address whole', async () => {
    expect((await linesOf('Ann Lee\n12 Mill Street, buzzer 4471')).kind).toBe('partial')
  })

  test.each([
    ['Circuito Interior 455, CP 06700, Ciudad de México', 'MX'],
    ['Calle Mayor 5, CP 28013 Madrid', 'ES'],
    ['Virginia Oaxaca\nCalle Mayor 5\n28013 Madrid', 'ES'],
  ])('the country of %j is %s', async (raw, country) => {
    expect((await readAddressReply(raw)).address?.country).toBe(country)
  })

  it('a place behind the town that nobody knows is shown', async () => {
    const { kind, notUnderstood } = await linesOf('Ada Fox\nCalle Mayor 5\nCP 28013 Madrid, Comunidad')
    expect([kind, notUnderstood]).toEqual(['address', ['Comunidad']])
  })
})

describe('000-069: who is away', () => {
  test('is heard with the half of an address above it', async () => {
    const read = await linesOf("44 Wisteria Way\n\nI'm out of the office until Monday")
    expect(read).toMatchObject({ kind: 'partial', lines: '44 Wisteria Way' })
    expect(read.notUnderstood.join()).toContain('out of the office')
  })

  test.each([
    "I'm out of the office until Monday",
    'Thank you for your message.\nRob Hall\n12 Mill Street\nI am out of the office until 5 January.',
    'We have received your mail.\n\n12 Mill Street\n\nI am on vacation until 5 January.',
  ])('and says so alone, or above a signature: %j', async (raw) => {
    expect((await linesOf(raw)).kind).toBe('auto_reply')
  })
})

describe('000-069: a postcode behind its own word, and in a box', () => {
  test.each(['Nora Kunz, Lindengasse 4, Wien, PLZ: 1070', 'Ada Moss\n12 Tanner Row\nzip 94110, San Francisco'])(
    '%s',
    async (raw) => expect((await linesOf(raw)).kind).toBe('address'),
  )

  it('the word alone is none', async () => {
    expect((await linesOf('Nora Kunz, Lindengasse 4, Wien, PLZ folgt')).kind).toBe('partial')
  })
})

describe('000-071: an address that stands elsewhere is pointed to', () => {
  const signature = '\n\n-- \nPim van Rossum | illustrator\nWesterkade 118, 3016 ZX Rotterdam, NL'
  test.each(["it's the one at the bottom of this mail", 'Use what is in my footer please', 'Adresse ganz unten'])(
    '%s',
    async (text) => expect(await linesOf(text + signature)).toMatchObject({ kind: 'address', notUnderstood: [] }),
  )
  it('where nothing points to it, a person looks', async () => {
    expect((await linesOf(`Do you have it in blue?${signature}`)).kind).toBe('question')
  })
})

describe('000-072: an order is given up in other words', () => {
  test.each([
    ['my hours got cut so I need to back out of this. Sorry', 'cancel'],
    ['Guten Tag, ich möchte von der Bestellung zurücktreten.', 'cancel'],
    ['Sorry, I have to pull out of this.', 'cancel'],
    ['We are backing out of the purchase', 'cancel'],
    ['Ich trete hiermit von der Bestellung zurück.', 'cancel'],
    ['Je renonce à ma commande.', 'cancel'],
    ["I won't back out, promise. What do you need?", 'question'],
    ['Can I back out later if it does not fit?', 'question'],
  ])('%s', async (raw, kind) => expect((await linesOf(raw)).kind).toBe(kind))

  test.each([
    ['Can the courier pull out front? 12 Mill Street, Leeds LS1 4AB, UK', 'address'],
    ['The van has to back out of the yard.\n12 Mill Street\nLeeds LS1 4AB\nUK', 'address'],
    ['The van can back out of this.\n12 Mill Street\nLeeds LS1 4AB\nUK', 'address'],
    ["I'll bow out of the street party, so Saturday is fine.", 'question'],
    ['I have to pull out of this driveway first.', 'question'],
    ['Bitte stellen, ich trete zurück ins Haus.', 'question'],
    ['Ich muss vom Fenster zurücktreten.', 'question'],
  ])('what else one backs out of is no order: %j', async (raw, kind) => expect((await linesOf(raw)).kind).toBe(kind))
})
