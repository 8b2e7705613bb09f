// What a reply is about, told from its words, in the languages customers write in.

const cancel =
  /\bcancel(?:l?ed|ling)?\b(?! (?:any|at any))|\bcancellation\b|\bnever ?mind\b|\bnvm\b|changed my mind|don.?t want (?:it|this|them|these|the (?:order|item)s?)?\s*(?:any ?more|any longer)|(?:no longer|not) (?:want|interested|need)|(?:don.?t|do not) (?:need|want) (?:it|this|them|these|my order|the order)\b|\b(?:remove|take) me (?:off|from)|wrong (?:person|email|e-mail|address for me|recipient|number)\b|(?:i )?(?:never|didn.?t|did not|haven.?t) (?:place[d]? |ma[dk]e )?(?:order|comment|ask|buy|bought)|\bunsubscribe\b|please refund|i.?ll pass\b|i.?m out\b|not going to (?:buy|take|order)|\bannul(?:er|ez|e|ation|lare|lo|la|late)\b|je ne (?:la |le |les |l.)?veux plus|changé d.avis|\bcanc(?:el[aeo]|elar|elad|elen|élalo|élala|ela)\w{0,4}\b|\banul(?:ar|en|e|a|ación)\b|ya no (?:lo |la |los |las )?(?:quiero|necesito|me interesa)|cambi(?:é|ado) de (?:opinión|idea)|cambiato idea|non (?:lo|la|li|le) voglio più|não (?:quero|preciso)(?: \w+){0,2} mais|mudei de ideia|desist\w+|\bstorn\w+|\bwiderruf\w*|(?:nicht|kein\w*) (?:mehr|länger) (?:haben|bestellen|interess\w+|gebraucht|brauche)|will ich nicht mehr|doch nicht mehr|\bannuleer\w*|\bannuleren\b|niet meer (?:nodig|hebben)|\bavboka|\bavbestill|\bperuu?ta|\banuluj\w*|rezygnuj\w*|отмен|передумал|キャンセル|取消|취소|\b(?:m|ni|tu|u)?(?:ghairi(?:e|a|we)?|fut(?:a|e|ia|ie|ilia|ilie|wa)|sitish(?:a|e))\b|sitaki tena|siitaki|simaanishi|sihitaji tena|nimebadili(?:sha)? (?:mawazo|nia|akili)|ألغ|إلغاء|ביטול|בטל/iu
const cancelWhole =
  /cancel(?:l?ing)? (?:it|this|that|them|everything|all|(?:my|the|this|our|that) (?:whole |entire )?(?:order|purchase|pre-?order|thing)s?)|please cancel[.!]?\s*$|^(?:hi|hello|hey)?[\s,!]*(?:please )?cancel[.!]?\s*$|never ?mind\b[^?]{0,40}(?:cancel|order|thanks|thx)|annul\w+ (?:ma|la|cette|mi|il mio|l.ordine)|cancel\w* (?:mi|el|meu|o) ped|storn|(?:m|ni|tu|u)?(?:ghairi|fut(?:a|e|ia|ie))\w{0,3} (?:oda|order|agizo)|(?:remove|take) me (?:off|from|please|[.!]|$)|please remove me|(?:don.?t|do not|no longer|not) (?:want|need) (?:it|this|them|these|my order|the order|anything)(?: any ?more| any longer| now)?\s*(?:[.!,;]|$)|changed my mind(?! (?:about|on|re)\b)[^?\n]{0,40}(?:remove|cancel|don.?t|refund|sorry|thanks|[.!]|$)|ya no (?:lo |la )?quiero|je n.en veux plus|(?:will|möchte) (?:ich )?(?:es|die bestellung) nicht mehr|sitaki tena/iu
const stop =
  /^\s*(?:please\s+)?(?:stop|stop\s*all|unsubscribe|remove me|cancel|end|quit|opt[ -]?out|acha|baja|arrêt|arret|stopp|abbestellen)\s*[.!]*\s*$/iu
const notCancel =
  /(?:don.?t|do not|didn.?t|never|not) (?:want (?:you )?to )?cancel|\bif\b[^.?!]{0,60}cancel|cancel[^.?!]{0,40}\bif\b|still[^.?!]{0,20}cancel|(?:can|could|may) (?:i|we|you)[^.!]{0,60}cancel[^.!]{0,80}(?:later|still|fee|policy|before|after)|before (?:i|you) cancel|cancellation (?:policy|fee)|(?:was|is|been|got) (?:it |my order )?cancel?led\s*\?|nicht stornier|ne (?:pas )?annul\w+ pas|no (?:lo |la )?cancel/iu

