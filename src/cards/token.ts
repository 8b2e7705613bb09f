import { Refusal } from '#src/errors.ts'

/** What a button carries. `moves` makes the button of an earlier face refuse; `arg` tells buttons of one verb apart. */
export type Token = { subject: string; verb: string; id: string; moves?: number; arg?: string }

/** Telegram's limit on callback data. */
const TOKEN_BYTES = 64
export const TOKEN_SHAPE = /^([a-z]+)\.([a-z]+):([\w-]{22})(?:\.(\d+))?(?:\.([a-z0-9]+))?$/

/** `order.approve:<22 base64url of the id>[.moves][.arg]` */
export function writeToken({ subject, verb, id, moves, arg }: Token): string {
  if (arg !== undefined && moves === undefined) throw new Error('an argument stands after the count of moves')
  const short = Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
  const token = [`${subject}.${verb}:${short}`, moves, arg].filter((part) => part !== undefined).join('.')
  if (token.length > TOKEN_BYTES) throw new Error(`a button cannot carry ${token}`)
  return token
}

export function readToken(text: string): Token {
  const [, subject, verb, short, moves, arg] = TOKEN_SHAPE.exec(text) ?? []
  if (!subject || !verb || !short)
    throw new Refusal('That button is from an older version. Ask me to show the card again.')
  const hex = Buffer.from(short, 'base64url').toString('hex')
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  return { subject, verb, id, ...(moves && { moves: Number(moves) }), ...(arg && { arg }) }
}
