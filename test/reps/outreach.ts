import { afterAll } from 'vitest'
import { Lead } from '#entities/reps/lead.ts'
import { RepActivity } from '#entities/reps/rep-activity.ts'
import { Request } from '#entities/reps/request.ts'
import { uuid } from '#entities/uuid.ts'
import { writeToken } from '#src/cards/token.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { deliveryKinds, senders } from '#src/desk/press/deliveries.ts'
import { press } from '#src/desk/press/press.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import { createRepChannels } from '#src/integrations/rep-channels.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { answerReader, SOURCE } from '#src/reps/answers/read-answers.ts'
import { dispatch } from '#src/reps/dispatch/dispatch.ts'
import { repPipeline } from '#src/reps/pipeline.ts'
import { addRequests } from '#src/reps/registry/add-requests.ts'
import { saveLeads } from '#src/reps/registry/save-leads.ts'
import { runShifts } from '#src/reps/shifts/run-shifts.ts'
import { createChannelStandIn } from '#src/world/channels/channels.ts'
import { testApp } from '#test/app.ts'
import { makeMember } from '#test/make.ts'

const LA = 'America/Los_Angeles'
export const SECRET = 'a-secret-of-both-sides'
const ADMIN = { personId: null, name: 'test', via: 'job' as const }
let serial = 0

/** Reps with a channel on loopback, every step by hand, time in our hands. It is 10:00 in Los Angeles. */
export async function openOutreach() {
  const app = await testApp({ repChannels: createRepChannels({ connectMs: 500, answerMs: 1_000 }) }, { REPS: 'on' })
  app.now = new Date('2026-03-02T18:00:00Z')
  const instagram = await createChannelStandIn({ name: 'instagram', secret: SECRET, clock: () => app.now })
  afterAll(() => instagram.close())
  const admin = await makeMember(app, 'Ann', 'admin')
  const channelId = await makeChannel(app, 'Instagram', instagram.url)
  return { app, instagram, admin, channelId, ...hands(app, channelId) }
}

type App = Awaited<ReturnType<typeof testApp>>

export async function makeChannel(app: App, name: string, url: string, more: { externalUrl?: string } = {}) {
  const id = uuid()
  const secret = app.keys.seal(SECRET, { table: 'channels', id })
  await sql(
    app.em.fork(),
    `insert into channels (id, state, name, docker_url, external_url, secret, created_at)
     values ($1, 'open', $2, $3, $4, $5, $6)`,
    [id, name, url, more.externalUrl ?? url, secret, app.now],
  )
  for (const activity of ['message', 'broadcast', 'like', 'comment']) {
    await sql(
      app.em.fork(),
      `insert into channel_activities (id, channel_id, name, contacts, created_at) values ($1, $2, $3, $4, $5)`,
      [uuid(), id, activity, activity === 'message' || activity === 'broadcast', app.now],
    )
  }
  return id
}

export type Account = { repId: string; repChannelId: string; who: Visitor }

type Setting = { capacity?: number; zone?: string; start?: string; end?: string; sandbox?: boolean; lifted?: boolean }

