import type { Member } from '#src/cards/subject.ts'

/** What a seller without a store sees: nothing. */
const NO_STORE = '00000000-0000-0000-0000-000000000000'

/** Narrows a list to the store of a seller; an admin sees all. */
export function ownStore({ role, storeId }: Member): { storeId?: string } {
  return role === 'admin' ? {} : { storeId: storeId ?? NO_STORE }
}
