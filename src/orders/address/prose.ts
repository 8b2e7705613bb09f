import { streetSign } from './streets.ts'

const told = new Set(
  (
    "mind changed remove cancel parcel parcels package two three shipment refund i im i'm i’m ill i'll i’ll ive i've you your yours u ur my me we we're our is isn't are was were be am can can't could will would should please pls plz thanks thank thx ty sorry hope here here's heres this that that's these those it it's it’s its if when what where why how have has had do does did don't don’t didn't not but because let know need want like get got send sent ship shipped shipping order ordered deliver delivered live living moved move same hello hi hey dear address use using instead wait oh ok okay yes no yeah sure also and for with from any some so just then there them they he she him her his lol until after before while than too very really only about as of at on in to the a an or by off up out all one ones both either cheaper faster whichever thing stuff week month today tomorrow yesterday friday monday tuesday wednesday thursday saturday sunday back again still already find near left right " +
    'hola buenas buenos días por favor gracias mi es esta este envíen enviar envíalo envíenlo quiero puede pueden aquí saludos dirección pedido que para como está soy vivo ' +
    "bonjour merci s'il vous plaît plait je mon ma est voici c'est adresse commande pour avec suis envoyez à " +
    'hallo guten tag bitte danke vielen dank ich meine ist hier an schicken senden sie mir wohne bestellung lieferadresse grüße liebe ' +
    'habari jambo mambo asante tafadhali yangu ni tuma tumeni naomba niko nipo naishi oda mzigo kwa hii hapa ' +
    'olá oi obrigado obrigada meu minha é aqui segue endereço pedido por favor moro ' +
    'ciao buongiorno grazie mio il mio indirizzo è ecco favore ordine ' +
    'bedankt mijn alsjeblieft graag hier is dank je wel adres bestelling '
  )
    .trim()
    .split(/\s+/),
)
// Words that stand in addresses too: alone they tell nothing.
const weak = new Set(
  'of at on in to the a an or by for and near left right as up off out all one back it is from with after before here de la le les à an am es ma mi ni kwa est il à pour que para como por by'.split(
    ' ',
  ),
)

const salutation =
  /^(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening|day)|greetings|hola|buenas|buenos|bonjour|bonsoir|salut|coucou|hallo|guten (?:tag|morgen|abend)|moin|servus|grüezi|liebe[rs]?|sehr geehrte\w*|habari|jambo|mambo|sasa|niaje|vipi|shikamoo|olá|ola|oi|bom dia|boa (?:tarde|noite)|ciao|buongiorno|buonasera|salve|goedemorgen|goedemiddag|goedendag|beste|hej|hei|cześć|dzień dobry|привет|здравствуйте|こんにちは|مرحبا|السلام|שלום)(?!\p{L})[^\d]{0,40}$/iu
const courtesy =
  /^(?:(?:many |much )?thanks|thank you|thx|ty|cheers|regards|best|kind|warm|warmly|sincerely|yours|love|xoxo|xx*|take care|have a|see you|all the best|blessings|peace|gracias|muchas gracias|un saludo|saludos|mil gracias|merci|cordialement|bien à vous|bises|danke|vielen dank|viele grüße|liebe grüße|mit freundlichen|lg|mfg|vg|gruß|beste grüße|grazie|cordiali|saluti|obrigad[oa]|abraços|atenciosamente|att|asante|shukran|karibu|bedankt|groetjes|met vriendelijke|mvh|tack|tak|takk|kiitos|dziękuję|pozdrawiam|спасибо|よろしく|ありがとう|شكرا|תודה|here you go|there you go|please|pls|ok|okay|yes|sure|done|sorry|below|lol|haha\w*)(?![\p{L}'])/iu
const tailCourtesy =
  /[\s,.;!–-]+(?:(?:many |much )?thanks?|thank you|thx|ty|cheers|please|pls|plz|asante|gracias|merci|danke|bitte|grazie|obrigad[oa]|lol|xx+|x|por favor|s.il vous pla[iî]t|tafadhali|bedankt)(?: (?:so much|a lot|very much|sana|you|again|in advance|beaucoup|d.avance|schön|mille|!|:\)))*[\s.!:)]*$/iu
const quantity =
  /^\d{1,3}\s?(?:x\b|×|days?|weeks?|months?|years?|yrs?|hours?|hrs?|min(?:ute)?s?|pcs|pieces?|pairs?|people|kids|items?|more|times|am\b|pm\b|%|red|blue|black|white|green|gold|silver|pink|grey|gray|brown|yellow|orange|purple|of\b|to\b|or\b|and\b|in\b|cm\b|inch|kg\b|lbs?\b|usd|kes|ksh|eur|dollars?|bob\b|shillings?|orders?|ones?\b|earrings?|necklaces?|bracelets?|mugs?|shirts?|tops?|hats?|bags?)\b/i

