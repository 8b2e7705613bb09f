import type { Attention, Order } from '#entities/orders/order.ts'

const BEFORE = 'Before: '
/** What a customer wrote, and nobody has answered yet. The later of these outweigh the earlier. */
const words: Attention[] = ['mail', 'question', 'change', 'cancel']
const MOST_CHARS = 2_000

type Asking = Pick<Order, 'attention' | 'attentionNote'>

/** A person is asked about something new: what the customer wrote before, and nobody has answered, stays with it. */
export function withEarlierWords({ attention, attentionNote }: Asking, set: Partial<Order>): Partial<Order> {
  if (!attention || !words.includes(attention) || !attentionNote || set.attention === undefined) return set
  // Who has taken the order back is asked nothing else of us.
  const isOff = attention === 'cancel' && set.attention !== null && !words.includes(set.attention)
  if (set.attention === null || isOff) return { ...set, attention, attentionNote }
  const note = [set.attentionNote, `${BEFORE}${attentionNote}`].filter(Boolean).join('\n\n').slice(0, MOST_CHARS)
  return { ...set, attention: stronger(attention, set.attention), attentionNote: note }
}

function stronger(before: Attention, now: Attention): Attention {
  return words.includes(now) && words.indexOf(before) > words.indexOf(now) ? before : now
}

/** Who has paid need not be told how to; what they asked besides, and nobody has answered, is still open. */
export function whenPaid({ attention, attentionNote }: Asking, at: Date): Partial<Order> {
  if (attention !== 'payment') return { paidAt: at }
  const asked = attentionNote?.startsWith(BEFORE) ? attentionNote.slice(BEFORE.length) : null
  return { paidAt: at, attention: asked ? 'question' : null, attentionNote: asked || null }
}
