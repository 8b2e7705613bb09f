/** What a folded comment wants besides colours and amounts. */
export type Intent = {
  cancels: boolean
  complains: boolean
  spam: number
  earlier: boolean
  /** Words of correction: of an earlier comment, unless what they correct stands in this one. */
  turns: boolean
  /** Wants to hear something, or to be on a list: not ordering. */
  inquires: boolean
  /** Cancels one thing to have another. */
  swaps: boolean
  /** Asks to be written to or counts on a past order. */
  repeats: boolean
}

const CANCELS =
  /\b(?:cancel\w*|no longer (?:want|need|interested)|(?:don't|dont|do not) (?:want|need) (?:it|them|mine|this|these|anything|the order|my order|any more|anymore)\b|changed my mind|never ?mind|forget (?:it|my order|about (?:it|my))|take (?:me|us|mine|my name) off|(?:pull|back|opt|drop)(?:ing)? out|(?:can't|cant|cannot) afford|not (?:going to|gonna) (?:take|buy|need)|won't be (?:able|needing|taking)|release mine\b|(?:off|from) (?:the|your) list|remove (?:my|me)|withdraw\w*|call off|annul\w*|anul\w*|cancela\w*|stornier\w*|abbestell\w*|absagen|disdire|annuller\w*|ghairi\w*|sitaki tena|futa (?:order|oda)|batal|afbestell\w*)\b|الغاء|إلغاء|לבטל|ביטול/
const SWAPS =
  /\b(?:instead|i'll take|(?:change|switch|swap) (?:it |that )?(?:to|for)|replace|i(?:'d| would) (?:like|rather)|i want|but (?:1|2|3|one|two|three))\b/
const COMPLAINS =
  /\b(?:(?:i|we) (?:have )?(?:already )?ordered (?!in the|earlier and)|i paid|already paid|never (?:got|received|arrived|came|heard|showed)|haven'?t (?:received|gotten|got|heard)|have not (?:received|got|heard)|hasn'?t (?:arrived|come|shipped)|not (?:arrived|received)|didn'?t (?:get|receive|arrive|come)|still waiting|where(?:'s| is| are) my|wheres my|when (?:will|is) my|no (?:reply|response|answer)|nobody (?:replied|answered)|wrong (?:colou?r|order|item|size|one)|broken|damaged|faded|fell apart|refund\w*|money back|scam(?:med)?|disappointed|terrible|tracking|return(?:ing)? (?:it|them|this|these|my|the)|ignor(?:ed|ing) (?:my|me)|unfollow\w*|(?:has|have|did|was|were|is) my (?:order|parcel|package|item)s?|exchange|nunca (?:llego|recibi)|no (?:me )?(?:ha )?(?:llego|llegado|recibi)|todavia no|jamais recu|pas (?:encore )?recu|nicht (?:angekommen|erhalten|bekommen)|nunca (?:chegou|recebi)|nao (?:chegou|recebi)|mai (?:arrivato|ricevuto)|haijafika|sijapata|sijapokea|arrived (?:with|broken|late|without|damaged|in (?:pieces|the wrong))|(?:came|come|arrived|has|have|had|got) (?:with )?(?:a |an )?(?:big |small |huge )?(?:hole|crack|chip|stain|tear|rip|scratch)\b|who (?:do|can|should) (?:i|we) (?:talk|speak|contact|complain)|(?:but|and) (?:you sent|i (?:got|received)|got|received) (?:me )?(?:\d|an?|the|only|two|one)|you sent me|llego (?:rot|mal|tarde|danad)\w*|me mandaron|arrive (?:casse|abime)|kaputt|beschadigt|imeharibika|imevunjika|(?:veio|chegou) (?:quebrad|errad)\w*|and still no\b|\bordered\b[^.!?]{1,50}(?:,|\bbut|\band) (?:i |we |you )?(?:got|received|sent|came)\b|(?:please|pls) fix|fix (?:this|it)|still no (?:order|case|parcel|package|link|email|e-mail|sign|word|reply|news)|snapped|ripped|tore|torn|peel(?:ed|ing)|leak(?:ed|ing|s)|cracked|shattered|melted|shrunk|came apart|(?:is|was|were|are|piece|one|pair) missing|sort (?:it|this) out|never again|worst|paid \d+ (?:days|weeks|months)|se (?:rompio|rompieron|descosio)|bado (?:sijapata|haijafika|nangoja)|reembolso|rembours\w*)\b/