const away =
  /\b(?:i.?m|i am|i.?ll be|i will be|we are|we.?re|currently|is)\b[^.!?\n]{0,40}\b(?:out of (?:the )?office|away from (?:the office|my desk|my e-?mail)|on (?:\w+ )?(?:leave|vacation|holidays?|annual leave|maternity leave|sabbatical)|travell?ing (?:until|with limited)|unavailable|ooo)\b|out of (?:the )?office|(?:limited|no|without|intermittent) access to (?:my )?e-?mail|(?:respond|reply|get back to you|return your (?:e-?mail|message)|answer)[^.!?\n]{0,40}(?:when i(?:.m| am)? (?:return|back|get back)|upon my return|on my return|as soon as i.?m back|within \d+|in due course)|(?:this|dies|ceci|este|esto|questo|dit|hii) (?:is|ist|est|es|é|è|ni)[^.!?\n]{0,20}(?:auto(?:mat\w+)?)|automatic(?:ally)?[ -](?:reply|response|generated|generierte)|auto(?:mated)?[ -]?(?:reply|response|responder|message)|do not reply to this|(?:nicht im (?:büro|haus)|außer haus|abwesend|im urlaub|elternzeit|in mutterschutz|zurück am)|(?:je suis|actuellement) (?:absent|en congé|en vacances)|absente? (?:jusqu|du|pour)|de retour le|fuera de (?:la )?oficina|estoy de (?:vacaciones|baja|permiso)|estaré (?:ausente|fuera)|respuesta automática|fuori (?:ufficio|sede)|sono in (?:ferie|vacanza)|in ferie (?:fino|dal)|fora do escritório|estou de (?:férias|licença)|estarei (?:ausente|fora)|(?:ben|momenteel) (?:afwezig|niet op kantoor|op vakantie|met vakantie)|niko (?:likizo|safari|nje ya ofisi)|nitakujibu nikirudi|休暇|不在にして|자리를 비|в отпуске|вне офиса|jestem na urlopie|ferie til|semester till|إجازة/iu
