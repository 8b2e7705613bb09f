/** One word, alone: Twilio's own list, with what people write for it. */
const STOP_WORDS =
  /^(stop|stopp|stopall|unsubscribe|unsub|end|quit|cancel|revoke|opt ?out|optout|arret|alto|basta|parar|detener|salir)$/

/** A request to be left alone, in words. `Stop by at 5` and `don't stop` are none. */
const STOP_PHRASES = [
  /^(please |pls |plz |just |ok |hey |hi )*(stop|quit)( (now|please|pls|it|this|that|already|all|stop|the|these|those|with|thanks|thank you|texts?|messages?|sms|msgs?|everything))*$/,
  /^(please |pls |just |can you |could you |will you )*(stop|quit|cease) (with )?(the |all |these |those |your |sending |any )*(texting|messaging|sending|contacting|writing|calling|spamming|bothering|texts?|messages?|sms|me)\b/,
  /^(please |pls |can you |could you )*(unsubscribe|remove|delete|take) me\b(?! (to|there|home|with))/,
  /\b(opt(ing)?( me)? out|unsubscribe me|take me off|remove (me|my number) from|delete my number|lose my number)\b/,
  /\b(do not|don'?t|never|no more|stop) (text|texts|texting|message|messages|messaging|contact|contacting|sms|send)( me| us)?( any ?more| again| ever| anything| this| these)*( please| thanks)?$/,
  /^(please )?leave me alone\b/,
]

const START_WORDS = /^(start|unstop|yes|resubscribe|subscribe|opt ?in)$/

/**
 * Whether a text asks us to stop writing, or to start again; null when it does neither. `yes` counts as a start:
 * ask only when the number has stopped us. Rather stops once too often than writes to someone who said no.
 * @see https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
export function readOptOut(text: string): 'stop' | 'start' | null {
  const words = text
    .slice(0, 300)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[^a-z0-9' ]+/g, (gap) => (/[\s.,!?/-]/.test(gap) ? ' ' : ''))
    .replace(/ +/g, ' ')
    .trim()
  if (STOP_WORDS.test(words) || STOP_PHRASES.some((phrase) => phrase.test(words))) return 'stop'
  return START_WORDS.test(words) ? 'start' : null
}
