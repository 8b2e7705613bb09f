import { fold } from './fold.ts'

const spam =
  /\b(?:seo|search engine|backlinks?|rank(?:ing|s|ed)? (?:on|higher|for|your|number|#)|not ranking|page one|first page of google|google rank|web ?(?:site )?(?:design|traffic|redesign)|digital marketing|marketing (?:agency|services|strategy)|lead generation|grow your (?:business|followers|audience)|more (?:customers|clients|leads|followers)|guest post|sponsored (?:post|content)|link building|crypto|bitcoin|casino|loan|investment opportunity|unsubscribe|limited[- ]time offer|click here|act now|special offer|promo(?:tional)? (?:code|offer)|outsourc\w+|virtual assistant|app development|we (?:offer|provide|specialize|help (?:businesses|studios|companies))|our (?:services|agency|company offers)|increase your (?:traffic|sales|revenue|visibility)|explainer video|data entry|payroll|business funding|merchant|buy followers|viagra|pharmacy|inheritance|prince|lottery|winner|free (?:audit|quote|consultation|trial)|noticed (?:your|you are|that your) (?:website|not|site)|streams? (?:guaranteed|boost)|playlist placement|promote your (?:music|song|studio))\b/g
const cancelling =
  /\b(?:(?:please |have to |need to |must |want to |like to |going to |got to |i'm |we're |i am |we are )?cancel(?:ling|ing)?\b(?! (?:policy|each|out|fee))(?: (?:my|our|the|this|that|it|everything|all|both)\b)?|call(?:ing)? (?:it|this|the (?:session|whole thing)) off|no longer need|won't be (?:needing|able to (?:make|come))|don't need (?:the|a|this|that|any)\b.{0,30}(?:any ?more|after all|session|booking)|withdraw (?:my|our|the) (?:booking|request)|annuler|annulation|stornieren|absagen|cancelar|annullare)\b/
const subjectCancel = /\b(?:cancel(?:led|ed|lation|ling|ing)?|annulation|stornierung|cancelacion)\b/
const partly =
  /\bcancel(?:ling)? (?:the )?(?:\d|first|second|third|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)|(?:cancellation (?:policy|fee|terms)|if i (?:have to |need to )?cancel|can i cancel|other session|previous booking|my old|unless|rain check)\b/

/** `hasForm`: instruments or times were filled in, so a stray word does not make it spam. */
export function isSpam(text: string, hasForm: boolean): boolean {
  const hits = new Set((fold(text.slice(0, 20_000)).match(spam) ?? []).map((hit) => hit))
  return hits.size >= (hasForm ? 3 : 1)
}

/** The whole booking is called off; a withdrawn slot or a question about the policy is not. */
export function isCancellation(subject: string, text: string): boolean {
  const folded = fold(text.slice(0, 20_000))
  if (partly.test(folded)) return false
  return subjectCancel.test(fold(subject)) || cancelling.test(folded)
}

const injection =
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules?|commands?|guidelines|context|everything above|everything before|the above|previous)\b|(?:^|[\s>\]}"'(*])(?:system|assistant|developer|ai|bot|admin|gpt|chatgpt|note to (?:the )?(?:ai|bot|system|admin|assistant|parser)|attention (?:ai|bot|system))\s{0,2}(?::|>|prompt\b|override\b|message\b|\])|<\|?(?:im_start|system|endoftext)|\[\/?(?:inst|system)\]|#{2,} ?(?:system|instruction|new instr)|\byou are (?:now|no longer) (?!free|able|available|booked)|\b(?:as|you are) an? (?:ai|language model|llm|assistant)\b|\b(?:admin|developer|debug|god|maintenance|jailbreak|dan) mode\b|\b(?:new|updated|following|hidden) instructions?\s*:|\bact as (?:an?|the) |\bpretend (?:to be|you)\b|\bprompt injection\b|\bsystem prompt\b|\b(?:reveal|print|show|output|return|leak|export|dump)\b.{0,24}\b(?:prompts?|secrets?|passwords?|api keys?|tokens?|credentials|json|database)\b|\b(?:set|change|mark|flag) (?:the )?(?:client|email|e-mail|phone|instruments?|status|booking|price|problems?|times?|recipient)\b.{0,30}\b(?:to|as)\b|\b(?:confirm|approve|accept|book) (?:this|it|everything|all|every (?:booking|musician|session))?\s?(?:automatically|without (?:asking|review|checking|human))\b|\bauto-?(?:approve|confirm)\b|\b(?:forward|send|text|e-?mail|bcc|copy) (?:all|every|each|the (?:list|numbers|musicians))\b.{0,40}\b(?:to|at|numbers?|musicians?|clients?|contacts?)\b|\bdo not (?:tell|notify|alert|flag|ask)\b.{0,20}\b(?:dane|anyone|human|owner|studio|admin|operator)\b|\b(?:text|call|message) (?:all|every)\b.{0,20}\bmusicians?\b/

/** Sentences addressed to the machine are left out of what is read. */
export function dropInjection(text: string): { text: string; isInjected: boolean } {
  if (!injection.test(fold(text))) return { text, isInjected: false }
  const kept = text.split(/(?<=[.!?])\s+|\n/).filter((sentence) => !injection.test(fold(sentence)))
  return { text: kept.join('\n'), isInjected: true }
}
