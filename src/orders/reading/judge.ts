/** What a sentence does: whether its colours may be wishes, and from which position on. */
export type Judged = { reads: boolean; from: number; until: number; asks: boolean; past: boolean; wants: boolean }

const ASKS =
  /\b(?:(?:has|have|was|were|did|is|are) my|can i (?:return|exchange|change|swap|pay|see|know|ask|come|visit|pick|still|use)|how (?:much|many|long|do|does|can|big|about|soon|are|is)|what|whats|what's|when|whens|where|which|who|why|is (?:there|this|it|the|that|shipping)|are (?:there|they|these|those|the|you)|do(?:es)? (?:you|u|it|they|this|these|the|anyone|black|red|white)|did (?:you|u)|have (?:you|u)|will (?:you|u|there|it|they|the|these)|would (?:it|the|this|these)|(?:can|could|would) (?:you|u|it|they|these|someone|anyone)|any(?:one|body)?\b|available|still (?:have|got)|got any|in stock|restock\w*|prices?|cost|costs|shipping|ship|deliver\w*|cuant[oa]s?|cuando|donde|tienen|tienes|hay|precio|envi\w+|combien|quand|avez|prix|livr\w+|disponible|wie ?viel|wann|gibt es|habt ihr|kosten|kostet|versand|quant[oa]|quando|avete|tem|preco|ngapi|lini|wapi|bei|iko|ziko|mko|mna|unayo|mnayo|c'est possible|est-ce|possible|es posible|possibile|moglich|should (?:i|we)|shall we|matching|tuchukue|kwani)\b|كم|متى|هل|كمה|כמה|מתי|יש /
const STARTS =
  /^[\s¦,]*(?:hi|hey|hello|hola|salut|hallo|habari|please|pls|so|and|but|love (?:these|this|it)|omg|ok|okay|quick question)?[\s,!]*(?:how (?:much|many|long|do|does|can|soon)|what(?:'s| is|s| are)? (?:the|is|are|size|colou?rs?)|when (?:is|are|will|do|can)|where (?:is|are|do|can|did)|why (?:is|are|did|do|don't)|which|prices? (?:of|for|on|list|please|pls|plz)|is (?:there|this|it|the|that)|are (?:there|they|these|those|the)|do(?:es)? (?:you|u|it|they|this|these|the)|did (?:you|u)|can (?:you|u) (?:ship|deliver|send (?:me )?(?:a |the |more )?(?:price|info|details|catalog\w*|list))|any (?:chance|discount|idea|plans|restock)|cuant[oa]s? (?:cuesta|vale|es|sale)|tienen|tienes|hay |combien|avez|wie ?viel|gibt es|habt ihr|quanto (?:custa|costa|e)|bei gani|ni (?:ngapi|bei)|pesa ngapi|mna |mnayo)/
/** "Would sand suit me", "je, mnauza": a sentence that begins as only a question does. */
const OPENS =
  /^[\s¦,]*(?:(?:hi|hey|hello|ok|so|and|but|also)[\s,!]+)?(?:is|are|was|were|am|do|does|did|has|have|had|would (?!like\b|love\b)|will|should|shall|or would|or should|je\b,?|est-ce|y a-t-il)\b/
const ORDER_ASK =
  /\b(?:(?:is it |am i |are we )?too late to (?:get|order|grab|have|buy|join)|any (?:chance|way) (?:i|we) (?:can|could|may) (?:get|have|order|grab|buy)|(?:can|could|may|might) (?:i|we) (?:please |pls |plz )?(?:get|have|order|buy|take|grab|claim|snag|reserve|do|please|pls|plz|also|place|request|preorder)|put me down|sign me up|(?:can|could|would) (?:you|u) (?:please |pls |plz |kindly )?(?:send me|send|reserve|save|hold|put|set aside|keep|add|do|get|pack|give)|would it be possible to (?:get|have|order)|(?:me )?(?:puedo|podria|quisiera|podemos) (?:pedir|comprar|tener|encargar|ordenar|llevar)|me (?:das|da|pones|apartas|guardas|reservas|mandas|envias|regalas|puedes dar)|(?:je )?(?:peux|pourrais|puis)[ -]?(?:je)? (?:avoir|commander|prendre)|(?:kann|konnte|darf) ich|posso|poderia|potrei|vorrei|naomba|ningependa|na(?:weza|eza) (?:pata|kupata|chukua|kuchukua|order|ku order|kuagiza)|nipatie|niwekee|wekea|wacha nichukue)\b/
const PRICE =
  /\b(?:how much|price|prices|cost|costs|discount|wholesale|cheaper|cuanto|precio|combien|prix|wie ?viel|preis|quanto|ngapi|bei|pesa)\b/
