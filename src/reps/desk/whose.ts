import type { EntityManager } from '@mikro-orm/postgresql'
import { Rep } from '#entities/reps/rep.ts'
import type { Member } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'

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

/** Leads that somebody names by number or id: there, and not another rep's. */
export async function requireLeads(em: EntityManager, { id, role }: Member, leadIds: string[]): Promise<void> {
  const leads = await sql<{ personId: string | null }>(
    em,
    'select person_id as "personId" from leads where id = any($1::uuid[])',
    [leadIds],
  )
  if (leads.length < new Set(leadIds).size) throw new Refusal('There is no such lead.', { lead: 'unknown' })
  const isOthers = leads.some(({ personId }) => personId !== null && personId !== id)
  if (role !== 'admin' && isOthers) throw new NotAllowed('That one is not yours.')
}
