import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

export const channelFlow = {
  open: { pause: 'paused', activity: 'open', edit: 'open' },
  paused: { resume: 'open', activity: 'paused', edit: 'paused' },
} as const

export type ChannelState = StateOf<typeof channelFlow>

/** What a lead is called there. */
export type AddressedBy = 'handle' | 'phone' | 'email'

const ChannelSchema = defineEntity({
  name: 'Channel',
  tableName: 'channels',
  properties: {
    ...recordColumns('channels_number'),
    state: p.enum(Object.keys(channelFlow) as ChannelState[]),
    /** Unique whatever its case. */
    name: p.string().length(100),
    /** The address inside the docker network: tried first. */
    dockerUrl: p.string(),
    externalUrl: p.string(),
    description: p.text().strictNullable(),
    addressedBy: p.string().$type<AddressedBy>().default('handle'),
    /** Encrypted: signs our calls and the channel's. */
    secret: p.text(),
    /** Its microservice cannot be reached, or asked us to wait: nothing is called before this. */
    restUntil: p.datetime().strictNullable(),
    restWhy: p.text().strictNullable(),
    /** How often in a row it could not be reached. */
    failures: p.integer().default(0),
  },
})

/** A platform that reps reach leads through. Behind it stands a microservice of ours. */
export class Channel extends ChannelSchema.class {}

ChannelSchema.setClass(Channel)
