import { Delivery } from '#entities/outbox/delivery.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { writeRef } from '#src/cards/ref.ts'
import { Refusal } from '#src/errors.ts'
import { deliveryKind } from '#src/outbox/kind.ts'
import { tellDelivery } from '../told/tell-delivery.ts'

const MOST_LISTED = 20
const listed = ['waiting', 'doubtful', 'dead'] as const

export const deliveryCommands: Command[] = [
  {
    name: 'deliveries',
    usage: '[waiting|dead|doubtful]',
    example: 'deliveries waiting',
    help: 'what waits to leave, and what could not',
    roles: ['admin'],
    run: listDeliveries,
  },
]

async function listDeliveries({ app, member, rest }: Asked): Promise<Reply> {
  const wanted = listed.filter((state) => rest === '' || state === rest.toLowerCase())
  if (wanted.length === 0) throw new Refusal(`Say one of: ${listed.join(', ')}. For example: deliveries waiting`)
  const em = app.em.fork()
  const where = { state: { $in: wanted } }
  const [rows, total] = await em.findAndCount(Delivery, where, { orderBy: { number: 'asc' }, limit: MOST_LISTED })
  if (total === 0) return { text: 'Nothing waits to leave, and nothing is in doubt.' }
  const telling = { zone: member.zone, now: app.clock() }
  const lines = rows.map((delivery) => `${writeRef(deliveryKind, delivery)} ${tellDelivery(delivery, telling)}`)
  return { text: [...lines, ...(total > rows.length ? [`and ${total - rows.length} more`] : [])].join('\n') }
}
