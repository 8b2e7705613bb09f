import { z } from 'zod'
import { Rep } from '#entities/reps/rep.ts'
import { RepActivity } from '#entities/reps/rep-activity.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import { notFound } from '#src/web/problem.ts'
import { defineRoute } from '#src/web/route.ts'
import { repChannelSubject } from '../desk/rep-channel-subject.ts'
import { loadRepChannels, type RepChannelView } from '../desk/rep-channel-view.ts'
import { saveRep } from '../registry/save-rep.ts'
import { saveRepChannel, saveSetting } from '../registry/save-rep-channel.ts'
import { labelRepChannel, repChannelShape, repShape, writeRep, writeRepChannel } from './shown-registry.ts'

const words = z.string().max(255)
const id = z.uuid()
const settingShape = z.strictObject({
  ...{ id, repChannelId: id, activityId: id, startTime: z.string().nullable(), endTime: z.string().nullable() },
  maxCapacity: z.int().nullable(),
  label: z.string().describe('message by Ada Quist(Ada Quist) on Instagram'),
})

/** Reps, their accounts in channels, and what one activity does otherwise. */
export const accountRoutes = [
  defineRoute({
    method: 'post',
    path: '/reps',
    summary: 'Registers a rep',
    body: z.strictObject({
      ...{ fullName: words, personId: id.nullish(), phoneNumber: z.string().max(60).nullish() },
      ...{ country: words.default('US'), city: words.default('Pasadena') },
      ...{ igUsername: words.nullish(), igPassword: words.nullish().describe('Kept encrypted, never told') },
    }),
    answer: z.strictObject({ rep: repShape }),
    status: 201,
    run: ({ app, body }) =>
      inTransaction(app, async (tx) => {
        const { personId = null, phoneNumber = null, igUsername = null, igPassword = null, ...rest } = body
        const made = await saveRep(tx, app, { ...rest, personId, phoneNumber, igUsername, igPassword })
        return { rep: writeRep(await tx.em.findOneOrFail(Rep, { id: made })) }
      }),
  }),
  defineRoute({
    method: 'post',
    path: '/rep-channels',
    summary: 'Gives a rep an account in a channel; the password is kept encrypted and never told',
    body: z.strictObject({
      ...{ repId: id, channelId: id, username: words.nullish(), password: words.nullish() },
      startTime: z.string().max(8).describe('Wall time there, such as 09:00'),
      endTime: z.string().max(8).describe('At or before the start: over midnight; 24:00 is midnight'),
      maxCapacity: z.int().default(0).describe('Acts a day of each activity; 0: nothing may be sent'),
      timezone: z.string().max(255).describe('IANA, such as America/Los_Angeles'),
      sandbox: z.boolean().default(false).describe('Everything happens, and nothing leaves'),
    }),
    answer: z.strictObject({ repChannel: repChannelShape }),
    status: 201,
    run: ({ app, body }) =>
      inTransaction(app, async (tx) => {
        const made = await saveRepChannel(tx, app, {
          ...body,
          username: body.username ?? null,
          password: body.password ?? null,
        })
        const [view] = await repChannelSubject.load(tx.em, [made])
        return { repChannel: writeRepChannel(view as never) }
      }),
  }),
  defineRoute({
    method: 'get',
    path: '/rep-channels/:id/activities',
    summary: 'Hours and capacities of one account; what is null is the account\u2019s own',
    params: { id: 'An account, by its id' },
    roles: ['admin', 'rep'],
    answer: z.strictObject({ settings: z.array(settingShape) }),
    async run({ app, caller, params }) {
      const em = app.em.fork()
      const [view] = id.safeParse(params.id).success ? await repChannelSubject.load(em, [params.id ?? '']) : []
      if (!view) throw notFound('There is no such account.')
      if (!repChannelSubject.mayPress(caller.member, view, 'show')) throw new NotAllowed('That one is not yours.')
      const rows = await em.find(RepActivity, { repChannelId: view.id })
      return { settings: rows.map((row) => writeSetting(row, view as unknown as RepChannelView)) }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/rep-channels/:id/activities',
    summary: 'Sets hours and capacity of one activity, where they differ from the account\u2019s',
    params: { id: 'An account, by its id' },
    body: z.strictObject({
      ...{ activityId: id, startTime: z.string().max(8).nullish(), endTime: z.string().max(8).nullish() },
      maxCapacity: z.int().nullish(),
    }),
    answer: z.strictObject({ setting: settingShape }),
    status: 201,
    run: ({ app, params, body }) =>
      inTransaction(app, async (tx) => {
        if (!id.safeParse(params.id).success) throw new Refusal('There is no such account.', { id: 'unknown' })
        const { activityId, startTime = null, endTime = null, maxCapacity = null } = body
        const made = await saveSetting(tx, {
          repChannelId: params.id ?? '',
          activityId,
          startTime,
          endTime,
          maxCapacity,
        })
        const [view] = await loadRepChannels(tx.em, [params.id ?? ''])
        if (!view) throw notFound('There is no such account.')
        return { setting: writeSetting(await tx.em.findOneOrFail(RepActivity, { id: made }), view) }
      }),
  }),
]

/** An activity is called by its account's name: of its own it knows neither rep nor channel. */
function writeSetting(row: RepActivity, view: RepChannelView) {
  const { id: own, repChannelId, activityId, startTime, endTime, maxCapacity } = row
  const activity = view.settings.find((setting) => setting.id === activityId)?.name ?? 'activity'
  const label = `${activity} by ${labelRepChannel(view)}`
  return { id: own, repChannelId, activityId, startTime, endTime, maxCapacity, label }
}