const SPAM_STRONG =
  /\b(?:followers|promo(?:te|tion|tions)? (?:it|your|on|this|with)|crypto\w*|bitcoin|btc|forex|investment|passive income|(?:earn|earning|make|made|making) (?:over |up to |about )?\$ ?\d+\w*|make money|from home|ask me how|financial freedom|onlyfans|sugar (?:daddy|mommy)|adult (?:content|site|videos?|dating|chat|fun)|casino|betting|loans?|seo|ambassador\w*|collab\w*|dm (?:us|me|to|for) (?:for|to|collab)|dm (?:us|@)|check (?:out )?(?:my|our) (?:page|profile|bio|shop|store)|link in (?:my )?bio|shoutout|feature (?:you|page)|giveaway|free (?:iphone|gift card|money)|you (?:have )?won|congratulations|claim your|to claim|congrats,? (?:you|on)|(?:been |are )(?:selected|chosen)|winners?|suppliers?|manufacturers?|factory|moq|oem|we (?:supply|produce|manufacture)|your (?:logo|brand)|grow your (?:page|account|business|instagram|brand)|boost (?:your|sales|post)|spell caster|herbal|hack\w*|recover(?:y|ed)? (?:your|my|all|account|funds|money)|scammed|pills|weight loss|trading|guaranteed|100% legit|followback|f4f|l4l|likes and|real likes|gain followers|whatsapp \+?\d|click (?:here|the link|my)|subscribe|mentor|profit\w*|payouts?|expert trader|send it to @|promote|hacker\w*|lost my account|got it back|(?:s?he|they|s?he's) (?:is |are )?(?:so |very )?legit|recovery expert|(?:she|he|they) helped me|account back|page back|manage(?:r|ment) your)\b|\d{1,4}k (?:followers|likes|\w+ likes)/g
const EARLIER =
  /\b(?:my|the|our) (?:earlier|previous|last|above|first|other|original|initial|old) (?:comment|order|msg|message|post|reply|request|email)|\b(?:my|our) (?:earlier|previous|last|above|first|other|original) one|\bcomment(?:ed)? (?:above|below|before|earlier)|\b(?:my|on) comment\b|\bas (?:above|before|i said)|\bsee (?:above|my)|\b(?:above|earlier)\b.{0,20}\b(?:comment|order|email)|\b(?:i )?forgot (?:to (?:add|say|put|include|mention|give|leave|write)|my|the)|\b(?:add|change|update|swap|switch|amend|edit)\b.{0,30}\b(?:my|the) (?:order|one|email|mail)\b|\bto my (?:order|earlier|previous|comment)|\bmy order\b(?!\s*(?:[:=-]|is\b|would|will|please|pls|e-?mail|for\b|,))|\bchange (?:my|mine)\b|\bcorrection (?:to|of|for)\b|\bthis is (?:for|about) (?:my|the)|\bfor my (?:order|comment)|\bagain\b.{0,12}\bsame|\binstead of what|\bmi (?:comentario|pedido|orden) (?:anterior|de arriba)?|\bmon (?:commentaire|message)|\bma commande|\bmein(?:e|en|em)? (?:kommentar|bestellung)|\bmeu (?:pedido|comentario)|\bmio (?:ordine|commento)|\boda yangu|\border yangu ya|\b(?:nilisahau|olvide|oublie|vergessen|esqueci|dimenticato)\b|\bsame (?:person|guy|girl) as\b|\bps to my|\bas well as my|\bre-?(?:post|send|comment)(?:ing|ed)?\b|\bsame e-?mail\b|\bre-?ordering\b|\breply(?:ing)? (?:to|back)|\bconfirming\b|\b(?:i|to|can) confirm\b|\b(?:that's|is|that is|yes that is) (?:right|correct)\b|\byou (?:asked|said|told)\b|\bas (?:you|we) (?:asked|said|discussed|agreed)|\bper our/
const TURNS =
  /\bchange (?:it|that|the)\b|\bon second thoughts?\b|\b(?:don't|dont|do not|no longer) (?:want|need) .{1,20}\bany ?more\b|\b(?:make|switch|swap) (?:it|that|mine|them)\b(?! (?:work|quick|fast|happen|last|easy|up|look|so|snappy|clear|to (?:me|my|the)\b))|\bcorrection\b|\bi meant\b|\bmeant to (?:say|write|put)|\b(?:make|bump|up) (?:it|that|mine|mine to) (?:to )?(?:\d|one|two|three|four|five|six|ten|a dozen)|\b(?:update|edit):|\b(?:\d{1,3}|one|two|three|four|five) (?:not|si|no|pas|nicht) (?:\d{1,3}|one|two|three|four|five)\b/
const LEADS =
  /^\s*\*\s?\p{L}|^[\s¦,.:\-—]*(?:(?:actually|wait|no wait|oops|oop|sorry|samahani|perdon|mejor|pardon|desculpa|entschuldigung|scusa)[\s,.!]*(?:(?:no|nah|nope|wait|sorry|pls|please)[\s,.!]+)?[^.!?,]{0,18}(?:\d|\b(?:one|two|three|four|five|six|make|change|add|instead|cancel|wrong|meant|correction|fanya|moja|mbili|tatu|nne|dos|tres|deux|trois|zwei|drei)\b)|scratch that|i mean|also (?:add|can|please|1|2|one|two|a)|plus (?:1|2|one|two)|and (?:also|add|another|1|2|one|two)\b|another (?:one|\w+ (?:one|please|pls))\b|instead|make (?:it|that|mine)|correction|change|update|edit|rectifico|rectificacion|en fait|finalement|doch lieber|fanya|badilisha|my email (?:is|was) wrong|wrong email|email for|\d+ more\b|(?:one|two) more\b)/u
const INQUIRES =
  /\b(?:notify|(?:e-?mail|text|message|msg|dm|ping|alert|write|contact|call) (?:me|us) (?:when|whenever|if|once|as soon|before|about)|let me know|tell me|inform me|keep me (?:posted|updated)|waitlist|waiting list|mailing list|newsletter|catalog\w*|price ?list|more info\w*|info please|information|details (?:please|pls|on|about)|wholesale|bulk (?:order|price|pricing|discount)|quote|sponsor\w*|interview|job|hiring|invoice|collaborat\w*|when (?:they're|it's|they are|it is) back|back in stock|restock\w*|avisame|avisenme|informacion|mas info|por mayor|previens|prevenez|informez|tenez moi|benachrichtig\w*|bescheid|avisa(?:r)? quando|fatemi sapere|nijulishe|niambie|nitumie (?:bei|price)|interested in (?:selling|stocking|partner\w*)|stockists?)\b/
const REPEATS =
  /\b(?:same (?:as|again|order)|the usual|like last time|as usual|lo mismo|comme d'habitude|wie immer|o mesmo|kama kawaida|kama ile)\b/

/** Reads what a folded comment (addresses blanked) is about. */
export function readIntent(folded: string): Intent {
  return {
    cancels: CANCELS.test(folded),
    complains: COMPLAINS.test(folded),
    spam: [...folded.matchAll(SPAM_STRONG)].length,
    earlier: EARLIER.test(folded) || LEADS.test(folded),
    turns: TURNS.test(folded),
    inquires: INQUIRES.test(folded),
    swaps: SWAPS.test(folded),
    repeats: REPEATS.test(folded),
  }
}
