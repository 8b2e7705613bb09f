import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor, Door } from '#entities/actor.ts'
import type { Platform } from '#entities/people/identity.ts'
import { Person, type PersonState, type Role } from '#entities/people/person.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import type { Member } from '#src/cards/subject.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { NotAllowed } from '#src/errors.ts'
import { SET_MENUS } from '../commands/menus.ts'

const MEMBER = `select p.id, p.name, p.role, p.zone, p.store_id as "storeId" from people p`

/** The member behind a visitor, or null. A removed person is nobody. */
export async function recognise(em: EntityManager, { via, userId }: Visitor): Promise<Member | null> {
  if (via === 'api') return recogniseKey(em, userId)
  const [member] =
    via === 'slack' || via === 'telegram'
      ? await sql<Member>(
          em,
          `${MEMBER} join identities i on i.person_id = p.id where i.platform = $1 and i.user_id = $2
            and p.state = 'member'`,
          [via, userId],
        )
      : await sql<Member>(em, `${MEMBER} where p.id::text = $1 and p.state = 'member'`, [userId])
  return member ?? null
}

/** Who acts with an API key: its person, with no more than the key allows; or the key itself, when it is nobody's. */
export async function recogniseKey(em: EntityManager, keyId: string): Promise<Member | null> {
  const [member] = await sql<Member>(
    em,
    `select coalesce(p.id, k.id) as id, coalesce(p.name, k.name) as name, coalesce(p.zone, 'UTC') as zone,
       case when p.id is null or p.role = 'admin' then k.role else p.role end as role,
       coalesce(k.store_id, p.store_id) as "storeId"
     from api_keys k left join people p on p.id = k.person_id
     where k.id::text = $1 and k.revoked_at is null and (k.person_id is null or (p.state = 'member' and not exists (
       select 1 from moves m where m.kind = 'person' and m.record_id = p.id and m.verb = 'remove'
       and m.at >= k.created_at)))`,
    [keyId],
  )
  return member ?? null
}

export function actorOf(member: Member, via: Door): Actor {
  return { personId: member.id, name: member.name, via }
}

/** Writes down that someone tried what they may not. By itself, so that it stays when the rest is undone. */
export async function recordRefusal(
  app: Needs<'em' | 'clock'>,
  visitor: Visitor,
  member: Member | null,
  what: string,
  why: string,
): Promise<void> {
  await sql(
    app.em.fork(),
    'insert into refused_presses (id, via, user_id, person_id, what, why, at) values ($1, $2, $3, $4, $5, $6, $7)',
    [uuid(), visitor.via, visitor.userId, member?.id ?? null, what.slice(0, 500), why, app.clock()],
  )
}

/** At an edge: whoever tried what they may not is written down, once however many edges the error passes. */
export async function recordNotAllowed(
  app: Needs<'em' | 'clock'>,
  visitor: Visitor,
  member: Member | null,
  what: string,
  error: unknown,
): Promise<void> {
  if (!(error instanceof NotAllowed) || error.isRecorded) return
  error.isRecorded = true
  await recordRefusal(app, visitor, member, what, error.message)
}

export type NewPerson = {
  state: PersonState
  name: string
  role: Role | null
  zone: string
  storeId?: string
  identities: (Visitor & { via: Platform })[]
}

export async function addPerson(tx: Tx, { state, name, role, zone, storeId, identities }: NewPerson): Promise<Person> {
  const id = uuid()
  await sql(
    tx.em,
    'insert into people (id, state, name, role, zone, store_id, created_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [id, state, name, role, zone, storeId ?? null, tx.at],
  )
  const rows = identities.map(({ via, userId, name: handle, place }) => ({ id: uuid(), via, userId, handle, place }))
  await sql(
    tx.em,
    `insert into identities (id, person_id, platform, user_id, handle, place, created_at)
     select v.id, $2, v.via, v."userId", v.handle, v.place, $3
     from jsonb_to_recordset($1::jsonb) as v(id uuid, via text, "userId" text, handle text, place text)
     on conflict (platform, user_id) do nothing`,
    [JSON.stringify(rows), id, tx.at],
  )
  tx.ring(SET_MENUS)
  return tx.em.findOneOrFail(Person, id)
}
