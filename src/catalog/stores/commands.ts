import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { findStore } from './find-store.ts'
import { describeStats } from './stats.ts'
import { AUDIT_EVERY, takeBackTrust, trust } from './trust.ts'

const shared = { roles: ['seller'], pipeline: 'catalog' } satisfies Partial<Command>
const LEAST_PERCENT = 80

export const autoApproveCommand: Command = {
  ...{ ...shared, name: 'auto approve', usage: '<percent> | off', example: 'auto approve 90', run: autoApprove },
  help: 'let what is read surely go into the shop by itself, once that is earned',
}

export const statsCommand: Command = {
  ...{ ...shared, name: 'stats', help: 'how well posts are read, and how fast they are approved', run: stats },
}

async function stats({ app, member, rest }: Asked): Promise<Reply> {
  const store = await findStore(app.em.fork(), member, rest)
  return { text: await describeStats(app.em.fork(), store.id, app.clock()) }
}

async function autoApprove({ app, member, rest }: Asked): Promise<Reply> {
  const [, said = rest, named = ''] = /^(off|(?:above )?\d{2,3} ?%?)(?: (.+))?$/i.exec(rest.trim()) ?? []
  const store = await findStore(app.em.fork(), member, named)
  const words = said.trim().toLowerCase()
  if (words === 'off') {
    await inTransaction(app, (tx) => takeBackTrust(tx, store.id))
    return { text: 'You are asked about every product.' }
  }
  const percent = Number(/^(?:above )?(\d{2,3}) ?%?$/.exec(words)?.[1])
  if (!(percent >= LEAST_PERCENT && percent <= 100)) {
    throw new Refusal(`Say above how many percent, ${LEAST_PERCENT} at least, or off. Write: auto approve 90`)
  }
  await inTransaction(app, (tx) => trust(tx, store.id, percent / 100))
  const after = `I ask you about one in ${AUDIT_EVERY}; the first wrong one ends it.`
  return { text: `What is read above ${percent} % with a price goes into the shop by itself. ${after}` }
}
