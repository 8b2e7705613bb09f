// Words of the lines that mail clients put above a quotation, in the languages our customers' clients speak.
const verb =
  'wrote|writes|schrieb|geschrieben|a écrit|a ecrit|écrivait|escribió|escribio|ha scritto|scrisse|escreveu|schreef|skrev|napisał\\(a\\)|napisał|napisała|napsal\\(a\\)|napsal|napísal|написала?|написав|пишет|kirjoitti|írta|a scris|έγραψε|yazdı|đã viết|menulis|aliandika|ameandika|כתב|כתבה|كتب|写道|寫道|さんは書きました|のメッセージ|님이 작성'
const weekday =
  'mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|mié|mie|jeu|jue|ven|vie|sam|sáb|sab|dim|dom|gio|mo|di|mi|do|fr|sa|so|ma|wo|vr|za|zo|seg|ter|qua|qui|sex|tir|ons|tor|lør|søn|lör|sön|tis|fre|pon|wt|śr|czw|pt|niedz|пн|вт|ср|чт|пт|сб|вс|jumatatu|jumanne|jumatano|alhamisi|ijumaa|jumamosi|jumapili'
const weekdayWord =
  'mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lun|mar|mer|jeu|ven|sam|dim|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье'
const month =
  'jan|feb|mar|mär|mrt|mars|apr|abr|avr|may|mai|mei|maj|jun|juin|jul|juil|aug|ago|août|aoû|sep|set|oct|okt|ott|out|nov|dec|dez|déc|dic|ene|gen|janv|févr|fév|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек|tháng'
const opener = 'on|le|am|el|il|em|op|den|på|w dniu|dnia|vào|il giorno|dne|a|тоді|no dia|tarehe|mnamo'

const email = /[^\s<>()[\]"',;:]{1,80}@[^\s<>()[\]"',;:]{1,120}\.[^\s<>()[\]"',;:]{2,24}/
const date = new RegExp(
  `\\d{1,4}[./年-]\\s?\\d{1,2}[./月-]\\s?\\d{1,4}|\\d{1,2}[:h.]\\d{2}|\\b\\d{1,2}(?:st|nd|rd|th)?\\.?(?: de)? (?:${month})|(?:^|[\\s,-])(?:${month})[\\p{L}.]{0,10}[ -]\\d{1,2}`,
  'iu',
)
const endsInVerb = new RegExp(`(?:${verb})\\s*[:：]?[\\s-]*$`, 'iu')
const verbAnywhere = new RegExp(`(?:^|[\\s"）)>])(?:${verb})(?=[\\s:：-]|$)`, 'iu')
const colonEnd = /[:：]\s*$/
const dashed = new RegExp(`^\\s*-{2,}\\s*\\S.{0,300}(?:${verb})\\s*-{2,}\\s*$`, 'iu')
const bracketedEmail = /[<(][^<>()]{0,20}[^\s<>()]{1,80}@[^\s<>()]{1,120}(?:<[^<>]{0,120}>)?[>)]/
const starts = new RegExp(
  `^[\\s*_"-]*(?:(?:${opener})\\s+(?:(?:${weekday})[\\p{L}]{0,8}[.,]{0,2}\\s|\\d|(?:${month}))|(?:${weekdayWord})[.,]{0,2}\\s.{0,12}\\d|\\d{1,4}[./年-]\\d{1,2}[./月-]\\d{1,4}|\\d{1,2}[:.]\\d{2}\\b|\\d{1,2}\\.? (?:de )?(?:${month}))`,
  'iu',
)
const original =
  /^\s*[-_=*]{2,}\s*(?:original (?:message|e-?mail|appointment)|reply message|ursprüngliche (?:nachricht|e-?mail)|original-?nachricht|antwort nachricht|message d['’]origine|message original|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|origineel bericht|oprindelig meddelelse|opprinnelig melding|original ?meddelande|ursprungligt meddelande|oryginalna wiadomość|wiadomość oryginalna|исходное сообщение|пересылаемое сообщение|původní zpráva|eredeti üzenet|orijinal mesaj|alkuperäinen viesti|原始邮件|元のメッセージ|원본 메시지|ujumbe asili)\s*[-_=*]{0,40}\s*$/i
const replyAbove = /^\W{0,12}(?:please )?(?:type|write|enter)?\s*(?:your )?reply above this line\W{0,12}/i
const forwarded = /^\s*(?:-{2,}\s*forwarded message\s*-{0,20}|begin forwarded message:)\s*$/i

/** How many lines from `at` on introduce a quotation ("On ... Ana wrote:"); 0 when they do not. */
export function attributionLength(lines: readonly string[], at: number): number {
  const first = lines[at] ?? ''
  if (first.length > 400 || !/[\d@:：-]/.test(first)) return 0
  if (isAttribution(first, lines, at + 1)) return 1
  return starts.test(first) && date.test(first) ? wrappedLength(lines, at) : 0
}

/** Clients break a long introduction over up to six lines. */
function wrappedLength(lines: readonly string[], at: number): number {
  let joined = lines[at] ?? ''
  for (let more = 1; more <= 5; more += 1) {
    const next = lines[at + more]
    if (next === undefined || starts.test(next)) return 0
    joined += ` ${next.trim()}`
    if (joined.length > 400) return 0
    if (isAttribution(joined, lines, at + more + 1)) return more + 1
  }
  return 0
}

function isAttribution(text: string, lines: readonly string[], next: number): boolean {
  const isLink = /https?:\/\//i.test(text) && !email.test(text)
  if (isLink) return false
  if (dashed.test(text)) return true
  const isDated = date.test(text)
  const isSigned = bracketedEmail.test(text)
  if (endsInVerb.test(text) && /[:：]/.test(text)) return isDated || isSigned
  if (!isDated) return false
  if (colonEnd.test(text) && introduces(text)) return true
  return isSigned && (/\bsent:?\s*$/i.test(text) || (starts.test(text) && nextIsQuote(lines, next)))
}

function introduces(text: string): boolean {
  if (email.test(text)) return bracketedEmail.test(text) || starts.test(text)
  return starts.test(text) && verbAnywhere.test(text)
}

/** True when the next line with text is a quoted one. */
export function nextIsQuote(lines: readonly string[], from: number): boolean {
  for (let at = from; at < lines.length && at < from + 8; at += 1) {
    const line = lines[at] ?? ''
    if (line.trim() !== '') return /^\s{0,3}>(?!\s*wrote\b)/.test(line)
  }
  return false
}

/** "-----Original Message-----", "Reply above this line": all below is older. */
export function opensOriginal(line: string): boolean {
  return line.length < 120 && (original.test(line) || replyAbove.test(line))
}

/** "---------- Forwarded message ----------": what follows is sent on purpose. */
export function opensForward(line: string): boolean {
  return line.length < 120 && forwarded.test(line)
}

/** Where a line such as "yes please On Wed, Apr 4, 2026 at 3:59 PM, bob@example.com wrote:" turns into an attribution. */
export function attributionWithin(line: string): number {
  if (line.length > 400 || !endsInVerb.test(line)) return -1
  const start = line.search(/\s(?:On|Le|Am|El|Il|Em|Op|Den) (?=[\p{L}\d])/u)
  return start > 0 && line.slice(0, start).trim() !== '' && date.test(line.slice(start)) ? start : -1
}
