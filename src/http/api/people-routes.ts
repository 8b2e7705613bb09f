import { z } from 'zod'
import { Identity } from '#entities/people/identity.ts'
import { Person, roles } from '#entities/people/person.ts'
import { readZone } from '#src/basics/zone.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { addPerson, type NewPerson } from '#src/desk/people/people.ts'
import { placeOf } from '#src/desk/people/shops.ts'
import { Refusal } from '#src/errors.ts'
import { offsetOf, paginate, pagingShape } from '#src/web/paging.ts'
import { defineRoute } from '#src/web/route.ts'
import { paginationShape } from '#src/web/shapes.ts'

const shape = z.strictObject({
  ...{ id: z.uuid(), name: z.string(), role: z.enum(roles).nullable(), zone: z.string(), state: z.string() },
})
const write = ({ id, name, role, zone, state }: Person) => ({ id, name, role, zone, state })

/** Those who work here: registered by a program as `person add` does. */
export const peopleRoutes = [
  defineRoute({
    method: 'get',
    path: '/people',
    summary: 'Those who work here, newest first',
    query: pagingShape,
    answer: z.strictObject({ people: z.array(shape), pagination: paginationShape }),
    async run({ app, query }) {
      const options = { orderBy: { number: 'desc' as const }, ...offsetOf(query) }
      const [people, total] = await app.em.fork().findAndCount(Person, { id: { $ne: null } }, options)
      return { people: people.map(write), pagination: paginate(total, query) }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/people',
    summary: 'Lets somebody in, known by their Slack or Telegram account',
    body: z.strictObject({
      name: z.string().trim().min(1).max(100),
      role: z.enum(roles),
      zone: z.string().max(100).optional().describe('IANA; none: the shop\u2019s'),
      store: z.string().max(80).optional().describe('Which shop a seller sells for; where there is one, that'),
      slack: z
        .string()
        .regex(/^[TE][A-Z0-9]+:[UW][A-Z0-9]+$/)
        .optional()
        .describe('Team and user, such as T0123ABC:U0456DEF'),
      telegram: z
        .string()
        .regex(/^\d{1,16}$/)
        .optional()
        .describe('The number of the account'),
    }),
    answer: z.strictObject({ person: shape }),
    status: 201,
    async run({ app, body: { name, role, zone, store, ...accounts } }) {
      const identities = identitiesOf(name, accounts)
      return inTransaction(app, async (tx) => {
        const asked = { role, store, zone: zone === undefined ? undefined : zoneOf(zone) }
        const place = await placeOf(tx.em, asked, app.settings.STORE_TIMEZONE)
        const person = await addPerson(tx, { state: 'member', name, role, identities, ...place })
        // An identity someone has already is not taken away from them.
        const given = await tx.em.count(Identity, { personId: person.id })
        if (given < identities.length) throw new Refusal('Somebody here has that Slack or Telegram account already.')
        return { person: write(person) }
      })
    },
  }),
]

function identitiesOf(name: string, accounts: { slack?: string | undefined; telegram?: string | undefined }) {
  const { slack, telegram } = accounts
  const identities: NewPerson['identities'] = []
  if (slack) identities.push({ via: 'slack', userId: slack, name, place: slack.slice(slack.indexOf(':') + 1) })
  if (telegram) identities.push({ via: 'telegram', userId: telegram, name, place: telegram })
  return identities
}

function zoneOf(named: string): string {
  const zone = readZone(named)
  if (!zone) throw new Refusal(`There is no time zone ${named}.`, { zone: 'such as America/Los_Angeles' })
  return zone
}
