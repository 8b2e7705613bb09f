import { flat, fold } from './fold.ts'

/** What a form asks; `other` is a question of no use here, `text` holds free words. */
export type Role =
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'email'
  | 'phone'
  | 'instruments'
  | 'quantity'
  | 'times'
  | 'date'
  | 'time'
  | 'start'
  | 'end'
  | 'duration'
  | 'timezone'
  | 'text'
  | 'from'
  | 'subject'
  | 'other'

const asker =
  "(?:(?:your|the|client|contact|customer|artist|primary|preferred|best|main|what is|what's|please enter|enter|a|vos|tes|ton|deine|sus|tus|le sue|les|seu|seus|booker|requester|musical director|su|tu|votre|ihre?|il tuo|o seu) )*"
const optional = '(?: ?(?:\\(?(?:optional|required|opcional|optionnel|facultatif)\\)?|\\*+))*'

/** Tried in this order; each must fit the whole label. */
const exact: [Role, string][] = [
  ['firstName', 'first ?names?|given names?|fname|first|prenom|vorname|forename|nombre de pila'],
  ['lastName', 'last ?names?|surname|family name|lname|last|nom de famille|nachname|apellidos?'],
  [
    'email',
    '(?:e-?mail|email|courriel|correo|e mail|mail|correo electronico|adresse e-?mail)(?:[ -]?(?:address|id|addr|adresse|contact))?(?: .{0,30})?|reply[ -]?to|reply address|adresse (?:e-?mail|mail|electronique)|where (?:can|should|do) we (?:write|e-?mail).{0,30}',
  ],
  [
    'phone',
    '(?:tele)?phone(?: ?(?:number|no|#|nr))?|tel|mobile(?: ?(?:number|no|phone))?|cell(?: ?(?:number|phone|no))?(?: number)?|call (?:me|us)(?: at| on)?|(?:contact|daytime|callback|phone|whatsapp|sms|text|day|evening) ?(?:number|no|phone|telephone)?|number to (?:call|reach|text).{0,20}|telefono?|telefone|telephone|numero(?: de (?:telephone|telefono))?|handy(?:nummer)?|telefonnummer|whatsapp|movil|portable|cellulare|where can we (?:call|reach) you|best number.{0,20}|phone.{0,25}',
  ],
  [
    'timezone',
    '(?:your |local )?time ?-?zone(?: .{0,25})?|tz|timezone name|fuseau(?: horaire)?|zeitzone|zona horaria|what time ?zone.{0,30}|zone|fuso orario',
  ],
  [
    'quantity',
    '(?:instrument )?(?:qty|quantity|how many(?: (?:players|musicians|of them|of each))?|number of (?:players|musicians|seats|instruments)|count|quantite|anzahl|cantidad)',
  ],
  [
    'instruments',
    '(?:which |what )?(?:instruments?|instrumentation|line-?up|musicians?|players?|ensemble|parts|besetzung|instrumentos?|strumenti|strumento|instrumente|instrumentacion|formation|musiciens|musicos|musiker|session musicians?|seats|session players?)(?: ?\\(s\\))?(?: ?(?:needed|required|requested|wanted|list|you need|do you need|are needed|souhaites?|voulus|requis|necesarios?|gewunscht|gesucht|needed for|for (?:the|this) session|to book|to record|type|recherches?))*|(?:who|what) (?:do|should|are) (?:you|we) (?:need|want|book|hire|looking for|record(?:ing)?).{0,30}|(?:which|what) (?:instruments?|musicians?|players?).{0,40}|need(?:ed|s)?|looking for|we need|i need|instrument ?(?:#|no)? ?\\d{1,2}|services?(?: needed)?',
  ],
  [
    'duration',
    '(?:session |expected |approx(?:imate)? |estimated )?(?:duration|length|how long.{0,30}|hours(?: needed)?|dauer|duree|duracion|session length)',
  ],
  [
    'text',
    'notes?|comments?|messages?|anything else.{0,40}|tell us.{0,40}|about.{0,40}|details?|additional.{0,40}|remarks?|description|message body|body|project(?: details| description)?|session details|more info(?:rmation)?|special requests?|notas?|mensaje|comentarios?|remarques?|nachricht|bemerkung(?:en)?|kommentare?|your message|anmerkung(?:en)?|precisions|messaggio|mensagem|note|extra.{0,30}|questions?|other(?: notes| info| details)?|what.{0,20} (?:song|project) about.{0,10}|inquiry|enquiry|request details|info',
  ],
  ['from', 'from|sender|de|von'],
  ['subject', 'subject|betreff|objet|asunto|re'],
  [
    'name',
    '(?:full |nom |complete )?(?:name|names|nom|nombre|nome)(?: ?(?:complet|completo|and surname|\\(first (?:and|&) last\\)|of (?:client|contact|artist|person)))?|who|client|customer|artist|contact|contact person|booked by|requested by|submitted by|first ?(?:and|&|\\+|/) ?last(?: name)?|first \\+ last|who are you|who is (?:this|booking|asking).{0,20}|booker|requester|your name.{0,20}|name of .{0,20}(?:client|contact|booker|person)|first ?name ?(?:and|&|\\+) ?last ?name|client full name|vor- und nachname|nom et prenom|prenom et nom|nombre y apellidos?|interessent|what should we call you|person',
  ],
]

const slot =
  '(?:(?:option|slot|choice|preference|window|session|alternat(?:iv)?es?|alternate|backup|preferred|first|second|third|fourth|1st|2nd|3rd|4th|proposed|requested|desired|ideal|earliest|latest|possible|available|your|the|booking|appointment|event|recording|[1-9]|#[1-9]|option[a-d1-9]|slot[1-9]|a|b|c|or|of|gewunschter?|uhr)[ _:.)-]*)*'

