import { type Actor, step } from '#entities/actor.ts'
import { Identity, type Platform } from '#entities/people/identity.ts'
import { Person } from '#entities/people/person.ts'
import type { Needs } from '#src/app.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { move } from '#src/moves/move.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import { redeemClaim } from './claim.ts'
import { CODE_SHAPE } from './codes.ts'
import { redeemJoin } from './join.ts'
import { addPerson } from './people.ts'
import { personKind } from './person-kind.ts'

type App = Needs<'em' | 'clock' | 'ring' | 'settings'>

/** A stranger wrote. With the claim code they become the first admin; without it an admin decides on a card. */
export async function askIn(app: App, visitor: Visitor, words: string): Promise<string> {
  const { via } = visitor
  if (via !== 'slack' && via !== 'telegram') return 'Sign in from chat first.'
  const known = { ...visitor, via, ...(await visitor.introduce?.()) }
  return inTransaction(app, async (tx) => {
    const code = CODE_SHAPE.exec(words)?.[1]
    if (code && (await redeemClaim(tx, app, known, code))) {
      return 'You are the first admin. Type help to see what you can do.'
    }
    if (code && /^link\b/i.test(words)) return redeemJoin(tx, known, code)
    const person = await findPerson(tx, known)
    return person ? askAgain(tx, person, known) : askFirst(tx, app, known)
  })
}

async function askAgain(tx: Tx, person: Person, { name }: Visitor): Promise<string> {
  const by: Actor = step(name)
  if (person.state === 'asking') return 'You have asked already. An admin will decide.'
  if (person.state === 'refused') return 'An admin has said no. Please talk to them.'
  await move(tx, personKind, [person], 'ask', by)
  return ASKED
}

async function askFirst(tx: Tx, { settings }: App, visitor: Visitor & { via: Platform }): Promise<string> {
  const { name, zone = settings.STORE_TIMEZONE } = visitor
  const person = await addPerson(tx, {
    state: 'asking',
    name,
    role: null,
    zone,
    identities: [visitor],
  })
  await raiseNewCards(tx, personKind, [person])
  return ASKED
}

const ASKED = 'Thanks. I have asked an admin to let you in; you will hear from me here.'

async function findPerson(tx: Tx, visitor: Visitor & { via: Platform }): Promise<Person | null> {
  const identity = await tx.em.findOne(Identity, { platform: visitor.via, userId: visitor.userId })
  return identity ? tx.em.findOne(Person, identity.personId) : null
}