const ticket =
  /(?:ticket|case|request|reference|anfrage|incident)(?: (?:number|id|no\.?))?[ :]*(?:is )?(?:#|[A-Z]{2,6}-|\[)?\s?\d{3,}|(?:we.?ve|we have|has been) (?:received|got|logged|registered)|your (?:request|message|e-?mail|enquiry|inquiry) (?:has been|was) received|(?:our|a member of (?:our|the)) (?:support )?(?:team|agents?) will (?:get back|respond|reply|be in touch|contact)|hemos recibido (?:tu|su)|nous avons bien reçu votre|wir haben ihre (?:anfrage|nachricht|e-?mail) erhalten|(?:to|please) (?:confirm|verify|prove)[^.\n]{0,60}(?:human|not a robot|sender|your (?:e-?mail|message) (?:is|was))|click (?:the link|here|below)[^.\n]{0,60}(?:deliver|approve|release|verif|confirm)|(?:whitelist|challenge|spam ?arrest|boxbe|approved senders?|guest list)/iu
const bounce =
  /(?:could not|couldn.t|cannot|can.t|was not|wasn.t|has not been|not be) (?:be )?deliver|delivery (?:to the following|has failed|failed|status)|(?:undeliverable|permanent(?:ly)? (?:failure|fatal errors|failed))|\b5[0-9]{2}[ -]5\.\d\.\d\b|\b55[0-4]\b[^.\n]{0,60}(?:user|mailbox|recipient|unknown|no such)|(?:mailbox|user|recipient|address)(?: address)? (?:is )?(?:full|unknown|rejected|not found|does not exist|unavailable)|(?:address not found|message (?:blocked|bounced)|no such user|mail system at host)|konnte nicht zugestellt|n.a pas pu être (?:remis|distribu|livr)|no (?:pudo|ha podido|se pudo) (?:ser )?entreg|impossibile (?:recapitare|consegnare)|não (?:pôde|foi possível) (?:ser )?entreg/iu

const earlier =
  /\bsame (?:(?:address|place|one|spot|details) )?(?:as|like) (?:last|before|usual|always|ever|the (?:last|previous|first)|my (?:last|previous))|\b(?:the )?(?:same|usual) (?:address|place)\b|you (?:already |should )?(?:still )?have (?:it|my (?:address|details))|(?:address|one) (?:you have )?on file|(?:address|one) from (?:last time|my (?:last|previous))|misma (?:dirección )?(?:de siempre|que|dirección)|(?:la )?même adresse|comme (?:d.habitude|la dernière fois)|(?:gleiche|selbe) adresse|wie (?:immer|beim letzten mal|letztes mal)|stesso indirizzo|mesmo endereço|zelfde adres|(?:anwani )?(?:ile ile|kama (?:kawaida|mara ya mwisho|ya zamani))/iu
const asking =
  /[?？؟]|\b(?:can|could|may|would|do|does|did|is|are|will) (?:you|i|we|it|they|the|this|there|my)\b[^.!\n]{0,80}$|\b(?:how (?:much|long|many)|when (?:will|do|does|is)|where is|what (?:is|are|time))\b|\b(?:wondering|let me know|could you|can you|please (?:tell|confirm|change|add|swap|include|remove|hold|wait))\b|je veux savoir|me pregunt|ich (?:frage|wüsste|möchte wissen)|naomba (?:kujua|kuuliza)|nauliza|\b(?:je|lini|bei gani|ngapi|mtatuma)\b.{0,60}\?/iu
const extra =
  /\b(?:also|and please|p\.?s\.?)\b[^.\n]{0,40}\b(?:add|change|swap|send|include|gift|wrap|make|can|could|want|like|need)\b|gift[ -]?wrap|(?:change|swap|switch|add|remove|instead of)\b[^.\n]{0,40}\b(?:colou?r|red|blue|black|white|green|gold|silver|pink|size|item|one|pair|order)|i.?d like it|(?:invoice|receipt|rush|express|hold (?:it|the order))\b/iu
const attack =
  /(?:ignore|disregard|forget|override)[^.\n]{0,30}(?:previous|prior|above|earlier|all|your|the|any)[^.\n]{0,30}(?:instructions?|prompts?|rules|orders|context|messages?)|^\W{0,4}(?:system|assistant|admin|developer|ai|bot|gpt|chatgpt|note to (?:the )?(?:ai|bot|assistant|system)|instructions?)\s*[:>\]]|\b(?:as an? ai|you are (?:now )?(?:an? )?(?:ai|assistant|chatbot|language model)|new instructions?|jailbreak|system prompt)\b|<\/?(?:system|instruction|prompt|assistant)[^>]{0,40}>|\[(?:system|inst|assistant)\]/iu

/** True when the writer gives up the order (or the mails), not when the word is only part of a question. */
export function saysCancel(text: string): boolean {
  if (stop.test(text)) return true
  return sentences(text).some((one) => cancel.test(one) && !notCancel.test(one) && !isMereQuestion(one))
}

/** "Same as last time": an answer, but the address is not in it. */
export function refersToEarlier(text: string): boolean {
  return earlier.test(text) && !/[?？]/.test(text)
}

/** True when the whole order is given up: then an address below it is a signature, not a wish. */
export function cancelsWholeOrder(text: string): boolean {
  return sentences(text).some((one) => cancelWhole.test(one) && !notCancel.test(one) && !isMereQuestion(one))
}

/** An absence note, a ticket receipt or a "prove you are human" mail, by wording alone. */
export function soundsAutomatic(text: string): boolean {
  return away.test(text) || ticket.test(text)
}

/** A bounce by wording alone. */
export function soundsBounced(text: string): boolean {
  return bounce.test(text)
}

/** True when the words ask or wish for something besides the address. */
export function asksMore(text: string): boolean {
  return sentences(text).some((one) => asking.test(one) || extra.test(one))
}

/** A line that speaks to a machine ("ignore previous instructions"): never read for an address. */
export function addressesTheMachine(line: string): boolean {
  return attack.test(line.slice(0, 600))
}

function isMereQuestion(sentence: string): boolean {
  return (
    /[?？]/.test(sentence) &&
    !/(?:please|(?:can|could|may|would) (?:you|i|we)|puedes|pouvez|können sie|kannst du|tafadhali)[^?]{0,30}(?:cancel|annul|storn|ghairi|futa)/iu.test(
      sentence,
    )
  )
}

/** Sentences and lines, each short enough for the patterns above. */
export function sentences(text: string): string[] {
  return text
    .slice(0, 20_000)
    .split(/\n|(?<=[.!?。？！])\s+/)
    .map((one) => one.trim().slice(0, 500))
    .filter((one) => one !== '')
}
