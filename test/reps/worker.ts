import { readSettings } from '#src/config.ts'
import { openDatabase } from '#src/database/open-database.ts'
import { createRepChannels } from '#src/integrations/rep-channels.ts'
import { createKeyRing } from '#src/keys.ts'
import { createLog } from '#src/log.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { repDeliveries } from '#src/reps/dispatch/deliveries.ts'
import { createRepSender } from '#src/reps/dispatch/sender.ts'
import { REP_CHANNEL } from '#src/reps/dispatch/write-call.ts'

/** Lets what is due leave, once, in a process of its own: to be killed in the middle. */
const [databaseUrl = '', now = ''] = process.argv.slice(2)
const database = await openDatabase(databaseUrl, 4)
const app = {
  em: database.em,
  clock: () => new Date(now),
  ring: () => undefined,
  keys: createKeyRing(`test:${Buffer.alloc(32, 7).toString('base64')}`),
  log: createLog('silent'),
  settings: readSettings({ REPS: 'on' }),
}
const sender = createRepSender(app, createRepChannels({ answerMs: 60_000 }))
await sendDue(app, { [REP_CHANNEL]: sender }, repDeliveries)
await database.close()
