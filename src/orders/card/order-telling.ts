import type { CheckedAddress, Items } from '#entities/orders/order.ts'
import type { Telling } from '#src/cards/subject.ts'
import { writeAddress } from '../address/write-address.ts'
import { writeItems } from '../write-items.ts'
import type { OrderView } from './order-view.ts'

/** What came, by how it was read. */
const received: Record<string, string> = {
  address: 'The customer sent an address.',
  partial: 'The customer sent a part of an address.',
  two_addresses: 'The customer sent two addresses.',
  question: 'The customer wrote.',
  cancel: 'The customer wants to cancel.',
  bounce: 'Our mail came back.',
}

const checked: Record<string, string> = {
  accepted: 'Google knows the address.',
  confirm: 'Google spells the address another way.',
  fix: 'Google does not know the address.',
  unsupported: 'Google does not check addresses of that country.',
  unchecked: 'The address waits for a person to look at it.',
}

/** The history of an order. What our mails did is told by the mails themselves. */
export const orderTelling: Telling<OrderView> = {
  steps: {
    extract: 'The comment was read.',
    dismiss: (_, { closedReason }) => `The comment was put aside: ${closedReason ?? 'no order'}.`,
    flag: ({ note }) => note ?? 'A person was asked to look.',
    receive: ({ note }) => (note === 'auto_reply' ? null : (received[note ?? ''] ?? 'A mail came.')),
    check: ({ note }) => checked[note ?? ''] ?? 'The address was checked.',
    remind: byItsMail,
    prepare: 'The cart link was made.',
    paid: ({ by }) => `Paid, says ${by.name}.`,
    ...{ sent: byItsMail, mailed: byItsMail, link: byItsMail },
  },
  fields: {
    email: { name: 'e-mail' },
    items: { name: 'items', write: (items, { sale }) => writeItems(items as Items | null, sale.colours) },
    address: {
      name: 'address',
      write: (address) => (address ? writeAddress(address as CheckedAddress) : 'nothing'),
    },
  },
}

/** The mail's own line says it. */
function byItsMail(): null {
  return null
}
