import type { EntityManager } from '@mikro-orm/postgresql'
import { Rep } from '#entities/reps/rep.ts'
import type { Member } from '#src/cards/subject.ts'
import { Refusal } from '#src/errors.ts'

/** A rep acts on their own, an admin on everything; what is nobody's yet is the admins'. */
export function isOwn({ id, role }: Member, personId: string | null): boolean {
  return role === 'admin' || (role === 'rep' && personId === id)
}

/** The rep a member is. */
export async function repOf(em: EntityManager, member: Member): Promise<Rep> {
  const rep = await em.findOne(Rep, { personId: member.id })
  if (rep) return rep
  throw new Refusal('You are not registered as a rep. An admin can: rep add <your name>')
}
