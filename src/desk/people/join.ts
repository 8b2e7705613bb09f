import { step } from '#entities/actor.ts'
import { Identity, type Platform, platformNames } from '#entities/people/identity.ts'
import { Person } from '#entities/people/person.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import type { Member } from '#src/cards/subject.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import { SET_MENUS } from '../commands/menus.ts'
import { createCode, hashCode } from './codes.ts'
import { personKind } from './person-kind.ts'

const VALID_MS = 10 * 60_000

type Newcomer = Visitor & { via: Platform }

/** A code that makes whoever types it on the other platform the same person. An earlier one dies. */
export async function createJoin(app: Needs<'em' | 'clock' | 'ring'>, { id }: Member): Promise<string> {
  return inTransaction(app, async (tx) => {
    const code = createCode()
    await sql(tx.em, `delete from links where purpose = 'join' and subject_id = $1`, [id])
    await sql(
      tx.em,
      `insert into links (id, token_hash, purpose, subject_id, created_at, expires_at)
        values ($1, $2, 'join', $3, $4, $5)`,
      [uuid(), hashCode('join', code), id, tx.at, new Date(tx.at.getTime() + VALID_MS)],
    )
    return code
  })
}

/** Makes the one who typed the code, on the other platform, the person who asked for it. Works once. */
export async function redeemJoin(tx: Tx, newcomer: Newcomer, code: string): Promise<string> {
  const [link] = await sql<{ subject_id: string }>(
    tx.em,
    `update links set used_at = $2 where token_hash = $1 and purpose = 'join' and used_at is null and expires_at > $2
     returning subject_id`,
    [hashCode('join', code), tx.at],
  )
  const person = link && (await tx.em.findOne(Person, { id: link.subject_id, state: 'member' }))
  if (!person) throw new Refusal('That code is not valid any more. Type link on the other platform for a new one.')
  await checkFree(tx, person, newcomer)
  await take(tx, person, newcomer)
  tx.ring(SET_MENUS)
  return `You are ${person.name} here too.`
}

async function checkFree(tx: Tx, person: Person, { via, userId }: Newcomer): Promise<void> {
  const own = await tx.em.findOne(Identity, { personId: person.id, platform: via })
  if (own && own.userId !== userId)
    throw new Refusal(`${person.name} is known on ${platformNames[via]} already, as ${own.handle}.`)
  const identity = await tx.em.findOne(Identity, { platform: via, userId })
  if (!identity || identity.personId === person.id) return
  const other = await tx.em.findOneOrFail(Person, identity.personId)
  if (other.state === 'member') throw new Refusal(`You are ${other.name} here, not ${person.name}.`)
  if (other.state !== 'asking') throw new Refusal('An admin has said no. Please talk to them.')
  // What they asked before they had the code needs no answer any more.
  await move(tx, personKind, [other], 'refuse', step('link'), { note: `is ${person.name}` })
}

async function take(tx: Tx, person: Person, { via, userId, name, place }: Newcomer): Promise<void> {
  await sql(
    tx.em,
    `insert into identities (id, person_id, platform, user_id, handle, place, created_at)
      values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (platform, user_id) do update set person_id = excluded.person_id`,
    [uuid(), person.id, via, userId, name, place ?? null, tx.at],
  )
}
