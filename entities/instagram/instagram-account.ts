import { defineEntity, p } from '@mikro-orm/core'
import { claimColumns, recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

const lapse = { expire: 'expired', revoke: 'revoked', fail: 'error' } as const
const renew = { connect: 'active', leave: 'revoked' } as const

/** A connection to Instagram: it works, its token lapsed, it was taken back, or Meta refuses us. */
export const instagramAccountFlow = {
  active: { ...lapse, ...renew, scan: 'active', options: 'active', refresh: 'active', reconnect: 'active' },
  expired: { ...renew, revoke: 'revoked', reconnect: 'expired' },
  revoked: { connect: 'active', reconnect: 'revoked' },
  error: { ...renew, ...lapse, refresh: 'active', reconnect: 'error' },
} as const

export type InstagramAccountState = StateOf<typeof instagramAccountFlow>

const InstagramAccountSchema = defineEntity({
  name: 'InstagramAccount',
  tableName: 'instagram_accounts',
  properties: {
    ...recordColumns('instagram_accounts_number'),
    state: p.enum(Object.keys(instagramAccountFlow) as InstagramAccountState[]),
    storeId: p.uuid(),
    /** Who connected it; null: the settings, a program, or nobody any more. One connection a seller. */
    sellerId: p.uuid().unique().strictNullable(),
    /** A person or a program connected it, and no person ended that since: somebody hears what becomes of it. */
    isWanted: p.boolean().default(false),
    /** The Instagram business account. */
    igUserId: p.string().unique(),
    username: p.string().strictNullable(),
    /** Null after Instagram Login, where there is no Page. */
    fbPageId: p.string().strictNullable(),
    fbPageName: p.text().strictNullable(),
    /** The Facebook user who let us in, as Meta names them to our app. */
    fbUserId: p.string().strictNullable().index(),
    /** Encrypted; none: the token stands in the settings. */
    accessToken: p.text().strictNullable(),
    tokenType: p.string().default('bearer'),
    /** Null for a token that never does. */
    expiresAt: p.datetime().strictNullable(),
    refreshedAt: p.datetime().strictNullable(),
    grantedScopes: p.json<string[]>().default('[]'),
    lastValidatedAt: p.datetime().strictNullable(),
    errorMessage: p.text().strictNullable(),
    webhookSubscribed: p.boolean().default(false),
    webhookVerifyToken: p.text().strictNullable(),
    connectedAt: p.datetime(),
    updatedAt: p.datetime(),
    /** Through which moment its posts are known, and when it was last asked. */
    syncedAt: p.datetime().strictNullable(),
    polledAt: p.datetime().strictNullable(),
    /** Disconnected by a person: its token is still to be taken back at Meta, and then wiped. */
    leavingAt: p.datetime().strictNullable(),
    audience: p.json<string[]>().strictNullable(),
    ...claimColumns,
  },
})

/** A connected Instagram account: the seed's `instagram_connection`. */
export class InstagramAccount extends InstagramAccountSchema.class {}

InstagramAccountSchema.setClass(InstagramAccount)
