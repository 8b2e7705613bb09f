import type { Field, Form } from '#src/cards/form.ts'
import { writeRef } from '#src/cards/ref.ts'
import { orderKind } from '../kinds.ts'
import { writeAddressLines } from '../read-fields.ts'
import { writeItems } from '../write-items.ts'
import type { OrderView } from './order-view.ts'

/** What a verb asks before it acts. */
export function orderForm(view: OrderView, verb: string): Form | null {
  const ref = writeRef(orderKind, view)
  if (verb === 'edit') return { title: `Edit ${ref}`, submit: 'Save', fields: editFields(view) }
  if (verb === 'fix') return { title: `E-mail of ${ref}`, submit: 'Save and write', fields: [emailField(view)] }
  if (verb === 'reply') {
    const asked = view.attentionNote ? { hint: `They wrote: ${view.attentionNote.slice(0, 300)}` } : {}
    return {
      title: `Reply to @${view.username}`,
      submit: 'Send',
      fields: [{ name: 'text', label: 'Your answer', kind: 'long', ...asked }],
    }
  }
  if (verb === 'close' && view.attention !== 'cancel') {
    return {
      title: `Close ${ref}`,
      submit: 'Close it',
      fields: [{ name: 'reason', label: 'Why', kind: 'text', optional: true }],
    }
  }
  return null
}

function editFields(view: OrderView): Field[] {
  const items: Field = {
    name: 'items',
    label: 'Items',
    kind: 'text',
    hint: `On offer: ${view.sale.colours.join(', ') || 'not known'}`,
    ...(view.items && { value: writeItems(view.items, view.sale.colours) }),
  }
  if (view.state === 'pending-details-validation') return [emailField(view), items]
  const address: Field = {
    name: 'address',
    label: 'Address',
    kind: 'long',
    optional: true,
    hint: 'Name, street, town, postcode, country. Google looks at it; you may say it is right all the same.',
    ...(view.address && { value: writeAddressLines(view.address.suggestion ?? view.address.given) }),
  }
  return view.state === 'awaiting-address-reply' ? [items, address] : [items]
}

function emailField({ email }: OrderView): Field {
  return { name: 'email', label: 'E-mail', kind: 'text', ...(email && { value: email }) }
}
