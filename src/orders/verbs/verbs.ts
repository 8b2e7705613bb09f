import { accept, ask, use } from './address.ts'
import { approve, reject, reopen, undo } from './approval.ts'
import { edit } from './edit.ts'
import { close, ship } from './end.ts'
import { bill, paid, unpay } from './payment.ts'
import { fix, reply, seen } from './talk.ts'
import type { OrderVerb } from './verb.ts'

/** What a person can do to an order, in the order of the buttons. */
export const orderVerbs: Record<string, OrderVerb> = {
  ...{ use, accept, ask },
  ...{ approve, undo, bill, ship, paid },
  ...{ edit, reply, seen, fix, unpay },
  ...{ reject, close, reopen },
}
