import type { EntityManager } from '@mikro-orm/postgresql'
import { Identity, platformNames } from '#entities/people/identity.ts'
import { Person, type Role, roles } from '#entities/people/person.ts'
import type { Card } from '#src/cards/card.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type Acting, type Drawing, defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import { writeWhen } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { SET_MENUS } from '../commands/menus.ts'
import { sharedHours } from '../pipelines.ts'
import { personKind } from './person-kind.ts'
import { type Shop, shopsOf } from './shops.ts'

/** `shops`: those they may sell for. `tellsZone`: a platform they are on names the clock of whoever writes. */
type PersonView = Person & { known: string; tellsZone: boolean; shops: Shop[]; lastMove: LastMove | null }

export const personSubject = defineSubject<Person, PersonView>({
  kind: personKind,
  load,
  card: (view, app) => ({ ...face(view), ...footer(view, app) }),
  offers,
  tells: { steps: { ask: 'They asked to be let in.' } },
  verbs: {
    admit: { label: 'Let in', past: 'admitted', style: 'primary' },
    refuse: { label: 'Refuse', past: 'refused', style: 'danger' },
    remove: { label: 'Remove', past: 'removed', style: 'danger' },
  },
  act: {
    admit,
    remove: async ({ tx, view }) => {
      await keepOneAdmin(tx, view)
      tx.ring(SET_MENUS)
      return { set: { role: null }, tell: `${view.name} can do nothing here any more.` }
    },
  },
  mayPress: ({ role }) => role === 'admin',
})

function offers(view: PersonView): Offer[] {
  const { state } = view
  if (state === 'member') return [{ verb: 'remove', quiet: true }]
  return [...roles.flatMap((role) => asRole(role, view)), ...(state === 'asking' ? [{ verb: 'refuse' }] : [])]
}

/** More shops than these are typed: a card has only so much room. */
const MOST_SHOPS = 4

/** A seller sells for one shop: of several each has a button of its own. */
function asRole(role: Role, { shops }: PersonView): Offer[] {
  if (role !== 'seller' || shops.length < 2) return [{ verb: 'admit', arg: role, label: `As ${role}` }]
  return shops.map((shop, at) => ({
    ...{ verb: 'admit', arg: argOf(shop), label: `As seller of ${shop.name}` },
    ...(at >= MOST_SHOPS && { quiet: true }),
  }))
}

function argOf({ id }: Shop): string {
  return `seller${id.slice(-12)}`
}

function admit({ tx, arg = '', view }: Acting<PersonView>): Effect<Person> {
  const role = roles.find((known) => arg.startsWith(known)) ?? 'rep'
  tx.ring(SET_MENUS)
  if (role !== 'seller') return { set: { role }, tell: `${view.name} is in as ${role}.` }
  const shop = shopOf(view, arg)
  // Who asks on Telegram has no clock yet but the house's.
  const zone = shop && view.state === 'asking' && !view.tellsZone ? shop.zone : view.zone
  const set = { role, storeId: shop?.id ?? null, zone }
  return { set, tell: `${view.name} is in as ${roleOf({ ...view, ...set })}.` }
}

function shopOf({ shops }: PersonView, arg: string): Shop | null {
  return shops.find((shop) => argOf(shop) === arg) ?? shops[0] ?? null
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
  const shops = await shopsOf(em)
  return people.map((person) => {
    const own = identities.filter(({ personId }) => personId === person.id)
    return Object.assign(person, {
      known: own.map(({ platform, handle }) => `${handle} on ${platformNames[platform]}`).join(', '),
      tellsZone: own.some(({ platform }) => platform === 'slack'),
      shops,
      lastMove: lastMoves.get(person.id) ?? null,
    })
  })
}

function face(view: PersonView): Pick<Card, 'title' | 'tone' | 'facts'> {
  const ref = writeRef(personKind, view)
  const titles: Record<Person['state'], string> = {
    asking: `${ref} ${view.name} asks to be let in`,
    member: `${ref} ${view.name} is in as ${roleOf(view)}`,
    refused: `${ref} ${view.name} was refused`,
    removed: `${ref} ${view.name} was removed`,
  }
  const tones = { asking: 'todo', member: 'good', refused: 'bad', removed: 'done' } as const
  return { title: titles[view.state], tone: tones[view.state], facts: [{ label: 'Known as', value: view.known }] }
}

/** `seller of Zuri Closet`, where there are several shops. */
function roleOf({ role, storeId, shops }: PersonView): string {
  const shop = shops.length > 1 && role === 'seller' && shops.find(({ id }) => id === storeId)
  return shop ? `seller of ${shop.name}` : (role ?? 'nobody')
}

function footer({ state, lastMove }: PersonView, { settings, clock, hours }: Drawing): Pick<Card, 'footer'> {
  if (state === 'asking') return { footer: 'Choose what they may do, or refuse.' }
  if (!lastMove) return {}
  const at = writeWhen(lastMove.at, settings.STORE_TIMEZONE, clock(), hours ?? sharedHours(settings))
  return { footer: `Decided by ${lastMove.by.name}, ${at}` }
}