/** What one does with reps in a test, on an app that stands. */
export function hands(app: App, firstChannel: string) {
  const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
  const rep = async (name: string, setting: Setting = {}, channelId = firstChannel): Promise<Account> => {
    const who = await makeMember(app, name, 'rep')
    const [person] = await rows<{ id: string }>('select id from people where name = $1', [name])
    const [repId, repChannelId] = [uuid(), uuid()]
    await rows(`insert into reps (id, state, person_id, full_name, created_at) values ($1, 'active', $2, $3, $4)`, [
      repId,
      person?.id,
      `${name} Quist`,
      app.now,
    ])
    const { capacity = 20, zone = LA, start = '09:00', end = '17:00', sandbox = false, lifted = false } = setting
    await rows(
      `insert into rep_channels (id, state, rep_id, channel_id, username, password, start_time, end_time, max_capacity,
         timezone, sandbox, ramp_lifted, created_at)
       values ($1, 'open', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        repChannelId,
        repId,
        channelId,
        name.toLowerCase(),
        app.keys.seal('hunter2', { table: 'rep_channels', id: repChannelId }),
        start,
        end,
        capacity,
        zone,
        sandbox,
        lifted,
        app.now,
      ],
    )
    await rows(
      `insert into rep_activities (id, rep_channel_id, activity_id, channel_id)
       select gen_random_uuid(), $1, id, channel_id from channel_activities where channel_id = $2`,
      [repChannelId, channelId],
    )
    return { repId, repChannelId, who }
  }
  const lead = async (handle: string, channelId = firstChannel): Promise<string> => {
    const entry = { name: null, handle, phone: null, email: null }
    const [saved] = await inTransaction(app, (tx) => saveLeads(tx, [entry], { channelId, repId: null, personId: null }))
    if (!saved || 'refused' in saved) throw new Error(saved?.refused)
    return saved.leadId
  }
  /** Queues so many requests, each to a lead of its own. */
  const queue = async (account: Account, count: number, more: Partial<Parameters<typeof addRequests>[1]> = {}) => {
    const leadIds: string[] = []
    for (let at = 0; at < count; at += 1) leadIds.push(await lead(`lead${serial++}`))
    const wanted = { repChannelId: account.repChannelId, activity: 'message', leadIds, content: 'Hello', ...more }
    return inTransaction(app, (tx) => addRequests(tx, wanted, ADMIN))
  }
  const send = () => sendDue(app, senders(app), deliveryKinds())
  return {
    rows,
    rep,
    lead,
    queue,
    send,
    dispatch: () => dispatch(app),
    /** Dispatch and outbox until both are at rest, as the bells would. */
    async settle(): Promise<void> {
      await runShifts(app)
      for (let round = 0; round < 20; round += 1) {
        const done = (await dispatch(app)) + (await readInbox(app, answerReader)) + (await send())
        if (done === 0) return
      }
      throw new Error('the steps do not come to rest')
    },
    pass: (minutes: number) => {
      app.now = new Date(app.now.getTime() + minutes * 60_000)
    },
    states: async () =>
      Object.fromEntries(
        (await rows<{ state: string; n: number }>('select state, count(*)::int as n from rep_requests group by 1')).map(
          ({ state, n }) => [state, n],
        ),
      ),
    request: (id: string) => app.em.fork().findOneOrFail(Request, { id }),
    leadRow: (id: string) => app.em.fork().findOneOrFail(Lead, { id }),
    laneOf: async (account: Account, activity = 'message') => {
      const [row] = await rows<{ id: string }>(
        `select a.id from rep_activities a join channel_activities ca on ca.id = a.activity_id
         where a.rep_channel_id = $1 and ca.name = $2`,
        [account.repChannelId, activity],
      )
      return app.em.fork().findOneOrFail(RepActivity, { id: row?.id ?? '' })
    },
    day: async (account: Account, activity = 'message') => {
      const [row] = await rows<Record<'taken' | 'attempts' | 'done' | 'errors' | 'average' | 'replies', number>>(
        `select d.* from rep_days d join rep_activities a on a.id = d.rep_activity_id
         join channel_activities ca on ca.id = a.activity_id
         where d.rep_channel_id = $1 and ca.name = $2 order by d.date desc limit 1`,
        [account.repChannelId, activity],
      )
      return row
    },
    say: async (by: Visitor, words: string): Promise<string> => {
      const reply = await runCommand(app, words, by)
      return [reply.text, ...(reply.cards ?? []).map(({ title }) => title)].filter(Boolean).join('\n')
    },
    press: (by: Visitor, subject: string, verb: string, id: string, answers: Record<string, string> = {}) =>
      press(app, writeToken({ subject, verb, id }), by, answers),
    /** What a lead wrote, as the door stores it. */
    write: async (from: string, text: string, id = uuid()) => {
      await app.inlet(SOURCE, `${firstChannel}:message:${id}`, Buffer.from(JSON.stringify({ id, from, text })))
      await readInbox(app, answerReader)
    },
    card: async (kind: string, id: string) => {
      const found = repPipeline.kinds.find(({ subject }) => subject.kind.name === kind)?.subject
      const [view] = found ? await found.load(app.em.fork(), [id]) : []
      if (!found || !view) throw new Error('no such record')
      const buttons = found.offers(view).filter(({ quiet }) => !quiet)
      const labels = buttons.map(({ label, verb }) => label ?? found.verbs[verb]?.label)
      return { ...found.card(view, app), labels }
    },
  }
}
