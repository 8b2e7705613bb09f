import { defineEntity, p } from '@mikro-orm/core'

const SecretSchema = defineEntity({
  name: 'Secret',
  tableName: 'secrets',
  properties: {
    name: p.string().primary(),
    /** Encrypted: `v1:kid:iv:tag:ct`. */
    value: p.text(),
    at: p.datetime(),
  },
})

/** A vendor's token that a person gave us while we ran: `google:refresh-token`. */
export class Secret extends SecretSchema.class {}

SecretSchema.setClass(Secret)
