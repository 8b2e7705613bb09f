import { z } from 'zod'
import { Channel } from '#entities/reps/channel.ts'
import { ChannelActivity } from '#entities/reps/channel-activity.ts'
import { Rep } from '#entities/reps/rep.ts'
import { RepActivity } from '#entities/reps/rep-activity.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import { offsetOf, paginate, pagingShape } from '#src/web/paging.ts'
import { notFound } from '#src/web/problem.ts'
import { defineRoute } from '#src/web/route.ts'
import { paginationShape } from '#src/web/shapes.ts'
import { repChannelSubject } from '../desk/rep-channel-subject.ts'
import { loadRepChannels, type RepChannelView } from '../desk/rep-channel-view.ts'
import { saveActivity, saveChannel } from '../registry/save-channel.ts'
import { saveRep } from '../registry/save-rep.ts'
import { saveRepChannel, saveSetting } from '../registry/save-rep-channel.ts'
import {
  channelShape,
  labelRepChannel,
  repChannelShape,
  repShape,
  writeChannel,
  writeRep,
  writeRepChannel,
} from './shown.ts'

const words = z.string().max(255)
const id = z.uuid()
const activityShape = z.strictObject({
  id,
  channelId: id,
  name: z.string(),
  description: z.string().nullable(),
  contacts: z.boolean(),
})
const settingShape = z.strictObject({
  ...{ id, repChannelId: id, activityId: id, startTime: z.string().nullable(), endTime: z.string().nullable() },
  maxCapacity: z.int().nullable(),
  label: z.string().describe('message by Ada Quist(Ada Quist) on Instagram'),
})

function writeActivity({ id: own, channelId, name, description, contacts }: ChannelActivity) {
  return { id: own, channelId, name, description, contacts }
}

/**
 * Channels, what one can do in them, reps, and their accounts: made here; lists, looks and changes derive from cards.
 */
export const registryRoutes = [
  defineRoute({
    method: 'post',
    path: '/channels',
    summary: 'Registers a channel; its secret is told this once',
    body: z.strictObject({
      ...{ name: words, dockerUrl: words, externalUrl: words, description: z.string().max(5_000).nullish() },
      addressedBy: z.enum(['handle', 'phone', 'email']).default('handle').describe('What a lead is called there'),
      secret: z.string().min(16).max(200).nullish().describe('Signs calls both ways; none: one is made'),
    }),
    answer: z.strictObject({ channel: channelShape, secret: z.string() }),
    status: 201,
    async run({ app, body }) {
      const entry = { ...body, description: body.description ?? null, secret: body.secret ?? null }
      return inTransaction(app, async (tx) => {
        const { id: made, secret } = await saveChannel(tx, app, entry)
        return { channel: writeChannel(await tx.em.findOneOrFail(Channel, { id: made })), secret }
      })
    },
  }),
  defineRoute({
    method: 'get',
    path: '/activities',
    summary: 'What one can do in channels',
    roles: ['admin', 'rep'],
    query: pagingShape.extend({ channel: id.optional() }),
    answer: z.strictObject({ activities: z.array(activityShape), pagination: paginationShape }),
    async run({ app, query: { channel, ...paging } }) {
      const where = channel ? { channelId: channel } : {}
      const options = { orderBy: { createdAt: 'asc' as const, name: 'asc' as const }, ...offsetOf(paging) }
      const [rows, total] = await app.em.fork().findAndCount(ChannelActivity, where, options)
      return { activities: rows.map(writeActivity), pagination: paginate(total, paging) }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/activities',
    summary: 'Registers something one can do in a channel: message, like, comment, broadcast, or any other',
    body: z.strictObject({
      ...{ channelId: id, name: words, description: z.string().max(5_000).nullish() },
      contacts: z.boolean().optional().describe('Writes to the lead: one such act a day reaches a person'),
    }),
    answer: z.strictObject({ activity: activityShape }),
    status: 201,
    run: ({ app, body }) =>
      inTransaction(app, async (tx) => {
        const made = await saveActivity(tx, { ...body, description: body.description ?? null })
        return { activity: writeActivity(await tx.em.findOneOrFail(ChannelActivity, { id: made })) }
      }),
  }),
  defineRoute({
    method: 'patch',
    path: '/activities/:id',
    summary: 'Changes what is sent of an activity',
    params: { id: 'An activity, by its id' },
    body: z.strictObject({ description: z.string().max(5_000).nullish(), contacts: z.boolean().optional() }),
    answer: z.strictObject({ activity: activityShape }),
    run: ({ app, params, body }) =>
      inTransaction(app, async ({ em }) => {
        const known = id.safeParse(params.id).success
          ? await em.findOne(ChannelActivity, { id: params.id ?? '' })
          : null
        if (!known) throw notFound('There is no such activity.')
        const set = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
        if (Object.keys(set).length > 0) await em.nativeUpdate(ChannelActivity, { id: known.id }, set)
        return { activity: writeActivity(Object.assign(known, set)) }
      }),
  }),
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
