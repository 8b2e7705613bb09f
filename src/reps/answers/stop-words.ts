/** What carriers and platforms take as a wish to hear no more, in the languages our leads write. */
const STOP = new Set([
  ...[
    'stop',
    'stopall',
    'stop all',
    'unsubscribe',
    'cancel',
    'end',
    'quit',
    'optout',
    'opt out',
    'revoke',
    'remove me',
  ],
  ...[
    'stop messaging me',
    'stop texting me',
    'stop writing me',
    'do not contact me',
    "don't contact me",
    'leave me alone',
  ],
  ...['para', 'parar', 'basta', 'alto', 'detener', 'cancelar', 'no me escribas', 'dejame en paz', 'arret', 'arreter'],
  ...['stopp', 'abmelden', 'parem', 'sair'],
])
const POLITE = /^(?:please|pls|por favor|bitte)\s+|\s+(?:please|pls|thanks|thank you|now|por favor)$/g

/** Whether the words, and nothing else, ask us to stop. More than that is for a person to read. */
export function asksToStop(text: string): boolean {
  const words = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('\u2019', "'")
    .replaceAll(/[^\p{L}' ]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return STOP.has(words) || STOP.has(words.replaceAll(POLITE, ''))
}
