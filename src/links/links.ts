import { randomBytes } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Link } from '#entities/operations/link.ts'
import { uuid } from '#entities/uuid.ts'
import { hashOf } from '#src/basics/hash.ts'
import type { Tx } from '#src/database/transaction.ts'

/** A link someone came with. `isOver`: it has expired, or was used. */
export type OpenedLink = Link & { isOver: boolean }

/** A fresh public link: the 22 characters behind `/a/`. Only their hash is kept, so it is shown this once. */
export async function mintLink(
  { em, at }: Pick<Tx, 'em' | 'at'>,
  { purpose, subjectId, expiresAt }: { purpose: string; subjectId: string; expiresAt: Date },
): Promise<string> {
  const token = randomBytes(16).toString('base64url')
  await em.insert(Link, {
    id: uuid(),
    tokenHash: hashOf(token),
    purpose,
    subjectId,
    createdAt: at,
    expiresAt,
    usedAt: null,
  })
  return token
}

/** Where a link leads. */
export function writeLink(publicUrl: string, token: string): string {
  return `${publicUrl}/a/${token}`
}

/** The link behind a token, or null. Reads only: previewers open links too. */
export async function openLink(em: EntityManager, token: string, at: Date): Promise<OpenedLink | null> {
  const link = await em.findOne(Link, { tokenHash: hashOf(token) })
  return link && Object.assign(link, { isOver: link.usedAt !== null || link.expiresAt <= at })
}

/** Uses a link that works once; null when it is over, also when someone else used it a moment ago. */
export async function useLink({ em }: Pick<Tx, 'em'>, token: string, at: Date): Promise<Link | null> {
  const tokenHash = hashOf(token)
  const used = await em.nativeUpdate(Link, { tokenHash, usedAt: null, expiresAt: { $gt: at } }, { usedAt: at })
  return used === 1 ? em.findOneOrFail(Link, { tokenHash }) : null
}
