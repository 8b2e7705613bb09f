import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Refusal } from '#src/errors.ts'

/** The row a secret stands in: an envelope that is moved to another row does not open there. */
export type Spot = { table: string; id: string }

export type KeyRing = {
  /** A secret -> `v1:kid:iv:tag:ct`, with the first key. */
  seal(secret: string, spot: Spot): string
  /** Throws a Refusal when its key is not in the ring, or someone has changed it. */
  open(envelope: string, spot: Spot): string
  /** Whether the first key made it: if not, rotating makes it anew. */
  isCurrent(envelope: string): boolean
}

const IV_BYTES = 12
const TAG_BYTES = 16
const HOW = 'Make a key with: openssl rand -base64 32\nand set it as SECRET_KEYS=first:<the key>'

/**
 * `id:base64,id:base64`: 32 bytes each; the first encrypts, all decrypt. Without keys it is a ring that refuses to be
 * used, with the sentence that says how to make one; keys that cannot be read are refused at once.
 */
export function createKeyRing(text: string | undefined): KeyRing {
  const keys = new Map(text ? readKeys(text) : [])
  const [first] = keys
  const need = () => {
    if (first) return first
    throw new Refusal(`SECRET_KEYS is not set, so no secret can be stored.\n${HOW}`)
  }
  return {
    seal(secret, spot) {
      const [kid, key] = need()
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(writeSpot(spot))
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return ['v1', kid, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join(':')
    },
    open(envelope, spot) {
      need()
      const [version, kid = '', ...parts] = envelope.split(':')
      const [iv, tag, sealed] = parts.map((part) => Buffer.from(part, 'base64url'))
      if (version !== 'v1' || !iv || !tag || !sealed) throw new Refusal(`What is stored in ${spot.table} is no secret.`)
      const key = keys.get(kid)
      if (!key)
        throw new Refusal(`The key '${kid}' is not in SECRET_KEYS, but secrets are stored with it. Put it back.`)
      return unseal({ key, iv, tag, sealed }, spot)
    },
    isCurrent: (envelope) => envelope.startsWith(`v1:${need()[0]}:`),
  }
}

/** For the start with real accounts: better refused then than when the first secret comes. */
export function requireKeys(text: string | undefined): void {
  if (!text) throw new Refusal(`SECRET_KEYS is needed: with it the secrets in the database are encrypted.\n${HOW}`)
}

function unseal(parts: { key: Buffer; iv: Buffer; tag: Buffer; sealed: Buffer }, spot: Spot): string {
  const { key, iv, tag, sealed } = parts
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
    decipher.setAAD(writeSpot(spot)).setAuthTag(tag)
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8')
  } catch (cause) {
    const words = `The secret in ${spot.table} does not open: it was changed, or its key is another one of that name.`
    throw new Refusal(words, null, { cause })
  }
}

function readKeys(text: string): [string, Buffer][] {
  const keys = text.split(',').map((one) => readKey(one.trim()))
  const names = keys.map(([kid]) => kid)
  const twice = names.find((kid, at) => names.indexOf(kid) !== at)
  if (twice) throw new Refusal(`SECRET_KEYS has two keys named '${twice}'.`)
  return keys
}

function readKey(text: string): [string, Buffer] {
  const [, kid, base64 = ''] = /^([\w-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(text) ?? []
  const key = Buffer.from(base64, 'base64')
  if (kid && key.length === 32) return [kid, key]
  // The text itself is not told: it is a key with a slip in it.
  throw new Refusal(`SECRET_KEYS cannot be read: each key is a name, a colon and 32 bytes in base64.\n${HOW}`)
}

function writeSpot({ table, id }: Spot): Buffer {
  return Buffer.from(`${table} ${id}`)
}
