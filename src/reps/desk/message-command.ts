import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import type { Lane } from '../plan/lane.ts'
import { addRequests } from '../registry/add-requests.ts'
import { readLead } from '../registry/read-lead.ts'
import { saveLeads } from '../registry/save-leads.ts'
import { loadOwn } from './rep-commands.ts'
import { loadRequests, tellWaiting } from './request-view.ts'

const HOW =
  'Write it like: message @tilly.f Hello, ... or, in one of several channels: message instagram @tilly.f Hello'

/** A rep writes to a lead. */
export const messageCommand: Command = {
  name: 'message',
  usage: '[channel] @lead <words>',
  example: 'message @tilly.f Hello Tilly, may I show you our new colours?',
  help: 'write to a lead; it leaves when your hours and your capacity allow',
  roles: ['rep'],
  pipeline: 'reps',
  run: message,
}

async function message(asked: Asked): Promise<Reply> {
  const { app, member, by, rest } = asked
  const lanes = (await loadOwn(asked)).filter(({ activity }) => activity.toLowerCase() === 'message')
  const { lane, lead, words } = read(rest, lanes)
  const actor = { personId: member.id, name: member.name, via: by.via }
  const added = await inTransaction(app, async (tx) => {
    const leadId = await findLead(tx, lead, lane, member.id)
    const wanted = { repChannelId: lane.repChannelId, activity: lane.activity, leadIds: [leadId], content: words }
    const [request] = await addRequests(tx, wanted, actor)
    return request
  })
  if (!added || added.state === 'refused') throw new Refusal(added?.why ?? HOW)
  const [view] = await loadRequests(app.em.fork(), [added.id])
  const badge = lane.sandbox ? 'SANDBOX ' : ''
  return { text: `${badge}R-${added.number} to ${lead}: ${view ? tellWaiting(view, app) : 'It leaves now.'}` }
}

/** The channel may be left out where a rep has only one. */
function read(rest: string, lanes: Lane[]): { lane: Lane; lead: string; words: string } {
  const [, named = '', lead = '', words = ''] =
    /^(.*?)\s*(@\S+|L-\d+|\+\d[\d\s()-]{5,}\d)\s+(.+)$/is.exec(rest.trim()) ?? []
  if (!lead || !words.trim()) throw new Refusal(HOW)
  const fitting = named ? lanes.filter(({ channel }) => channel.toLowerCase() === named.toLowerCase()) : lanes
  const [lane, ...others] = fitting
  const known = lanes.map(({ channel }) => channel).join(', ')
  if (!lane)
    throw new Refusal(
      named
        ? `You cannot write in '${named.slice(0, 40)}'. You can in: ${known}.`
        : 'No channel of yours takes messages.',
    )
  if (others.length > 0) throw new Refusal(`In which channel: ${known}? ${HOW}`)
  return { lane, lead, words: words.trim() }
}

async function findLead(tx: Tx, lead: string, lane: Lane, personId: string): Promise<string> {
  const number = /^L-(\d+)$/i.exec(lead)?.[1]
  if (number) return byNumber(tx, Number(number))
  const read = readLead(lead.startsWith('+') ? { phone: lead } : { handle: lead })
  if ('refused' in read) throw new Refusal(read.refused)
  const [saved] = await saveLeads(tx, [read.entry], { channelId: lane.channelId, repId: lane.repId, personId })
  if (!saved || 'refused' in saved) throw new Refusal(saved?.refused ?? HOW)
  return saved.leadId
}

async function byNumber(tx: Tx, number: number): Promise<string> {
  const [row] = await sql<{ id: string }>(tx.em, 'select id from leads where number = $1', [number])
  if (!row) throw new Refusal(`There is no L-${number}.`)
  return row.id
}