const timing: [Role, string][] = [
  [
    'start',
    `${slot}(?:start(?:s|ing)?(?: ?(?:time|at|hour|datetime))?|from|begin(?:s|ning)?(?: at)?|time (?:from|start|in)|debut|inicio|beginn|start ?time.{0,20}|von)`,
  ],
  [
    'end',
    `${slot}(?:end(?:s|ing)?(?: ?(?:time|at|hour|datetime))?|to|until|till|finish(?:es)?(?: ?time)?|time (?:to|end|out)|fin|ende|end ?time.{0,20}|bis)`,
  ],
  [
    'date',
    `${slot}(?:date|day|datum|fecha|jour|data|dia|tag|on)(?: ?(?:1|2|3|4|one|two|three|of session|requested|preferred))?`,
  ],
  [
    'time',
    `${slot}(?:time|hours|heure|hora|uhrzeit|time ?(?:slot|window|of day|range|frame))(?: ?(?:1|2|3|4|requested|preferred))?`,
  ],
  [
    'times',
    `${slot}(?:options?|slots?|choices?|windows?|times?|dates?|date ?(?:and|&|/|\\+) ?times?|availabilit(?:y|ies)|when|schedule|days?(?: and times?)?|disponibilit(?:e|es|a)|disponibilidad|verfugbarkeit(?:en)?|termine?|wunschtermine?|horaires?|creneaux?|horarios?|fechas?|datetime|time ?slots?|dates? ?souhaitees?|dates|sessions?|fecha y hora|date et heure|orari|data e ora|plages horaires|quand|cuando|wann|quando)(?: ?(?:requested|preferred|proposed|wanted|available|you are (?:free|available)|that work|needed|and time))*(?: ?(?:\\(?s\\)|[1-9]))?`,
  ],
  [
    'times',
    '(?:when|what (?:days?|times?|dates?)|which (?:days?|times?|dates?)|times? (?:that|you)|days? you|dates? (?:that|you)|your availability|preferred (?:times?|dates?|days?|sessions?)|availab|free on|possible (?:dates|times)|session (?:dates?|times?)|best (?:times?|days?)|times? (?:which )?work).{0,60}',
  ],
]

const patterns: [Role, RegExp][] = [...exact, ...timing].map(([role, words]) => [
  role,
  new RegExp(`^${asker}(?:${words})(?: ?#?[1-9])?${optional}$`),
])

/** Labels of things that say nothing about the session; their values must not be read. */
const useless =
  /^(?:ip(?: address)?|submitted(?: (?:from|on|at|via))?|submission (?:id|date|time|url)|form(?: (?:name|id|title))?|page(?: url)?|url|link|user ?agent|browser|consent|entry(?: id)?|id|ref(?:erence)?(?: ?(?:no|number|id))?|referr?er|referral|sent|to|cc|bcc|date sent|(?:received|created|sent|arrival)(?: (?:date|time|at|on))?|timestamp|created(?: at| on)?|budget|rate|price|fee|how did you hear.{0,40}|website|site|company|studio|band(?: name)?|song(?: (?:title|name))?|project (?:name|title)|genre|style|tempo|bpm|key|key signature|location|address|city|state|zip|country|newsletter|gdpr|privacy.{0,30}|terms.{0,30}|recaptcha|utm.{0,20}|source|event|type|status|deadline|due|release(?: date)?|date of birth|dob|mailed-by|importance|priority|reply by|sent from|powered by|via|message-id|x-.{0,40}|mime-version|content-.{0,40}|list-.{0,30}|attachments?|payment.{0,30}|instagram|social.{0,30}|soundcloud|spotify.{0,20}|track(?: (?:title|name|count))?|number of (?:songs|tracks)|songs|tracks)$/

/** The folded bare words of a label. */
export function labelWords(label: string): string {
  return flat(
    fold(label)
      .replace(/["'`*_#\u2022\u25aa>:?!\u2026]+/g, (marks) => (marks.includes("'") && !/[*_"]/.test(marks) ? "'" : ' '))
      .replace(/^[\s\d.)(-]+(?=[a-z])/, '')
      .replace(/[.\s-]+$/, ''),
  )
}

/** What a label asks for, or null where it is none we know. */
export function roleOf(label: string): Role | null {
  if (label.length > 120) return null
  const words = labelWords(label).replace(/_/g, ' ')
  if (words === '') return null
  if (useless.test(words)) return 'other'
  return patterns.find(([, pattern]) => pattern.test(words))?.[0] ?? null
}

/** 'Option 2 start' -> '2': which slot of several a label belongs to; '' where there is only one. */
export function slotOf(label: string): string {
  const words = labelWords(label.replace(/_/g, ' '))
  const named = /(?:^|[ #])(first|second|third|fourth|1st|2nd|3rd|4th|alternat\w*|backup|[1-9]|[abc])(?:$|[ :.)])/.exec(
    ` ${words} `.replace(/([a-z])([1-9])/g, '$1 $2'),
  )
  const number = /^(?:\s*option|\s*slot|\s*choice)?[\s#]*([1-9])/.exec(fold(label))
  const order = new Map([
    ['first', '1'],
    ['1st', '1'],
    ['a', '1'],
    ['second', '2'],
    ['2nd', '2'],
    ['b', '2'],
    ['third', '3'],
    ['3rd', '3'],
    ['c', '3'],
    ['fourth', '4'],
    ['4th', '4'],
  ])
  const key = named?.[1] ?? number?.[1] ?? ''
  return order.get(key) ?? key
}
