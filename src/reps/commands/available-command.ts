import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { writeCity } from '#src/cards/times.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { tellWaiting } from '../desk/shift-subject.ts'
import { repOf } from '../desk/whose.ts'
import type { Lane } from '../plan/lane.ts'
import { writeMoment } from '../plan/words.ts'
import { readUntil } from '../registry/read-until.ts'
import { countQueued, switchRep } from '../registry/switch.ts'
import { loadOwn } from './load-own.ts'

export const availableCommand: Command = {
  ...{ roles: ['rep'], pipeline: 'reps', name: 'available', run: turn },
  usage: '[channel] on|off [until 14:00]',
  example: 'available instagram off until 14:00',
  help: 'turn yourself, or one channel, on or off',
}

async function turn(asked: Asked): Promise<Reply> {
  const { app, member, by, rest } = asked
  const rep = await repOf(app.em.fork(), member)
  const lanes = await loadOwn(asked)
  const [, named = '', word = '', time] = /^(?:(.+?)\s+)?(on|off)(?:\s+until\s+(.+))?$/i.exec(rest.trim()) ?? []
  if (!word) throw new Refusal('Write it like: available off until 14:00, or: available instagram on')
  const lane = named ? findChannel(lanes, named) : lanes[0]
  if (!lane) throw new Refusal('You have no channel yet.')
  const until = time ? readUntil(time, lane.zone, app.clock()) : null
  if (time && !until) throw new Refusal(`'${time.slice(0, 20)}' is no time. Write it like 14:00 or 2 pm.`)
  const on = word.toLowerCase() === 'on'
  const actor = { personId: member.id, name: member.name, via: by.via }
  const waiting = await inTransaction(app, async (tx) => {
    await switchRep(tx, named ? { repChannelId: lane.repChannelId } : { repId: rep.id }, { on, until }, actor)
    return countQueued(tx, rep.id, named ? lane.repChannelId : null)
  })
  const when = until ? ` until ${writeMoment(until, lane.zone, app.clock())} ${writeCity(lane.zone)}` : ''
  return { text: `${named ? `${lane.channel} is` : 'You are'} ${word.toLowerCase()}${when}. ${tellWaiting(waiting)}` }
}

function findChannel(lanes: Lane[], named: string): Lane {
  const lane = lanes.find(({ channel }) => channel.toLowerCase() === named.trim().toLowerCase())
  if (lane) return lane
  const known = [...new Set(lanes.map(({ channel }) => channel))].join(', ')
  throw new Refusal(`You have no channel '${named.trim().slice(0, 40)}'. Yours: ${known}.`)
}
