import type { Command } from 'commander'
import type { Person, Role } from '#entities/people/person.ts'
import type { App } from '#src/app.ts'
import { readZone } from '#src/basics/zone.ts'
import type { NewPerson } from '#src/desk/people/people.ts'
import { Refusal } from '#src/errors.ts'
import { addErase } from './erase.ts'
import { UsageError } from './usage-error.ts'
import { writeOut } from './write-out.ts'

type Options = { name: string; role: string; slack?: string; telegram?: string; zone?: string; store?: string }

/** `deskhand person add` and `erase` */
export function addPersonCommands(program: Command): void {
  const person = program.command('person').description('people who work here, and people who want to be forgotten')
  addErase(person)
  person
    .command('add')
    .description('let someone in')
    .requiredOption('--name <name>', 'how they are called')
    .requiredOption('--role <role>', 'admin, booker, seller or rep')
    .option('--slack <team:user>', 'their Slack ids, such as T0123ABC:U0456DEF')
    .option('--telegram <id>', 'their numeric Telegram id')
    .option('--zone <zone>', 'their time zone, such as Europe/Prague; without it the shop\u2019s')
    .option('--store <name>', 'which shop a seller sells for, where there are several')
    .action(async (options: Options) => {
      const { roles } = await import('#entities/people/person.ts')
      const role = readRole(options.role, roles)
      const identities = readIdentities(options)
      if (options.zone !== undefined) requireZone(options.zone)
      const { withApp } = await import('./open-app.ts')
      const person = await withApp((app) => admit(app, { ...options, role, identities }))
      await writeOut(`${person.name} is in, as ${person.role}.\n`)
    })
}

function readRole(text: string, roles: readonly Role[]): Role {
  const role = roles.find((each) => each === text.trim().toLowerCase())
  if (!role) throw new UsageError(`'${text}' is not a role. There are: ${roles.join(', ')}.`)
  return role
}

function readIdentities({ name, slack, telegram }: Options): NewPerson['identities'] {
  if (slack !== undefined && !/^[TE][A-Z0-9]+:[UW][A-Z0-9]+$/.test(slack)) {
    throw new UsageError(`'${slack}' is not a Slack team and user, such as T0123ABC:U0456DEF.`)
  }
  if (telegram !== undefined && !/^\d{1,16}$/.test(telegram)) {
    throw new UsageError(`'${telegram}' is not a Telegram id: a number.`)
  }
  return [
    ...(slack ? [{ via: 'slack' as const, userId: slack, name, place: slack.slice(slack.indexOf(':') + 1) }] : []),
    ...(telegram ? [{ via: 'telegram' as const, userId: telegram, name, place: telegram }] : []),
  ]
}

type Newcomer = Pick<NewPerson, 'name' | 'identities'> & { role: Role; zone?: string; store?: string }

async function admit(app: App, { name, role, identities, zone, store }: Newcomer): Promise<Person> {
  const { Identity } = await import('#entities/people/identity.ts')
  const { inTransaction } = await import('#src/database/transaction.ts')
  const { addPerson } = await import('#src/desk/people/people.ts')
  const { placeOf } = await import('#src/desk/people/shops.ts')
  return inTransaction(app, async (tx) => {
    const place = await placeOf(tx.em, { role, zone, store }, app.settings.STORE_TIMEZONE)
    const person = await addPerson(tx, { state: 'member', name, role, identities, ...place })
    // An identity someone has already is not taken away from them.
    const given = await tx.em.count(Identity, { personId: person.id })
    if (given < identities.length) throw new Refusal('Somebody here has that Slack or Telegram account already.')
    return person
  })
}

function requireZone(zone: string): void {
  if (!readZone(zone)) throw new UsageError(`'${zone}' is not a time zone such as Europe/Prague.`)
}
