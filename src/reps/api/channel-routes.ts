import { z } from 'zod'
import { Channel } from '#entities/reps/channel.ts'
import { ChannelActivity } from '#entities/reps/channel-activity.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { offsetOf, paginate, pagingShape } from '#src/web/paging.ts'
import { notFound } from '#src/web/problem.ts'
import { defineRoute } from '#src/web/route.ts'
import { paginationShape } from '#src/web/shapes.ts'
import { saveActivity, saveChannel } from '../registry/save-channel.ts'
import { channelShape, writeChannel } from './shown-registry.ts'

const words = z.string().max(255)
const id = z.uuid()
const activityShape = z.strictObject({
  id,
  channelId: id,
  name: z.string(),
  description: z.string().nullable(),
  contacts: z.boolean(),
})

function writeActivity({ id: own, channelId, name, description, contacts }: ChannelActivity) {
  return { id: own, channelId, name, description, contacts }
}

/** Channels, and what one can do in them: made here; lists, looks and changes derive from cards. */
export const channelRoutes = [
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
        return { activity: writeActivity(Object.assign(known, set)) }
      }),
  }),
]
