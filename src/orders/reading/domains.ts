import { countEdits } from './distance.ts'

/** Top-level domains people's addresses end in: countries, the old generic ones, common new ones, the reserved ones. */
const TOP = new Set(
  `com net org edu gov mil int info biz name pro mobi coop aero museum jobs travel cat tel asia post
app dev shop store online site tech cloud blog art design studio club live life world today news media email mail page link work works agency company group team space website digital network solutions services photo photos photography gallery fashion clothing boutique beauty yoga fit health care church school academy university college family love fun games music band film video tv house home garden kitchen cafe restaurant pizza bar beer wine coffee bike run ski football rugby golf farm eco green earth africa london paris berlin tokyo nyc amsterdam wales scot irish eus gal cymru africa city town global international social community foundation charity support help one ninja guru expert consulting marketing finance money bank capital fund law legal tax xyz top icu vip me africa gmbh ltd inc llc
example invalid test localhost local
ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw`.split(
    /\s+/,
  ),
)

/** Endings that are hardly ever words of a sentence: "me@gmail. com" may be closed up before these. */
export const PLAIN_TOP = new Set(
  'com net org edu gov info co uk ke de fr es it pt br nl io example invalid test'.split(' '),
)

/** Slips of "com", "net" and "org". */
const TOP_SLIPS = new Set(
  'con cmo cm om comm coom ocm vom xom cim cpm ckm conm coma comn copm cok col comp cin ccom coml comi cam cob comu met ner nte nett neet orgg ogr og orh prg'.split(
    ' ',
  ),
)

const PROVIDERS = new Map(
  Object.entries({
    gmail: /^com$/,
    googlemail: /^(?:com|co\.uk|de)$/,
    yahoo:
      /^(?:com|co\.(?:uk|id|il|in|jp|kr|nz|th|za)|com\.(?:ar|au|br|cn|co|hk|mx|my|pe|ph|sg|tr|tw|ve|vn)|fr|de|es|it|ca|in|ie|gr|se|no|dk|nl|pl|ro|cz|hu|be|at|fi|jp|ne\.jp)$/,
    ymail: /^com$/,
    hotmail:
      /^(?:com|co\.(?:uk|id|il|in|jp|kr|nz|th|za)|com\.(?:ar|au|br|hk|mx|my|tr|tw|vn)|fr|de|es|it|be|nl|ca|se|no|dk|ch|gr|cl|fi|at|pt)$/,
    outlook:
      /^(?:com|co\.(?:id|il|in|jp|kr|nz|th|uk|za)|com\.(?:ar|au|br|gr|mx|tr|vn|pe)|fr|de|es|it|be|pt|ie|dk|cl|at|in|jp|sa|cz|hu|lv|my|ph|sg|sk|kr)$/,
    icloud: /^com$/,
    protonmail: /^(?:com|ch)$/,
    live: /^(?:com|co\.(?:uk|za|in|jp|kr)|com\.(?:ar|au|mx|my|pt|sg)|fr|de|it|nl|be|se|no|dk|ca|cl|ie|at|in|jp|cn|ru|hk)$/,
    aol: /^(?:com|co\.uk|de|fr|it|es)$/,
    gmx: /^(?:com|de|net|at|ch|us|fr|es|co\.uk|org|eu|info)$/,
    msn: /^com$/,
    proton: /^me$/,
  }),
)
/** Long names of further providers: an address one letter off is most likely a slip. */
const OTHERS =
  'rocketmail fastmail tutanota comcast verizon sbcglobal bellsouth earthlink btinternet virginmedia ntlworld talktalk bigpond optusnet rediffmail laposte wanadoo freenet t-online arcor libero tiscali virgilio telefonica telenet skynet ziggo planet hetnet home.nl seznam centrum yandex rambler safaricom mailbox posteo sympatico rogers shaw telus cogeco'
    .split(' ')
    .filter((name) => name.length > 6)
const BY_FIRST = Map.groupBy(OTHERS, (name) => name.charAt(0))

/** Real providers that look like a slip of another one. */
const REAL = new Set(
  'mail email gmx ymail fmail gmial.example rocketmail hushmail email.com live msn aol proton zoho tutanota fastmail'.split(
    ' ',
  ),
)

export const PROVIDER_NAMES = new Set([...PROVIDERS.keys(), 'live', 'aol', 'msn', 'gmx', 'proton'])

export function isTop(label: string): boolean {
  return TOP.has(label) || label.startsWith('xn--')
}

/** Whether the host is shaped as one: labels of letters, digits and inner hyphens, a top of letters. */
export function isHost(host: string): boolean {
  const labels = host.split('.')
  const top = labels.at(-1) ?? ''
  if (labels.length < 2 || host.length > 253 || !/^(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})$/.test(top)) return false
  return labels.every(
    (label) => label.length > 0 && label.length < 64 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(label),
  )
}

/** "gmial.com", "gmail.con", "gmail.co": a slip of a well-known address rather than a shop of that name. */
export function isTypo(host: string): boolean {
  const [name = '', ...rest] = host.split('.')
  const top = rest.at(-1) ?? ''
  if (TOP_SLIPS.has(top)) return true
  const known = PROVIDERS.get(name)
  if (known) return !known.test(rest.join('.'))
  if (!isTop(top)) return true
  if (REAL.has(name) || rest.length > 2) return false
  if (OTHERS.includes(name)) return false
  if (BY_FIRST.get(name.charAt(0))?.some((other) => countEdits(name, other, 1) <= 1)) return true
  return [...PROVIDERS.keys()].some((provider) => provider.length > 4 && isSlipOf(name, provider))
}

function isSlipOf(name: string, provider: string): boolean {
  if (name.length < 4) return false
  const most = provider.length >= 7 ? 2 : 1
  return countEdits(name, provider, most) <= most || name === `${provider}com`
}

/** "gmailcom" -> "gmail.com"; null when the run of letters is no well-known host without its dot. */
export function splitHost(run: string): string | null {
  const match = /^([a-z0-9-]+?)(com|net|org|couk)$/.exec(run)
  if (!match?.[1]) return null
  const known = PROVIDER_NAMES.has(match[1]) || match[1] === 'example'
  return known ? `${match[1]}.${match[2] === 'couk' ? 'co.uk' : match[2]}` : null
}
