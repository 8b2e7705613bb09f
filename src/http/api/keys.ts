import { randomBytes } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { ApiKey, type KeyRole } from '#entities/people/api-key.ts'
import { uuid } from '#entities/uuid.ts'
import { hashOf } from '#src/basics/hash.ts'
import type { Member } from '#src/cards/subject.ts'
import type { Tx } from '#src/database/transaction.ts'
import { recogniseKey } from '#src/desk/people/people.ts'

export type NewKey = { name: string; role: KeyRole; storeId?: string; personId?: string }

/** A fresh key, shown this once: `dh_` and 32 random bytes. Only its hash is kept. */
export async function createKey({ em, at }: Pick<Tx, 'em' | 'at'>, key: NewKey): Promise<string> {
  const text = `dh_${randomBytes(32).toString('base64url')}`
  const { name, role, storeId = null, personId = null } = key
  await em.insert(ApiKey, {
    id: uuid(),
    hash: hashOf(text),
    name,
    role,
    storeId,
    personId,
    createdAt: at,
    revokedAt: null,
  })
  return text
}

/** Who calls with this `Authorization` header, or null. */
export async function readKey(
  em: EntityManager,
  header: string | undefined,
): Promise<{ id: string; member: Member } | null> {
  const text = /^Bearer (dh_[\w-]{43})$/i.exec(header ?? '')?.[1]
  const key = text ? await em.findOne(ApiKey, { hash: hashOf(text) }, { fields: ['id'] }) : null
  const member = key && (await recogniseKey(em, key.id))
  return key && member ? { id: key.id, member } : null
}
