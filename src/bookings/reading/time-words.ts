/** Words of dates and times, folded, in the languages clients write in. */

function table(rows: string, first = 1): Map<string, number> {
  return new Map(
    rows.split(' / ').flatMap((row, at) => row.split(' ').map((word): [string, number] => [word, at + first])),
  )
}

export const months = table(
  'january jan janvier janv enero ene januar janner gennaio gen janeiro januari / february feb fevrier fev fevr febrero februar febbraio fevereiro februari / march mar mars marzo marz marco maart / april apr avril avr abril abr aprile / may mai mayo maggio maio mei / june jun juin junio juni giugno giu junho / july jul juillet juil julio juli luglio lug julho / august aug aout agosto ago augustus / september sept sep septembre septiembre settembre setembro / october oct octobre octubre oktober okt ottobre ott outubro out / november nov novembre noviembre / december dec decembre diciembre dic dezember dez dicembre dezembro',
)

export const weekdays = table(
  'monday mondays mon lundi lunes montag lunedi maandag segunda-feira / tuesday tuesdays tues tue mardi martes dienstag martedi dinsdag terca-feira / wednesday wednesdays weds wed mercredi miercoles mittwoch mercoledi woensdag quarta-feira / thursday thursdays thurs thur thu jeudi jueves donnerstag giovedi donderdag quinta-feira / friday fridays fri vendredi viernes freitag venerdi vrijdag sexta-feira / saturday saturdays sat samedi sabado samstag sonnabend sabato zaterdag / sunday sundays sun dimanche domingo sonntag domenica zondag',
)

/** Abbreviations that are words of their own: a date or time must stand beside them. */
export const shyWords = new Set([
  'mon',
  'sat',
  'sun',
  'wed',
  'mar',
  'march',
  'may',
  'mars',
  'dec',
  'out',
  'gen',
  'ago',
  'ene',
  'mei',
])

export const numberWords = new Map<string, number>([
  ...table(
    'one un une ein eins eine uno una / two deux zwei dos due couple / three trois drei tres tre / four quatre vier cuatro quattro / five cinq funf cinco cinque / six sechs seis sei / seven sept sieben siete sette / eight huit acht ocho otto / nine neuf neun nueve nove / ten dix zehn diez dieci / eleven onze elf once / twelve douze zwolf doce dodici / thirteen / fourteen / fifteen / sixteen / seventeen / eighteen / nineteen / twenty',
  ),
  ['thirty', 30],
  ['forty', 40],
  ['fifty', 50],
])

export const ordinalWords = new Map<string, number>([
  ...table(
    'first / second / third / fourth / fifth / sixth / seventh / eighth / ninth / tenth / eleventh / twelfth / thirteenth / fourteenth / fifteenth / sixteenth / seventeenth / eighteenth / nineteenth / twentieth',
  ),
  ['thirtieth', 30],
])

export type Part = 'morning' | 'midday' | 'afternoon' | 'evening' | 'night'

const partRows: Record<Part, string> = {
  morning: 'morning mornings matin matins matinee manana vormittag morgens vormittags mattina manha',
  midday: 'lunchtime lunch',
  afternoon: 'afternoon afternoons apres-midi tarde nachmittag nachmittags pomeriggio',
  evening: 'evening evenings soir soiree abend abends sera',
  night: 'night nights noche notte noite nachts',
}

export const parts = new Map<string, Part>(
  (Object.keys(partRows) as Part[]).flatMap((part) =>
    partRows[part].split(' ').map((word): [string, Part] => [word, part]),
  ),
)

export type Op =
  | 'to'
  | 'and'
  | 'or'
  | 'comma'
  | 'from'
  | 'between'
  | 'after'
  | 'before'
  | 'at'
  | 'on'
  | 'of'
  | 'for'
  | 'the'
  | 'next'
  | 'this'
  | 'onwards'
  | 'all-day'
  | 'any-time'
  | 'each'
  | 'not'
  | 'only'
  | 'week'
  | 'weekend'
  | 'weekdays'
  | 'open'
  | 'close'
  | 'same'

const opRows: Partial<Record<Op, string>> = {
  to: 'to til till until through thru bis hasta fino jusque',
  and: 'and & et und y e plus',
  or: 'or ou oder o oppure either',
  from: 'from de von desde dalle starting start starts beginning begin ab des das',
  between: 'between entre zwischen tra',
  after: 'after past apres nach despues dopo since',
  before: 'before by avant vor antes prima',
  at: 'at @ a um alle around about circa approx approximately ca gegen vers',
  on: 'on am den le la el il em au aux du',
  of: 'of in',
  for: 'for pendant fur por per lasting',
  the: 'the',
  next: 'next following',
  this: 'this coming',
  onwards: 'onwards onward later',
  each: 'each every both day days chaque jeden',
  not: "not no can't cannot cant won't isn't aren't don't except excluding unavailable busy booked scratch cancel drop ignore forget avoid without unless fell",
  only: 'only instead',
  week: 'week weeks',
  weekend: 'weekend weekends',
  weekdays: 'weekday weekdays',
}

export const ops = new Map<string, Op>(
  Object.entries(opRows).flatMap(([op, words]) => words.split(' ').map((word): [string, Op] => [word, op as Op])),
)
