/** Customers' mails made of an address and of what stands around it. */
export type MailMade = {
  name: string
  raw: string
  /** What the customer wrote now. */
  text: string
  /** Pieces that must stand in the lines kept: street, town, postcode. */
  holds: string[]
  kind: 'address' | 'two_addresses' | 'cancel' | 'any'
}

type Place = { lines: string[]; holds: string[] }

const places: Place[] = [
  {
    lines: ['Verity Slocum', '77 Tannery Hill Rd', 'Burlington, VT 05401'],
    holds: ['77 Tannery Hill Rd', 'Burlington', '05401'],
  },
  {
    lines: ['Odell Pryce', '1900 Cedar Run Blvd, Apt 4C', 'Austin TX 78704', 'USA'],
    holds: ['1900 Cedar Run Blvd', 'Apt 4C', 'Austin', '78704'],
  },
  { lines: ['Marta Quill', 'PO Box 4417', 'Bend, OR 97708'], holds: ['PO Box 4417', 'Bend', '97708'] },
  {
    lines: ['Imogen Hale', 'Flat 2, 14 Larch Close', 'Leeds LS6 2AB', 'United Kingdom'],
    holds: ['14 Larch Close', 'Leeds', 'LS6 2AB'],
  },
  {
    lines: ['Tomas Brandt', 'Lindenstraße 12a', '10969 Berlin', 'Germany'],
    holds: ['Lindenstraße 12a', 'Berlin', '10969'],
  },
  {
    lines: ['Maëlle Rivoire', '8 rue des Tilleuls', '69003 Lyon', 'France'],
    holds: ['8 rue des Tilleuls', 'Lyon', '69003'],
  },
  {
    lines: ['Pilar Ocaña', 'Calle Mayor 41, 3º B', '28013 Madrid', 'España'],
    holds: ['Calle Mayor 41', 'Madrid', '28013'],
  },
  {
    lines: ['Giulia Ferri', 'Via Garibaldi 7', '40121 Bologna BO', 'Italia'],
    holds: ['Via Garibaldi 7', 'Bologna', '40121'],
  },
  {
    lines: ['Sanne de Wit', 'Prinsengracht 210', '1016 HD Amsterdam', 'Netherlands'],
    holds: ['Prinsengracht 210', 'Amsterdam', '1016 HD'],
  },
  {
    lines: ['Callum Reid', '300 Bay St, Unit 1204', 'Toronto ON M5H 2S6', 'Canada'],
    holds: ['300 Bay St', 'Toronto', 'M5H 2S6'],
  },
  {
    lines: ['Priya Nair', '12 Wattle Grove', 'Fremantle WA 6160', 'Australia'],
    holds: ['12 Wattle Grove', 'Fremantle', '6160'],
  },
  { lines: ['Njeri Kamau', 'P.O. Box 2210-00100', 'Nairobi', 'Kenya'], holds: ['2210-00100', 'Nairobi'] },
  {
    lines: ['Sørine Holm', 'Nørregade 5, 2. tv', '8000 Aarhus C', 'Denmark'],
    holds: ['Nørregade 5', 'Aarhus', '8000'],
  },
  { lines: ['Ewa Nowak', 'ul. Długa 15/3', '31-147 Kraków', 'Poland'], holds: ['Długa 15/3', 'Kraków', '31-147'] },
  {
    lines: ['Aoife Byrne', '9 Strand Road', 'Sligo', 'F91 X2Y4', 'Ireland'],
    holds: ['9 Strand Road', 'Sligo', 'F91 X2Y4'],
  },
  {
    lines: ['Lucas Prado', 'Rua das Acácias, 88', 'São Paulo - SP', '01310-100', 'Brasil'],
    holds: ['Rua das Acácias', 'São Paulo', '01310-100'],
  },
]

const shop = 'orders@beadandbranch.example'
const shopPlace = '212 Millrace Street, Suite 4, Portland, OR 97205'
const ours = `Thanks for your order! Please reply with your full address.\n\nBead & Branch\n${shopPlace}`
const quotedOurs = ours
  .split('\n')
  .map((line) => `> ${line}`)
  .join('\n')
