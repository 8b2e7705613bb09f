import { defineEntity, p } from '@mikro-orm/core'

const PriceUserSchema = defineEntity({
  name: 'PriceUser',
  tableName: 'price_users',
  properties: {
    id: p.uuid().primary(),
    email: p.string().unique().strictNullable(),
    firstName: p.string().strictNullable(),
    lastName: p.string().strictNullable(),
    /** E.164. */
    phoneNumber: p.string().unique().strictNullable(),
    notifyBy: p.enum(['mail', 'sms', 'chat'] as const),
    /** Someone who works here and watches from chat. */
    personId: p.uuid().unique().strictNullable(),
    emailVerifiedAt: p.datetime().strictNullable(),
    phoneVerifiedAt: p.datetime().strictNullable(),
    /** SHA-256 of the code in our text, and how often it was guessed. */
    codeHash: p.string().strictNullable(),
    codeUntil: p.datetime().strictNullable(),
    codeTries: p.integer().default(0),
    zone: p.string(),
    /** Texts come at any hour; else what happens at night is told in the morning. */
    textsAtNight: p.boolean().default(false),
    dailyDigest: p.boolean().default(false),
    digestAt: p.datetime().strictNullable(),
    /** When we last asked them to confirm, and how often. */
    askedAt: p.datetime().strictNullable(),
    asks: p.integer().default(0),
    createdAt: p.datetime(),
  },
})

/** A subscriber: gets nothing but the question to confirm until the address is theirs for sure. */
export class PriceUser extends PriceUserSchema.class {}

PriceUserSchema.setClass(PriceUser)
