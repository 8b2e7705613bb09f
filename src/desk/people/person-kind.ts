import { Person, personFlow } from '#entities/people/person.ts'
import { defineKind } from '#src/moves/kind.ts'

export const personKind = defineKind<Person>({
  name: 'person',
  prefix: 'P',
  entity: Person,
  table: 'people',
  flow: personFlow,
  pipeline: () => 'people',
  waits: ({ state }) => state === 'asking',
  waitsSql: "state = 'asking'",
  findSql: `(name ilike $1 or exists (select 1 from identities i where i.person_id = people.id and i.handle ilike $1))`,
})
