import type { Role } from '#entities/people/person.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { addPerson } from '#src/desk/people/people.ts'
import type { TestApp } from './app.ts'

/** A member known on Slack and Telegram under the same name; acts through Slack. */
export async function makeMember(app: TestApp, name: string, role: Role = 'admin', storeId?: string): Promise<Visitor> {
  const slack = { via: 'slack' as const, userId: `T1:U${name.toUpperCase()}`, name }
  const telegram = { via: 'telegram' as const, userId: `tg-${name}`, name }
  const identities = [slack, telegram]
  await inTransaction(app, (tx) =>
    addPerson(tx, { state: 'member', name, role, zone: 'UTC', identities, ...(storeId && { storeId }) }),
  )
  return slack
}

export function onTelegram({ name }: Visitor): Visitor {
  return { via: 'telegram', userId: `tg-${name}`, name }
}
