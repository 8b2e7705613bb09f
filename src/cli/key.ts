import type { EntityManager } from '@mikro-orm/postgresql'
import type { Command } from 'commander'
import type { KeyRole } from '#entities/people/api-key.ts'
import { Refusal } from '#src/errors.ts'
import { UsageError } from './usage-error.ts'
import { writeOut } from './write-out.ts'

type Options = { name: string; role: string; person?: string; store?: string }

/** `deskhand key create` and `key rotate` */
export function addKeyCommands(program: Command): void {
  const key = program.command('key').description('keys of the API, and those of SECRET_KEYS')
  key
    .command('rotate')
    .description('encrypt every stored secret anew, with the first of SECRET_KEYS')
    .action(async () => (await import('./rotate.ts')).rotateKeys())
  key
    .command('create')
    .description('make a key; it is shown this once')
    .requiredOption('--name <name>', 'what the key is for, as the history tells it')
    .requiredOption('--role <role>', 'what it may do: admin, seller or rep')
    .option('--person <ref>', 'it acts for this person, such as P-3, and ends with them; a rep\u2019s key needs it')
    .option('--store <name>', 'a seller\u2019s key: of this shop; without it the only one there is')
    .action(async (options: Options) => {
      const { keyRoles } = await import('#entities/people/api-key.ts')
      const role = keyRoles.find((each) => each === options.role.trim().toLowerCase())
      if (!role) throw new UsageError(`'${options.role}' is not a key's role. There are: ${keyRoles.join(', ')}.`)
      if (role === 'rep' && !options.person)
        throw new UsageError('A rep\u2019s key needs --person, such as --person P-3.')
      await writeOut(`${await create(role, options)}\n`)
    })
}

async function create(role: KeyRole, { name, person, store }: Options): Promise<string> {
  const { withApp } = await import('./open-app.ts')
  const { inTransaction } = await import('#src/database/transaction.ts')
  const { createKey } = await import('#src/http/api/keys.ts')
  return withApp((app) =>
    inTransaction(app, async (tx) => {
      const personId = person ? { personId: await findPerson(tx.em, person) } : {}
      const storeId = role === 'seller' ? { storeId: await findStore(tx.em, store) } : {}
      return createKey(tx, { name, role, ...personId, ...storeId })
    }),
  )
}

async function findPerson(em: EntityManager, text: string): Promise<string> {
  const { Person } = await import('#entities/people/person.ts')
  const { readRef } = await import('#src/cards/ref.ts')
  const ref = readRef(text)
  const person = ref?.prefix === 'P' ? await em.findOne(Person, { number: ref.number, state: 'member' }) : null
  if (!person) throw new Refusal(`Nobody who works here is '${text}'.`)
  return person.id
}

async function findStore(em: EntityManager, name: string | undefined): Promise<string> {
  const { Store } = await import('#entities/people/store.ts')
  const stores = await em.findAll(Store)
  const [store, ...more] = name === undefined ? stores : stores.filter((each) => each.name === name)
  if (store && more.length === 0) return store.id
  throw new Refusal(
    `Say which shop with --store. There are: ${stores.map((each) => each.name).join(', ') || 'none yet'}.`,
  )
}
