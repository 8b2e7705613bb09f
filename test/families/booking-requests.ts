/** Letters made of a request and a day: plain ones are read and pass, those with trouble beside the day never do. */
const DAY = 'January 14, 2027'
const HOURS = ['from 10 am to 1 pm', '10am-1pm', '10:00 AM - 1:00 PM']

const openings = [
  'Could somebody come on DAY HOURS? We need a cello.',
  'Could you please send us a cellist on DAY HOURS?',
  'Is there any chance of getting a cellist for DAY HOURS?',
  "I'm writing to request a cello player on DAY HOURS for our film score.",
  'Please arrange one cello for DAY, HOURS.',
  'Would a cellist be available DAY, HOURS?',
  'Do you know a good cellist? We record DAY, HOURS at Lowell Hall.',
  'Looking for a cellist to play on two tracks, DAY, HOURS.',
  'Our parish choir would love a cello. DAY, HOURS.',
  'Hello Custom Tracks team, we need one cello on DAY HOURS.',
  'Dear Sir or Madam, our orchestra wishes to hire a cello on DAY HOURS.',
  'We are recording three songs for an EP called "Night Bus" and need a cello on DAY HOURS.',
  'Need a cello DAY HOURS. Invoice to Ferry Theatre please.',
  'Last year Marcus played tenor sax on our record and we loved it. We need a cello on DAY HOURS.',
  'Please book a cello on DAY HOURS, the charts are ready.',
  'Cello for DAY, HOURS, it is for a small wedding film.',
  'We would love to hire a cello on DAY HOURS for our album with Ferry Lane Records.',
  'Can anyone join us on DAY HOURS? Just one cello.',
]

const troubles = [
  'We need a cello. It cannot be DAY HOURS.',
  'We need a cello, DAY HOURS at the earliest.',
  'We need a cello, provisionally DAY HOURS.',
  'We need a cello, DAY HOURS or thereabouts.',
  "We need a cello on DAY HOURS, subject to the singer's health.",
  'We need a cello on DAY HOURS, depending on the weather.',
  'We need a cello on DAY HOURS, to be confirmed.',
  'We need a cello. Anything but DAY HOURS.',
  'We need a cello on DAY HOURS unless it snows.',
  'We need a cello, perhaps DAY HOURS.',
  'We need a cello. DAY HOURS got scrapped.',
  'We need a cello the week following DAY HOURS.',
  'We need a cello. Hello not this time, DAY HOURS is over.',
  'We need a cello on DAY HOURS, give or take.',
  'We need a cello on DAY HOURS. Scratch that, the 15th.',
  'We need 2 cellos (viola) on DAY HOURS.',
  'We need a cello. Avoid DAY HOURS.',
  'We need a cello, the day preceding DAY HOURS.',
  'We need a cello on DAY HOURS or the day behind it.',
  'We need a cello on DAY and January 15, 2027, HOURS, both days please.',
]

/** Seats and days that are left open or taken back, in a letter and in a form. */
const openSeats = ['violin or viola', 'violin (or viola)']
const movedDays = ['January 13, 2027, sorry DAY', 'moved from January 13, 2027 to DAY', '~~January 13, 2027~~ DAY']
const letterOf = (seat: string, day: string) => `Hi, I'd like to book ${seat} for ${day}, HOURS.`
const formOf = (seat: string, day: string) => `Name: Noa Weiss\nInstruments: ${seat}\nPreferred times: ${day}, HOURS`
const open = [letterOf, formOf].flatMap((write) => [
  ...openSeats.map((seat) => write(seat, 'DAY')),
  ...movedDays.map((day) => write('cello', day)),
])
const desks = [letterOf('violin I, violin II, viola', 'DAY'), letterOf('violin 2 cello 1', 'DAY')]

const made = (texts: readonly string[]) =>
  texts.flatMap((text) => HOURS.map((hours) => text.replace('DAY', DAY).replace('HOURS', hours)))

export const plainRequests = () => made(openings)
export const troubledRequests = () => made([...troubles, ...open, ...desks])
