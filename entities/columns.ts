import { p } from '@mikro-orm/core'

/** What every record carries: the number behind its ref and how often it moved. */
export const recordColumns = (sequence: string) => ({
  id: p.uuid().primary(),
  number: p.integer().defaultRaw(`nextval('${sequence}')`),
  moves: p.integer().default(0),
  createdAt: p.datetime(),
})

/** What every table carries whose rows a step claims: one poison row never holds up the others. */
export const claimColumns = {
  attempts: p.integer().default(0),
  nextTryAt: p.datetime().strictNullable(),
  lastError: p.text().strictNullable(),
  leaseToken: p.uuid().strictNullable(),
  leasedUntil: p.datetime().strictNullable(),
}
