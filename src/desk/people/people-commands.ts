import { Identity, platformNames } from '#entities/people/identity.ts'
import { Person } from '#entities/people/person.ts'
import { clip } from '#src/cards/clip.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { writeRef } from '#src/cards/ref.ts'
import { writeCity, writeClock } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { CODE_SHAPE } from './codes.ts'
import { createJoin, redeemJoin } from './join.ts'
import { personKind } from './person-kind.ts'

export const peopleCommands: Command[] = [
  {
    name: 'whoami',
    help: 'who I take you for',
    run: async ({ member, by }) => ({
      text:
        `You are ${member.name}, ${member.role}${whereOf(by)}. ` +
        `I tell you times by the clock of ${writeCity(member.zone)}: zone changes that.`,
    }),
  },
  {
    name: 'zone',
    usage: '[zone]',
    example: 'zone Europe/Berlin',
    help: 'by which clock I tell you times',
    run: changeZone,
  },
  {
    name: 'link',
    usage: '[code]',
    example: 'link',
    help: 'be the same person on Slack and Telegram',
    run: link,
  },
  { name: 'people', help: 'who works here, and as what', roles: ['admin'], run: listPeople },
]

function whereOf({ via }: Asked['by']): string {
  return via === 'slack' || via === 'telegram' ? `, on ${platformNames[via]}` : ''
}

/** `Europe/Berlin`, `berlin`, `los angeles`: what a person was told before stays as it was. */
async function changeZone({ app, member, rest }: Asked): Promise<Reply> {
  const now = (zone: string) => `${writeCity(zone)}, where it is ${writeClock(app.clock(), zone)} now`
  if (!rest) return { text: `Your times are ${now(member.zone)}. To change: zone Europe/Berlin`, isPrivate: true }
  const found = readZone(rest)
  if (found.length === 0) throw new Refusal(`I know no zone '${clip(rest, 40)}'. For example: zone Europe/Berlin`)
  if (found.length > 1) throw new Refusal(`There are several: ${found.slice(0, 5).join(', ')}. Type one whole.`)
  const [zone = ''] = found
  await sql(app.em.fork(), 'update people set zone = $2 where id = $1', [member.id, zone])
  return { text: `From now on your times are ${now(zone)}.`, isPrivate: true }
}

const ALL_ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')]

/** IANA's own name, or the city of it. */
function readZone(text: string): string[] {
  const wanted = text.trim().toLowerCase().replaceAll(' ', '_')
  const whole = ALL_ZONES.filter((zone) => zone.toLowerCase() === wanted)
  return whole.length > 0 ? whole : ALL_ZONES.filter((zone) => zone.toLowerCase().endsWith(`/${wanted}`))
}

async function link({ app, member, by, rest }: Asked): Promise<Reply> {
  const { via } = by
  if (via !== 'slack' && via !== 'telegram') throw new Refusal('Type that on Slack or Telegram.')
  if (!rest) {
    const code = await createJoin(app, member)
    const other = platformNames[via === 'slack' ? 'telegram' : 'slack']
    return {
      text:
        `Write to me on ${other}, within ten minutes: link ${code}\n` +
        `Whoever types it is ${member.name}: show it to nobody.`,
      isPrivate: true,
    }
  }
  const code = CODE_SHAPE.exec(rest)?.[1]
  if (!code) throw new Refusal('A code looks like K3F9-XW2M. Type link on the other platform to get one.')
  return { text: await inTransaction(app, (tx) => redeemJoin(tx, { ...by, via }, code)) }
}

async function listPeople({ app }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const people = await em.find(Person, { state: { $in: ['member', 'asking'] } }, { orderBy: { number: 'asc' } })
  const identities = await em.find(Identity, { personId: { $in: people.map(({ id }) => id) } })
  const lines = people.map((person) => {
    const known = identities.filter(({ personId }) => personId === person.id)
    const on = known.map(({ platform }) => platformNames[platform]).join(' and ') || 'nowhere yet'
    return `${writeRef(personKind, person)} ${person.name} · ${person.role ?? 'asks to be let in'} · ${on}`
  })
  return { text: [...lines, 'To change: remove P-3, or admit P-3 as seller'].join('\n') }
}
