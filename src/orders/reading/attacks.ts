import type { Clean } from './normalise.ts'

export type Attack = 'injection' | 'hostile'
type Span = { start: number; end: number }
/** `injected` holds nothing to believe; `payloads` are left out, but an address inside one may be real. */
type AttacksRead = { kinds: Attack[]; injected: Span[]; payloads: Span[] }

/** Text addressed to the machine: its whole sentence is left out of the reading. */
const INJECTION =
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules?|commands?|guidelines|context|everything (?:above|before)|previous (?:orders|messages|text))\b|\b(?:ignora|olvida|ignorez|oubliez|ignoriere|vergiss|ignore|desconsidere|puuza)\b.{0,40}\b(?:instruccion\w*|instruc\w*|consignes|anweisung\w*|vorherig\w*|istruzioni|instrucoes|maagizo|reglas|regles|regeln|regole|regras|sheria|kanuni)\b|(?:^|[\s>\]}"'(*])(?:system|assistant|developer|ai|bot|admin|gpt|chatgpt|note to (?:the )?(?:ai|bot|system|admin|assistant)|attention (?:ai|bot|system))\s{0,2}(?::|>|prompt|override|message|\])|[[(<](?:admin|system|mod|owner|dev|root|assistant)[\])>]|\btreat (?:this|my|me|the)\b.{0,30}\bas\b|<\|?(?:im_start|system|endoftext)|\[\/?(?:inst|system)\]|#{2,} ?(?:system|instruction|new|end)|\b(?:dear|hey|hello|hi|ok|okay|attention) (?:ai|bot|chatgpt|gpt|assistant|system|robot|machine|computer|model|llm)\b|\byou are (?:now|no longer|an? (?:ai|assistant|bot|admin))\b|\b(?:admin|developer|debug|god|maintenance|root|sudo|jailbreak|dan) (?:mode|access)\b|\b(?:assistant|bot|ai|chatgpt|gpt|system|computer|machine|robot)\s{0,2}[,:]\s{0,2}(?:please |pls |kindly )?(?:add|set|change|mark|send|give|approve|ignore|make|update|cancel|delete|skip|treat|confirm|order|refund|note)\b|\bforget (?:everything|all|what you)\b|\bmark me as\b|\bact as\b|\bpretend (?:to be|you)\b|\bas an ai\b|\b(?:new|updated|following|hidden|special) instructions?\b|\b(?:mark|flag|approve|confirm|treat|close|delete|cancel|refund|ship|update|change|validate) (?:all|every|each|these|any|everyone's|other)\b.{0,25}\b(?:orders?|comments?|customers?|records?|items|emails?)\b|\b(?:mark|set|flag|treat|approve)\b.{0,30}\b(?:as (?:paid|approved|validated|free|done|admin)|approved|validated|to (?:0|zero|free|paid|approved)|state|status|recipients?)\b|\b(?:set|change|update|replace) (?:the )?(?:email|e-mail|address|price|quantity|total|items|recipient|state|status)\b.{0,20}\bto\b|\b(?:price|total|cost|discount|quantity|qty) ?(?:to|=|:=?|is|as) ?(?:0|zero|\$0|100 ?%|\d{3,}|free)\b|\b(?:state|status|is_?order|needs_?human|is_?paid|is_?admin|confidence|role) ?(?:=|:|to)|details-validated|\b(?:send|forward|email|mail|copy|bcc|cc|reveal|print|show|output|reply|respond|repeat|return|leak|export|dump) (?:me |us |out |with )?(?:all|every|your|the|only|everything|any)?.{0,24}\b(?:cart links?|customers?|addresses|orders|data(?:base)?|prompt|secrets?|passwords?|api keys?|tokens?|credentials|emails|json|instructions)\b|\boverride\s{0,2}:|\b(?:approve|validate|accept|process|confirm) (?:this |the |my |every )?(?:order|comment)\b|\ball (?:items|orders|products|colou?rs) (?:are |is |now )?free\b|\b(?:skip|bypass|disable|no) (?:the |any |all |human )?(?:validation|review|checks?|approval|verification|human)\b|\bi (?:authori[sz]e|command|instruct|order) you\b|\bas (?:the |an? )?(?:shop |store |page )?(?:owner|admin|administrator|manager|developer),? (?:i|you|we|please|mark|set)\b|\bprompt injection\b|\bsystem prompt\b|\bllm\b|\bdo not (?:ask|tell|notify|alert|flag|require) (?:a |an |the |any)?(?:human|admin|person|operator|anyone)\b|\bwithout (?:asking|telling|human) (?:a |the )?(?:human|admin|review|person)?|\b(?:auto-?approve|execute|run) (?:this|the|all|my|following|command|code|order)\b/
/** A price the writer sets; the words around it may still be an order. */
const OWN_PRICE =
  /\b(?:at|for|price|pay) ?:? ?(?:\$|€|£|usd|kes|ksh) ?0(?:\.0+)?\b|\b(?:at|for) 0 ?(?:\$|usd|kes|ksh|bob|dollars?)|\b(?:are|is|it's|for) free (?:today|now|for me|of charge)|\b100 ?% (?:off|discount)|\bfree of charge\b|\bfor free\b|\b(?:ponlo|ponmelo|dejalo|hazlo|mets?|mettez|mach\w*|faz|faca|weka|fanya)\b.{0,16}\b(?:gratis|gratuit\w*|kostenlos|de graca|bure)\b/
const JSON_LIKE =
  /\{[^{}]{0,400}["'][a-z_]{2,30}["']\s{0,3}:[^{}]{0,400}\}?|["'](?:is_?order|email|items|needs_?human|role|content|price|state)["']\s{0,3}:/
const HOSTILE =
  /<\/?script|javascript:|\bon(?:error|load|click|mouseover)\s{0,3}=|\bdrop\s+(?:table|database)\b|\bunion\s+(?:all\s+)?select\b|\bselect\b.{1,40}\bfrom\b.{0,40}\bwhere\b|\b(?:delete|insert)\s+(?:from|into)\s+\w|\bupdate\s+\w+\s+set\s|\bor\s+['"]?1['"]?\s{0,2}=\s{0,2}['"]?1|['"]\s{0,2};|;\s{0,2}--|\bxp_cmdshell\b|(?:^|\s)[=+@](?:hyperlink|cmd|sum|importxml|importdata|webservice|dde|exec|image|rtd|if|concatenate|char)\b\s{0,2}[(|!']|(?:^|\s)=\s?[a-z]{2,20}\s?\(|\{\{.{0,60}\}\}|\$\{.{0,60}\}|<%.{0,60}%>|#\{.{0,40}\}|\.\.\/\.\.\/|\/etc\/passwd|%00|\\x00|\bsleep\s?\(\d|\bwaitfor delay\b|\beval\s?\(|\balert\s?\(|\bdocument\.cookie|data:text\/html|<!doctype|<!entity|\bcurl\s+http|\brm\s+-rf\b|\$\(.{1,40}\)|\bbase64,/
const PAYLOADS = [
  /(?:^|\s)[=+@-]\s?[a-z]{2,20}\s?[(|!][^\n]{0,200}?(?:[)'"!]{1,3}(?:a\d+)?(?=\s|$)|$)/g,
  /\{\{.{0,60}?\}\}|\$\{.{0,60}?\}|<%.{0,60}?%>|\$\(.{1,40}?\)/g,
  /['"]?\s{0,2}\)?;\s{0,2}(?:drop|delete|update|insert|select|exec|truncate)\b[^\n]{0,80}?(?:;\s{0,2}(?:--)?|--|$)/g,
  /['"]\s{0,2}or\s+['"]?1['"]?\s{0,2}=\s{0,2}['"]?1['"]?(?:\s{0,2}--)?/g,
  /\balert\s?\([^)]{0,60}\)|javascript:\S{0,80}/g,
]

/** Injected instructions and payloads of a comment, and where they stand. Linear: every gap is bounded. */
export function readAttacks(clean: Clean, emails: readonly { start: number; end: number }[]): AttacksRead {
  const kinds = new Set<Attack>()
  const injected: Span[] = []
  const payloads: Span[] = []
  if (INJECTION.test(clean.hidden.toLowerCase())) kinds.add('injection')
  if (clean.scripted || HOSTILE.test(clean.folded)) kinds.add('hostile')
  if (OWN_PRICE.test(clean.folded)) kinds.add('injection')
  if (JSON_LIKE.test(clean.folded)) {
    kinds.add('injection')
    injected.push(
      ...findAll(/[{[][^\n]{0,600}[}\]]|["'][a-z_]{2,30}["']\s{0,3}:\s{0,3}["']?[^\n"',]{0,100}/g, clean.folded),
    )
  }
  if (kinds.has('hostile')) for (const payload of PAYLOADS) payloads.push(...findAll(payload, clean.folded))
  const masked = maskEmails(clean.folded, emails)
  for (const sentence of cutSentences(masked)) {
    if (!INJECTION.test(sentence.text)) continue
    kinds.add('injection')
    injected.push({ start: sentence.start, end: endOfSentence(masked, sentence.start + sentence.text.length) })
  }
  return { kinds: [...kinds], injected, payloads }
}

/** What follows an address in the same sentence is still part of the instruction. */
function endOfSentence(masked: string, from: number): number {
  if (/[.!?;]/.test(masked.charAt(from - 1))) return from
  const rest = /^[^.!?\n;]{0,400}/.exec(masked.slice(from, from + 400))
  return from + (rest?.[0].length ?? 0)
}

function findAll(pattern: RegExp, text: string): { start: number; end: number }[] {
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
}

/** Dots inside an address end no sentence. */
function maskEmails(text: string, emails: readonly { start: number; end: number }[]): string {
  let masked = text
  for (const { start, end } of emails) masked = masked.slice(0, start) + '¦'.repeat(end - start) + masked.slice(end)
  return masked
}

function cutSentences(text: string): { text: string; start: number }[] {
  return [...text.matchAll(/[^.!?\n;¦]{1,2000}[.!?;]*¦*|¦+/g)].map((match) => ({ text: match[0], start: match.index }))
}
