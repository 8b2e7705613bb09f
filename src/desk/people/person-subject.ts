import type { EntityManager } from '@mikro-orm/postgresql'
import { Identity, platformNames } from '#entities/people/identity.ts'
import { Person, type Role, roles } from '#entities/people/person.ts'
import type { Card } from '#src/cards/card.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { writeRef } from '#src/cards/ref.ts'
import { defineSubject, type Offer } from '#src/cards/subject.ts'
import { writeWhen } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { SET_MENUS } from '../commands/menus.ts'
import { personKind } from './person-kind.ts'

type PersonView = Person & { known: string; lastMove: LastMove | null }

export const personSubject = defineSubject<Person, PersonView>({
  kind: personKind,
  load,
  card: (view, app) => ({ ...face(view), ...footer(view, app.settings.STORE_TIMEZONE, app.clock()) }),
  offers: ({ state }) => offers[state] ?? [],
  tells: { steps: { ask: 'They asked to be let in.' } },
  verbs: {
    admit: { label: 'Let in', past: 'admitted', style: 'primary' },
    refuse: { label: 'Refuse', past: 'refused', style: 'danger' },
    remove: { label: 'Remove', past: 'removed', style: 'danger' },
  },
  act: {
    admit: async ({ tx, arg, view }) => {
      const role = readRole(arg)
      tx.ring(SET_MENUS)
      return { set: { role, storeId: await storeFor(tx, role, view) }, tell: `${view.name} is in as ${role}.` }
    },
    remove: async ({ tx, view }) => {
      await keepOneAdmin(tx, view)
      tx.ring(SET_MENUS)
      return { set: { role: null }, tell: `${view.name} can do nothing here any more.` }
    },
  },
  mayPress: ({ role }) => role === 'admin',
})

const asRole: Offer[] = roles.map((role) => ({ verb: 'admit', arg: role, label: `As ${role}` }))
const offers: Record<string, Offer[]> = {
  asking: [...asRole, { verb: 'refuse' }],
  refused: asRole,
  removed: asRole,
  member: [{ verb: 'remove', quiet: true }],
}

function readRole(arg: string | undefined): Role {
  return roles.find((role) => role === arg) ?? 'rep'
}

/** A seller sells for a store: the first one, unless they had another. */
async function storeFor({ em }: Tx, role: Role, { storeId }: Person): Promise<string | null> {
  if (role !== 'seller' || storeId) return storeId
  const [store] = await sql<{ id: string }>(em, 'select id from stores order by created_at, id limit 1')
  return store?.id ?? null
}

/** Without an admin nobody could let anyone in again. Two who remove each other at once wait for one another. */
async function keepOneAdmin({ em }: Tx, { id, role }: Person): Promise<void> {
  if (role !== 'admin') return
  await sql(em, `select pg_advisory_xact_lock(hashtextextended('admins', 0))`)
  const others = await sql(em, `select 1 from people where state = 'member' and role = 'admin' and id <> $1 limit 1`, [
    id,
  ])
  if (others.length === 0) throw new Refusal('That is the last admin. Let another one in first.')
}

async function load(em: EntityManager, ids: string[]): Promise<PersonView[]> {
  const people = await em.find(Person, { id: { $in: ids } })
  const identities = await em.find(Identity, { personId: { $in: ids } })
  const lastMoves = await loadLastMoves(em, 'person', ids)
  return people.map((person) =>
    Object.assign(person, {
      known: identities
        .filter(({ personId }) => personId === person.id)
        .map(({ platform, handle }) => `${handle} on ${platformNames[platform]}`)
        .join(', '),
      lastMove: lastMoves.get(person.id) ?? null,
    }),
  )
}

function face(view: PersonView): Pick<Card, 'title' | 'tone' | 'facts'> {
  const ref = writeRef(personKind, view)
  const titles: Record<Person['state'], string> = {
    asking: `${ref} ${view.name} asks to be let in`,
    member: `${ref} ${view.name} is in as ${view.role}`,
    refused: `${ref} ${view.name} was refused`,
    removed: `${ref} ${view.name} was removed`,
  }
  const tones = { asking: 'todo', member: 'good', refused: 'bad', removed: 'done' } as const
  return { title: titles[view.state], tone: tones[view.state], facts: [{ label: 'Known as', value: view.known }] }
}

function footer({ state, lastMove }: PersonView, zone: string, now: Date): Pick<Card, 'footer'> {
  if (state === 'asking') return { footer: 'Choose what they may do, or refuse.' }
  return lastMove ? { footer: `Decided by ${lastMove.by.name}, ${writeWhen(lastMove.at, zone, now)}` } : {}
}
