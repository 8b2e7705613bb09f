import type { EntityManager } from '@mikro-orm/postgresql'
import { Channel } from '#entities/reps/channel.ts'
import { Rep } from '#entities/reps/rep.ts'
import { findNamed } from '#src/basics/find-named.ts'
import { cardOf } from '#src/cards/card-of.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import { channelSubject } from '../desk/channel-subject.ts'
import { repSubject } from '../desk/rep-subject.ts'
import { loadReps } from '../desk/rep-view.ts'
import { isOwn, repOf } from '../desk/whose.ts'
import { readChannel, readRep } from '../registry/read-registry.ts'
import { renewSecret, saveActivity, saveChannel } from '../registry/save-channel.ts'
import { findFuture, linkRep, saveRep } from '../registry/save-rep.ts'

const ofAdmins = { roles: ['admin'], pipeline: 'reps' } satisfies Partial<Command>
/** What nearly every platform can; anything else is added by its name. */
const USUAL = ['message', 'broadcast', 'like', 'comment']

/** What one types about channels, reps and their accounts. */
export const registryCommands: Command[] = [
  {
    ...{ ...ofAdmins, name: 'channel add', usage: '<name> <address inside> [address outside] [phone | email]' },
    ...{ example: 'channel add Instagram http://instagram:8080', help: 'a platform, with the service behind it' },
    run: addChannel,
  },
  { ...ofAdmins, name: 'channels', help: 'the platforms, what one can do there', run: listChannels },
  {
    ...{ ...ofAdmins, name: 'channel secret', usage: '<name>', example: 'channel secret Instagram' },
    ...{ help: 'a new secret for its service, told this once', run: newSecret },
  },
  {
    ...{ ...ofAdmins, name: 'activity add', usage: '<channel> <activity>', example: 'activity add Instagram follow' },
    ...{ help: 'one more thing to do in a channel', run: addActivity },
  },
  {
    ...{ ...ofAdmins, name: 'rep add', usage: '<name>[, <phone>][, <city>, <country>]', example: 'rep add Ada Quist' },
    ...{ help: 'a rep; the card then gives them a channel', run: addRep },
  },
  { ...ofAdmins, name: 'reps', help: 'who they are, with their accounts', run: listReps },
  {
    ...{ name: 'profile', usage: '[rep]', example: 'profile', roles: ['rep'], pipeline: 'reps' },
    ...{ help: 'you as a rep: home, phone, accounts', run: showProfile },
  },
]

async function addChannel({ app, member, rest }: Asked): Promise<Reply> {
  const entry = readChannel(rest)
  const { id, secret } = await inTransaction(app, async (tx) => {
    const made = await saveChannel(tx, app, entry)
    for (const name of USUAL) await saveActivity(tx, { channelId: made.id, name, description: null })
    return made
  })
  const [view] = await channelSubject.load(app.em.fork(), [id])
  const cards = view ? [cardOf(channelSubject, view, app, 'all', member)] : []
  return { text: tellSecret(entry.name, secret), cards, isPrivate: true }
}

/** The only time anybody reads it. */
function tellSecret(name: string, secret: string): string {
  return `The secret of ${name}, told this once: ${secret}\nIts service signs with it, both ways: see docs/channels.md.`
}

async function newSecret({ app, rest }: Asked): Promise<Reply> {
  const channel = await findChannel(app.em.fork(), rest, 'channel secret Instagram')
  const secret = await inTransaction(app, (tx) => renewSecret(tx, app, channel.id))
  return { text: tellSecret(channel.name, secret), isPrivate: true }
}

async function addActivity({ app, rest }: Asked): Promise<Reply> {
  const [, named = '', name = ''] = /^(.+)\s+(\S+)$/s.exec(rest.trim()) ?? []
  const channel = await findChannel(app.em.fork(), named, 'activity add Instagram follow')
  await inTransaction(app, (tx) => saveActivity(tx, { channelId: channel.id, name, description: null }))
  return { text: `One can ${name} on ${channel.name} now, and every account there may.` }
}

async function findChannel(em: EntityManager, named: string, example: string): Promise<Channel> {
  const all = await em.find(Channel, { id: { $ne: null } }, { orderBy: { number: 'asc' } })
  const found = all.find(({ name }) => name.toLowerCase() === named.trim().toLowerCase())
  if (found) return found
  const known = all.map(({ name }) => name).join(', ')
  throw new Refusal(`Which channel? ${known ? `There are: ${known}.` : 'There is none yet.'} For example: ${example}`)
}

async function listChannels({ app, member }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const views = await channelSubject.load(em, await idsOf(em, 'channels'))
  if (views.length === 0) return { text: 'No channel yet. Write: channel add Instagram http://instagram:8080' }
  return { text: '', cards: views.map((view) => cardOf(channelSubject, view, app, 'all', member)) }
}

async function addRep({ app, member, rest }: Asked): Promise<Reply> {
  const entry = readRep(rest)
  const { id, said } = await inTransaction(app, async (tx) => {
    const linked = await linkRep(tx, entry.fullName)
    if (linked) return { id: linked, said: `${entry.fullName} is linked to who works here under that name.` }
    const personId = await findFuture(tx, [entry.fullName, entry.fullName.split(' ')[0] ?? ''])
    return { id: await saveRep(tx, app, { ...entry, personId, igUsername: null, igPassword: null }), said: '' }
  })
  const [view] = await loadReps(app.em.fork(), [id])
  return { text: said, cards: view ? [cardOf(repSubject, view, app, 'all', member)] : [] }
}

async function listReps({ app, member }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const reps = await loadReps(em, await idsOf(em, 'reps'))
  if (reps.length === 0) return { text: 'No reps yet. Write: rep add Ada Quist' }
  return { text: '', cards: reps.map((view) => cardOf(repSubject, view, app, 'loud', member)) }
}

const MOST_LISTED = 10

async function idsOf(em: EntityManager, table: 'reps' | 'channels'): Promise<string[]> {
  const rows = await sql<{ id: string }>(em, `select id from ${table} order by number limit ${MOST_LISTED}`)
  return rows.map(({ id }) => id)
}

/** One's own; an admin reads anyone's by name. */
async function showProfile({ app, member, rest }: Asked): Promise<Reply> {
  const em = app.em.fork()
  const rep = rest.trim() ? await findRep(em, rest.trim()) : await repOf(em, member)
  if (!isOwn(member, rep.personId)) throw new NotAllowed('That one is not yours.')
  const [view] = await loadReps(em.fork(), [rep.id])
  return { text: '', cards: view ? [cardOf(repSubject, view, app, 'all', member)] : [] }
}

async function findRep(em: EntityManager, name: string): Promise<Rep> {
  const reps = await sql<{ id: string; name: string }>(em, 'select id, full_name as name from reps')
  const [found, another] = findNamed(reps, name)
  if (!found) throw new Refusal(`There is no rep called ${name.slice(0, 40)}.`)
  if (another) throw new Refusal(`More than one is called ${name.slice(0, 40)}. Write the whole name.`)
  return em.findOneOrFail(Rep, { id: found.id })
}
