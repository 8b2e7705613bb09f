import { defineEntity, p } from '@mikro-orm/core'

export const keyRoles = ['admin', 'seller', 'rep'] as const
export type KeyRole = (typeof keyRoles)[number]

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  properties: {
    id: p.uuid().primary(),
    /** SHA-256 of the key. */
    hash: p.string().unique(),
    /** Who acts, in the history of what the key moves. */
    name: p.string(),
    role: p.enum(keyRoles),
    /** A seller's key: only this store. */
    storeId: p.uuid().strictNullable(),
    /** The key acts for this person, and ends with them. */
    personId: p.uuid().strictNullable(),
    createdAt: p.datetime(),
    revokedAt: p.datetime().strictNullable(),
  },
})

/** A program that may use the API. */
export class ApiKey extends ApiKeySchema.class {}

ApiKeySchema.setClass(ApiKey)