const gmail = `On Tue, Nov 10, 2026 at 4:02 PM Bead & Branch <${shop}> wrote:\n\n${quotedOurs}`
const german = `Am Di., 10. Nov. 2026 um 16:02 Uhr schrieb Bead & Branch <${shop}>:\n\n${quotedOurs}`
const french = `Le mar. 10 nov. 2026 à 16:02, Bead & Branch <${shop}> a écrit :\n\n${quotedOurs}`
const sent = 'Sent: Tuesday, November 10, 2026 4:02 PM\nTo: Kit Morrow <kit@example.com>'
const outlook = `From: Bead & Branch <${shop}>\n${sent}\nSubject: Your order\n\n${ours}`
const original = `-----Original Message-----\n${outlook}`
const phone = `Sent from my iPhone\n\n> On Nov 10, 2026, at 16:02, Bead & Branch <${shop}> wrote:\n>\n${quotedOurs}`

type Way = { name: string; text: (lines: string[]) => string; below?: string; head?: string; kind?: MailMade['kind'] }
const plain = (lines: string[]) => lines.join('\n')

/** What a person may write around an address, and what a program sets below it. */
const ways: Way[] = [
  { name: 'alone', text: plain },
  { name: 'one line', text: (lines) => lines.join(', ') },
  {
    name: 'greeting and closing',
    text: (lines) => `Hi there!\n\nHere you go:\n\n${plain(lines)}\n\nThanks so much,\n${lines[0]}`,
  },
  { name: 'in a sentence', text: (lines) => `Please send it to ${lines.join(', ')}. Thank you!` },
  { name: 'no capitals', text: (lines) => lines.join('\n').toLowerCase() },
  { name: 'labels', text: (lines) => `Name: ${lines[0]}\nAddress: ${lines.slice(1).join(', ')}` },
  { name: 'phone below', text: (lines) => `${plain(lines)}\n+1 802 555 0142` },
  { name: 'quoted by Gmail', text: plain, below: gmail },
  { name: 'quoted in German', text: plain, below: german },
  { name: 'quoted in French', text: plain, below: french },
  { name: 'quoted by Outlook', text: plain, below: outlook },
  { name: 'original message', text: plain, below: original },
  { name: 'quoted by a phone', text: plain, below: phone },
  {
    name: 'a dated sentence',
    text: (lines) => `On March 3rd I wrote you my old address, here is the new one:\n\n${plain(lines)}`,
    below: gmail,
  },
  { name: 'a row of dashes', text: (lines) => `Here it is:\n-----\n${plain(lines)}` },
  { name: 'a holiday subject', text: plain, head: 'Subject: On holiday until Monday, please ship here' },
  { name: 'an automatic subject', text: plain, head: 'Subject: Automatic reply: Your order' },
  { name: 'a question too', text: (lines) => `${plain(lines)}\n\nHow long will it take?` },
  { name: 'a change too', text: (lines) => `Can you make it 3 instead of 2? My address:\n${plain(lines)}` },
  {
    name: 'said last time',
    text: (lines) => `Last time delivery failed because the number was missing. It is ${lines.slice(1).join(', ')}`,
  },
  { name: 'where one lives', text: (lines) => `I live at ${lines.slice(1).join(', ')}` },
  { name: 'moved', text: (lines) => `Notice: I moved! The new one is\n${plain(lines)}` },
  {
    name: 'gives up',
    text: (lines) => `Never mind, cancel please. You had my address: ${lines.slice(1).join(', ')}`,
    kind: 'cancel',
  },
  {
    name: 'two',
    text: (lines) => `Home:\n${plain(lines)}\n\nWork:\n44 Harbor Way\nSeattle, WA 98101`,
    kind: 'two_addresses',
  },
  { name: 'all quoted', text: plain, kind: 'any' },
]

export function mailsMade(): MailMade[] {
  return places.flatMap((place) => ways.map((way) => makeMail(place, way)))
}

function makeMail({ lines, holds }: Place, { name, text, below, head, kind }: Way): MailMade {
  const written = text(lines)
  const body = below ? `${written}\n\n${below}\n` : written
  const raw = name === 'all quoted' ? body.replace(/^/gm, '> ') : body
  return {
    name: `${name}: ${lines[1]}`,
    raw: head ? `${headers}\n${head}\n\n${raw}` : raw,
    text: written,
    holds: name === 'no capitals' ? holds.map((one) => one.toLowerCase()) : holds,
    kind: kind ?? 'address',
  }
}

const headers = [
  `From: kit@example.com\nTo: ${shop}\nMessage-ID: <1@example.com>`,
  'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8',
].join('\n')
