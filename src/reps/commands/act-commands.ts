import type { Asked, Command, Reply } from '#src/cards/command.ts'
import type { Member } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { loadRequests, tellWaiting } from '../desk/request-view.ts'
import { requireLeads } from '../desk/whose.ts'
import type { Lane } from '../plan/lane.ts'
import { type AddedRequest, addRequests } from '../registry/add-requests.ts'
import { readLead } from '../registry/read-lead.ts'
import { saveLeads } from '../registry/save-leads.ts'
import { loadOwn } from './load-own.ts'

const shared = { roles: ['rep'], pipeline: 'reps' } satisfies Partial<Command>

/** What a rep does for leads: each leaves when the hours, the capacity and the peace of the lead allow. */
export const actCommands: Command[] = [
  {
    ...{ ...shared, name: 'message', usage: '[channel] @lead <words>', help: 'write to a lead' },
    example: 'message @tilly.f Hello Tilly, may I show you our new colours?',
    run: (asked) => act(asked, 'message', asked.rest),
  },
  {
    ...{ ...shared, name: 'comment', usage: '[channel] @lead <words>', help: 'comment on what a lead posted' },
    example: 'comment @tilly.f What a view!',
    run: (asked) => act(asked, 'comment', asked.rest),
  },
  {
    ...{ ...shared, name: 'like', usage: '[channel] @lead', example: 'like @tilly.f', help: 'like what a lead posted' },
    run: (asked) => act(asked, 'like', asked.rest),
  },
  {
    ...{ ...shared, name: 'broadcast', usage: '[channel] @lead @lead ... <words>' },
    ...{
      help: 'the same words to many leads, spread over your hours',
      example: 'broadcast @tilly.f @mona.k We ship again',
    },
    run: broadcast,
  },
  {
    ...{ ...shared, name: 'act', usage: '<activity> [channel] @lead [words]', example: 'act follow @tilly.f' },
    help: 'anything else one can do in a channel',
    run: (asked) => {
      const [, activity = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(asked.rest.trim()) ?? []
      return act(asked, activity, rest)
    },
  },
]

async function act(asked: Asked, activity: string, rest: string): Promise<Reply> {
  const { app } = asked
  const { lane, leads, words } = read(rest, await lanesFor(asked, activity), ONE)
  const [added] = await add(asked, { lane, leads, words, isBulk: false })
  if (!added || added.state === 'refused') throw new Refusal(added?.why ?? HOW)
  const [view] = await loadRequests(app.em.fork(), [added.id])
  return {
    text: `${badgeOf(lane)}R-${added.number} to ${leads[0]}: ${view ? tellWaiting(view, app) : 'It leaves now.'}`,
  }
}

async function broadcast(asked: Asked): Promise<Reply> {
  const wanted = read(asked.rest, await lanesFor(asked, 'broadcast'), MANY)
  const added = await add(asked, { ...wanted, isBulk: true })
  const [first, ...more] = added.filter(({ state }) => state === 'queued')
  const refused = added.flatMap(({ why }) => why ?? [])
  const last = more.at(-1)
  const queued = first
    ? `R-${first.number}${last ? ` to R-${last.number}` : ''}: ${more.length + 1} wait, spread over your hours.`
    : 'Nobody of them can be written to.'
  return { text: [`${badgeOf(wanted.lane)}${queued}`, ...refused].join('\n') }
}

const badgeOf = ({ sandbox }: Lane) => (sandbox ? 'SANDBOX ' : '')

const HOW =
  'Write it like: message @tilly.f Hello, ... or, in one of several channels: message instagram @tilly.f Hello'
const LEAD = String.raw`@[^\s,]+|L-\d+|\+\d[\d\s()-]{5,}\d`
const FIRST = new RegExp(`(?<!\\S)(?:${LEAD})`, 'i')
const ONE = new RegExp(`^(?:${LEAD})`, 'i')
const MANY = new RegExp(`^(?:${LEAD})(?:[\\s,]+(?:${LEAD}))*`, 'i')

type Wanted = { lane: Lane; leads: string[]; words: string }

async function lanesFor(asked: Asked, activity: string): Promise<Lane[]> {
  const lanes = await loadOwn(asked)
  const fitting = lanes.filter((lane) => lane.activity.toLowerCase() === activity.toLowerCase())
  if (fitting.length > 0) return fitting
  const known = [...new Set(lanes.map((lane) => lane.activity))].join(', ')
  throw new Refusal(`No channel of yours takes '${activity.slice(0, 40)}'. They take: ${known}.`)
}

/** The channel may be left out where a rep has only one. */
function read(rest: string, lanes: Lane[], form: RegExp): Wanted {
  const at = rest.search(FIRST)
  const [found = ''] = (at >= 0 && form.exec(rest.slice(at))) || []
  if (!found) throw new Refusal(HOW)
  const leads = found.match(new RegExp(LEAD, 'gi')) ?? []
  const words = rest.slice(at + found.length).trim()
  return { lane: pick(lanes, rest.slice(0, at).trim()), leads: leads.map((lead) => lead.trim()), words }
}

function pick(lanes: Lane[], named: string): Lane {
  const fitting = named ? lanes.filter(({ channel }) => channel.toLowerCase() === named.toLowerCase()) : lanes
  const [lane, ...others] = fitting
  const known = lanes.map(({ channel }) => channel).join(', ')
  if (!lane) throw new Refusal(`You cannot write in '${named.slice(0, 40)}'. You can in: ${known}.`)
  if (others.length > 0) throw new Refusal(`In which channel: ${known}? ${HOW}`)
  return lane
}

async function add({ app, member, by }: Asked, { lane, leads, words, isBulk }: Wanted & { isBulk: boolean }) {
  const actor = { personId: member.id, name: member.name, via: by.via }
  return inTransaction(app, async (tx): Promise<AddedRequest[]> => {
    const leadIds: string[] = []
    for (const lead of leads) leadIds.push(await findLead(tx, lead, lane, member))
    const { repChannelId, activity } = lane
    const wanted = { repChannelId, activity, leadIds: [...new Set(leadIds)], content: words, isBulk }
    return addRequests(tx, wanted, actor)
  })
}

async function findLead(tx: Tx, lead: string, lane: Lane, member: Member): Promise<string> {
  const number = /^L-(\d+)$/i.exec(lead)?.[1]
  if (number) return byNumber(tx, Number(number), member)
  const entry = readLead(lead.startsWith('+') ? { phone: lead } : { handle: lead })
  if ('refused' in entry) throw new Refusal(entry.refused)
  const own = { channelId: lane.channelId, repId: lane.repId, personId: member.id }
  const [saved] = await saveLeads(tx, [entry.entry], own)
  if (!saved || 'refused' in saved) throw new Refusal(saved?.refused ?? HOW)
  return saved.leadId
}

async function byNumber(tx: Tx, number: number, member: Member): Promise<string> {
  const [row] = await sql<{ id: string }>(tx.em, 'select id from leads where number = $1', [number])
  if (!row) throw new Refusal(`There is no L-${number}.`)
  await requireLeads(tx.em, member, [row.id])
  return row.id
}
