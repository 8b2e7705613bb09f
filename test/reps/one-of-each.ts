import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { takeAnswer } from '#src/reps/answers/take-answer.ts'
import { makeShift } from '#src/reps/shifts/make-shift.ts'
import type { TestApp } from '#test/app.ts'
import { hands, makeChannel } from './outreach.ts'

/** One record of each kind of the reps, as rich as it gets: an act in doubt, a lead who wrote, a shift with errors. */
export async function makeOutreach(app: TestApp) {
  const channelId = await makeChannel(app, 'Instagram', 'http://127.0.0.1:9')
  const { rep, lead, queue } = hands(app, channelId)
  const { repId, repChannelId } = await rep('Ida', { sandbox: true })
  const leadId = await lead('tilly.f')
  const [request] = await queue({ repId, repChannelId, who: { via: 'slack', userId: '', name: '' } }, 1, {
    leadIds: [leadId],
  })
  const evidence = { calledAt: app.now.toISOString(), url: null, said: 'it has not answered', asked: null }
  await sql(
    app.em.fork(),
    `update rep_requests set state = 'doubtful', why = 'who knows', evidence = $2 where id = $1`,
    [request?.id, JSON.stringify(evidence)],
  )
  const shiftId = await inTransaction(app, async (tx) => {
    const words = { channelId, externalId: '1', from: 'tilly.f', name: 'Tilly', to: 'ida', text: 'What does it cost?' }
    await takeAnswer(tx, { ...words, at: tx.at, simulated: true })
    return makeShift(tx, repChannelId, '2026-03-02')
  })
  await sql(app.em.fork(), `update rep_shifts set state = 'open' where id = $1`, [shiftId])
  await sql(
    app.em.fork(),
    `insert into rep_shift_errors (id, shift_id, message, code, level, at)
     values (gen_random_uuid(), $1, 'no', 551, 2, $2)`,
    [shiftId, app.now],
  )
  return { channelId, repId, repChannelId, leadId, requestId: request?.id ?? '', shiftId }
}