const WANTS =
  /\b(?:want|wants|wanna|would like|i'd like|id like|we'd like|i'd love|i'll take|ill take|i'll have|i will take|will take|let me (?:get|have)|take|need|needs|order|ordering|please|pls|plz|plss+|put me|get me|give me|gimme|send|send me|sign me|save me|dibs|claim|mine|sold|buy|buying|reserve|count me in|me down|quiero|quisiera|me llevo|necesito|deme|dame|por favor|porfa|apartame|mandame|voglio|vorrei|prendo|je veux|je voudrais|je prends|j'aimerais|il me faut|s'il|svp|stp|ich mochte|hatte gern|ich nehme|ich will|bestelle|bitte|quero|gostaria|vou querer|manda|nataka|ningependa|naomba|nipe|niletee|niwekee|niekee|weka|wekea|tafadhali|nitachukua|nachukua|order yangu|yangu|tuma|tumia|أريد|اريد|بدي|عايز|ابغى|رجاء|من فضلك|لو سمحت|רוצה|אני צריך|בבקשה|אשמח|graag|ik wil)\b|أريد|اريد|بدي|عايز|ابغى|رجاء|من فضلك|لو سمحت|רוצה|בבקשה|אשמח|ください|お願い|주세요/
const SUPPOSES = /\bwould (?:definitely |totally |so |prob(?:ably)? )?(?:buy|order|get|want|need)\b/
const PAST =
  /\b(?:(?:i|we|she|he|they|my (?:sister|mom|mum|wife|husband|friend|cousin|daughter|son)|mine) (?:already |just |also |only |still |finally )?(?:bought|ordered|got|own|owned|had|received|purchased|picked up|lost|paid for)|(?:i|we) (?:already |still )have|(?:i|we) have (?:two|three|four|five|\d+|a|the|my)|i've (?:got|bought|ordered|had|already)|we've (?:got|bought|had)|got (?:mine|my)|just (?:ordered|bought|got|received)|received (?:mine|my)|my order (?:of|for|with|was)|my (?:last|old|previous|current|other|first|own)(?! (?:comment|message|msg|post|choice))|already (?:have|got|own|bought|ordered)|(?<!(?:as|like|from|than|since) )last (?:week|month|year|time|order|drop)|lost (?:my|mine)|wearing my|still waiting|never (?:got|received|arrived|came)|compre|pedi|ya tengo|j'ai (?:achete|commande|deja|recu)|habe (?:bestellt|gekauft|schon)|hab schon|nilinunua|nilipata|niliagiza|nilichukua|comprei|ja tenho|ho (?:comprato|ordinato|gia))\b/
const PIVOT =
  /\b(?:so i|so now|so|but|now|want|would like|i'd like|i'd love|i'll|ill take|take|give me|send me|put me|order(?:ing)? (?!yangu)|this time|today|can i|could i|quiero|ahora|pero|mais|maintenant|aber|jetzt|sasa|nataka|lakini|if yes|if so|if there|if still|if available|if you do|if possible|in that case)\b/g
const IF_SO =
  /\b(?:if (?:yes|so|there|still|available|you do|possible|they are|it is|not too late)|in that case|if you have|kama (?:ipo|iko|ziko|zipo)|si (?:hay|si)|si oui|wenn ja|se sim|se si)\b/

/** Reads one folded sentence. `questioned`: it ended in a question mark. */
export function judge(sentence: string, questioned: boolean): Judged {
  const wants = WANTS.test(sentence) && !SUPPOSES.test(sentence)
  const order = ORDER_ASK.test(sentence) && !PRICE.test(sentence)
  if (!order && ((questioned && (ASKS.test(sentence) || OPENS.test(sentence))) || STARTS.test(sentence)))
    return judgeQuestion(sentence, wants)
  const past = PAST.exec(sentence)
  const until = sentence.length
  if (!past || order) return { reads: true, from: 0, until, asks: false, past: false, wants: wants || order }
  const pivot = pivotAfter(sentence, past.index + past[0].length)
  return { reads: pivot !== null, from: pivot ?? 0, until, asks: false, past: true, wants: wants && pivot !== null }
}

/** "any red? if so 1 red" wishes after the turn; "2 black please, do you ship?" wishes before the question. */
function judgeQuestion(sentence: string, wants: boolean): Judged {
  const pivot = IF_SO.exec(sentence)
  const no = { asks: true, past: false, from: 0, until: sentence.length }
  if (pivot) return { ...no, reads: true, from: pivot.index, wants }
  const asked = ASKS.exec(sentence)?.index ?? 0
  const comma = Math.max(
    ...[',', ' - ', ' and ', ' but ', '¦', '(', ':'].map((mark) => sentence.lastIndexOf(mark, asked)),
  )
  const head = comma > 0 && !STARTS.test(sentence) ? sentence.slice(0, comma) : ''
  if (!HEAD.test(head) || PAST.test(head)) return { ...no, reads: false, wants: false }
  return { ...no, reads: true, until: comma, wants }
}

const HEAD =
  /\d|\b(?:one|two|three|four|five|a|un[ao]?|deux|dos|zwei|eine?|moja|mbili|i want|i'll take|want|please|pls|je prends|je veux|quiero|me llevo|ich nehme|nataka)\b/

/** Where a sentence about the past turns to the wish: "I have 2 black already, so 1 red". */
function pivotAfter(sentence: string, from: number): number | null {
  PIVOT.lastIndex = from
  const pivot = PIVOT.exec(sentence)
  if (pivot) return pivot.index
  const polite = /\b(?:please|pls|plz)\b/.exec(sentence.slice(from))
  const comma = polite ? sentence.lastIndexOf(',', from + polite.index) : -1
  return comma >= from ? comma : null
}
