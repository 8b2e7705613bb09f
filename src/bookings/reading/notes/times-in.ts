import { Temporal } from 'temporal-polyfill'
import { findDates } from '#src/reading/dates.ts'
import { loadLexicon, wordSet } from '#src/reading/lexicon.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { withHalf, withMinutes } from '../again/clock-forms.ts'
import { inEnglish } from '../again/in-english.ts'
import { Sheet } from '../again/sheet.ts'
import { differs } from '../times/choose-zone.ts'
import { readZones } from '../times/zones.ts'
import { takeNumbers } from './numbers.ts'
import { mark, type Slots, sayClock, type Times } from './slots.ts'

const dates = loadLexicon('dates')
/** "3/4 time", "in 6/8"; "2:10 long", of a song; "last spring", "years ago": none is a time of the session. */
const ASIDES = [
  /\b\d{1,2}\/(?:2|4|8|16)(?= (?:time|meter|metre|feel|groove|swing|waltz)\b)/g,
  /(?<=\bin )\d{1,2}\/[48]\b/g,
  /(?<![\d:])\d{1,2}:\d\d(?= (?:long|in length|min))/g,
  /\b(?:last|past|this|these) (?:\w+ )?(?:spring|summer|autumn|fall|winter)\b/g,
  /\b(?:last|past|these) (?:\w+ )?(?:week|month|year|night|time)\b|\bago\b/g,
]
const NTH = /(?<![\d:])(\d{1,2})(?:st|nd|rd|th)\b(?! (?:st|street|ave|avenue|floor|birthday)\b)/g

/** Days, hours, lengths and numbers of a clause that are none of the windows'. */
export function timesIn(clause: string, slots: Slots): Times {
  const said: Times = { signals: new Set(), isSame: false, isAll: slots.starts.length === 1, isMoney: false }
  const sheet = new Sheet(inEnglish(clause))
  for (const aside of ASIDES) sheet.take(aside, () => undefined)
  takeDays(sheet, slots, said)
  for (const form of [withMinutes, withHalf])
    sheet.take(form, ([, hour, minutes]) => sayClock(Number(hour) * 60 + Number(minutes || 0), slots, said))
  const tokens = tokenise(sheet.text)
  for (const at of tokens.keys()) sayWord(tokens, at, slots, said)
  takeNumbers(tokens, slots, said)
  const zones = readZones(clause).filter(({ text }) => text.length > 3 || clause.includes(`time ${text}`))
  for (const { zone } of zones) mark(!differs(zone, slots.timezone), 'zone', said)
  return said
}

function takeDays(sheet: Sheet, slots: Slots, said: Times): void {
  const days = [...slots.starts, ...slots.ends].map((one) => one.toPlainDate())
  const text = sheet.text.replace(/ {2,}/g, (gap) => ' ;'.padEnd(gap.length))
  for (const { date, start, end, weekday, piece, hasDay } of findDates(text, { today: slots.today, dayFirst: false })) {
    if (/weekend/.test(piece)) continue
    sheet.blank(start, end)
    if (piece === 'now' || Temporal.PlainDate.compare(date, slots.today) < 0) continue
    const isBare = weekday !== null && !/[\d ]/.test(piece)
    const isSame = hasDay && days.some((day) => day.equals(date) || (isBare && day.dayOfWeek === weekday))
    mark(isSame, 'day', said)
  }
  sheet.take(NTH, ([, text]) => {
    const day = Number(text)
    const isSame = days.some((one) => one.day === day)
    if (day <= 31) mark(isSame, 'day', said)
  })
}

/** "Weekend only", where all days are of one. */
function sayWeekend({ starts }: Slots, said: Times): void {
  said.isAll = starts.every(({ dayOfWeek }) => dayOfWeek > 5)
  mark(said.isAll, 'day', said)
}

/** "or evening", "from noon", "that weekend": a word of time that no calendar reads. */
function sayWord(tokens: readonly Token[], at: number, slots: Slots, said: Times): void {
  const [kind = '', value, shy] = dates.at(tokens, at)?.value.meaning.split(' ') ?? []
  if (kind === 'clock') sayClock(Number(value) * 60, slots, said)
  else if (value === 'weekend') sayWeekend(slots, said)
  else if (DAYS.has(kind) || (kind === 'op' && DAYS.has(value ?? ''))) if (shy !== 'shy') said.signals.add('day')
}

const DAYS = wordSet('weekday month days part week weekdays')