/** True for a greeting, a closing formula or a line of talk: nothing an address is made of. */
export function isProse(text: string): boolean {
  if (
    salutation.test(text) ||
    (courtesy.test(text) && !/\d/.test(text)) ||
    (quantity.test(text) && streetSign(text) !== 'strong')
  )
    return true
  const words = text
    .toLowerCase()
    .replace(/[.,!?;:()"“”]+/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
  const telling = words.filter((word) => told.has(word))
  const strong = telling.filter((word) => !weak.has(word)).length
  if (strong >= 2 || (strong >= 1 && words.length >= 4 && !/\d/.test(text))) return true
  if (strong >= 1 && words.length <= 2 && strong === words.length) return true
  return telling.length >= 3 || words.length > 12
}

/** "Cheers,", "Viele Grüße": the line a closing name follows. */
export function isCourtesy(text: string): boolean {
  return courtesy.test(text)
}

export function trimCourtesy(text: string): string {
  return text.replace(tailCourtesy, '')
}

const leadIn =
  /(?:\b(?:my|the|our|shipping|delivery|mailing|postal|home|new|correct|full|ship(?:ping)? address|address) (?:\w+ )?address(?: is|'s|s)?(?: now)?|address(?: is)?|\b(?:please )?(?:ship|send|deliver|mail|post|forward|address|drop)(?: (?:it|them|this|these|that|everything|all|mine|my order|the (?:order|parcel|package|stuff|box|thing)s?|both|stuff))?(?: off)?(?: all)? (?:to|at)(?: me at| my (?:home|work|office|mum|mom|sister|brother|friend|parents)\w* (?:at)?| us at)?|\b(?:i live|i.?m|we live|we.?re|i stay|i am|living|based|located|staying) (?:at|in|on)|\b(?:it goes|goes|should go|can go) to|\bit.?s\b|\bits\b|\buse\b(?: this)?(?: one)?|\bhere (?:you go|it is|goes)|\bhere.?s (?:it|mine)|(?:mi|nuestra) direcci[oó]n(?: es)?|direcci[oó]n(?: de env[ií]o)?(?: es)?|env[ií]\w*(?: a| aqu[ií])|vivo en|(?:voici )?(?:mon|notre) adresse(?: est| :)?|envoye[rz](?: \w+)? (?:à|au)|j.habite(?: au| à)?|meine (?:liefer)?(?:adresse|anschrift)(?: ist| lautet)?|bitte an|(?:schick\w*|send\w*|liefer\w*)(?: \w+)? an|ich wohne(?: in)?|il mio indirizzo(?: è)?|abito in|spedi\w* (?:a|in)|meu endereço(?: é)?|minha morada(?: é)?|moro (?:na|no|em)|envi\w+ para|anwani yangu(?: ni)?|(?:tuma|tumeni|nitumie|leta|leteni)(?: \w+)? (?:kwa|hapa|hadi)|(?:niko|nipo|naishi|niko kwa|nakaa)(?: (?:kwa|katika|huko|hapa))?|mijn adres(?: is)?)(?:\s*[:,–-]\s*|\s+(?=\S)|$)/giu
const toPerson =
  /^.{0,80}\b(?:to|for|kwa|para|pour|für|an) (?:me|my \p{L}+|mi \p{L}+|mon \p{L}+|ma \p{L}+|meine?n? \p{L}+)[,:]?\s+(\p{Lu}\p{L}+ \p{Lu}.*)$/u
const aside = /^([^:\d@]{2,70}?)[:：]\s+(\S.*)$/u

/** Drops what introduces an address: `ok so my address is 9 Elm St` -> `9 Elm St`. */
export function cutLeadIn(text: string): string {
  if (text.length > 400) return text
  const digit = text.search(/\d/)
  let cut = 0
  for (const found of text.matchAll(leadIn)) {
    const end = found.index + found[0].length
    if (digit < 0 || end <= digit) cut = end
  }
  const left = text.slice(cut).trim()
  const person = toPerson.exec(left)
  if (person?.[1] && !/\d/.test(left.slice(0, -person[1].length))) return person[1]
  const introduced = aside.exec(left)
  if (introduced?.[1] && introduced[2] && /\p{Ll}/u.test(introduced[1])) return introduced[2]
  return left
}
