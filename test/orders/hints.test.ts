import { expect, test } from 'vitest'
import { Order } from '#entities/orders/order.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, meta } = shop
await shop.openSale()
await meta.act.comment({ username: 'tilly.f', text: '2 black tilly@example.com' })
app.ring('orders.scrape')
await shop.settle()
const { id } = await shop.order('tilly.f')

/** What a hint says can be done, and the button that does it. */
const promises: [RegExp, string][] = [
  [/\bReply\b/, 'Reply'],
  [/Use the suggestion/, 'Use suggestion'],
  [/\bask the customer again/i, 'Ask again'],
  [/\bedit\b/i, 'Edit'],
  [/Cancel the order/, 'Cancel the order'],
  [/\bKeep lets|keep it\b/, 'Keep'],
  [/Looks right/, 'Looks right'],
  [/Fix the e-mail/, 'Fix e-mail'],
  [/\bclose (it|the order)/i, 'Close'],
  [/keep waiting/, 'Keep waiting'],
  [/\bApprove\b/, 'Approve'],
  [/Send payment details/, 'Send payment details'],
  [/leave it as it is/, 'Leave as it is'],
  [/leave it\.|Press Seen/, 'Seen'],
  [/No answer needed/, 'No answer needed'],
]

const given = { recipient: null, lines: ['1 Main St'], country: 'US' }
const address = {
  given,
  raw: '1 Main St',
  verdict: 'fix',
  notes: [],
  formatted: null,
  suggestion: null,
  validatedAt: null,
}
const suggested = { ...address, suggestion: given, formatted: '1 Main Street' }
const thread = { gmailConversationId: 'thread' }
const strange = { gmailConversationId: null }
const awaiting = { state: 'awaiting-address-reply' as const, cartLink: null }
const linked = { state: 'shopping-cart-link-sent' as const, cartLink: 'https://shop.example/cart' }
const over = { ...linked, paidAt: app.now, shippedAt: app.now }
const clean = { address: null, paidAt: null, shippedAt: null, attentionNote: 'What they wrote', reminded: 0, ...thread }

test.each<[string, Partial<Order>]>([
  ['a change before the link', { ...awaiting, attention: 'change' }],
  ['a change after it', { ...linked, attention: 'change' }],
  ['a question', { ...awaiting, attention: 'question' }],
  ['a question after the link', { ...linked, attention: 'question' }],
  ['a question before our first mail', { ...awaiting, ...strange, attention: 'question' }],
  ['money for what is closed', { ...linked, ...strange, attention: 'mail' }],
  ['who wants to cancel', { ...awaiting, attention: 'cancel' }],
  ['who wants to cancel what was paid', { ...linked, paidAt: app.now, attention: 'cancel' }],
  ['who wants to cancel what is on its way', { ...over, attention: 'cancel' }],
  ['an address with a suggestion', { ...awaiting, attention: 'address', address: suggested as never }],
  ['an address without one', { ...awaiting, attention: 'address', address: address as never }],
  ['an address that Google does not check', { ...awaiting, attention: 'unchecked-address', address: address as never }],
  ['two addresses', { ...awaiting, attention: 'two-addresses', address: address as never }],
  ['a bounce', { ...awaiting, attention: 'bounce' }],
  ['a bounce of the link', { ...linked, attention: 'bounce' }],
  ['a mail after the link', { ...linked, attention: 'mail' }],
  ['a mail after all is done', { ...over, attention: 'mail' }],
  ['who is silent', { ...awaiting, attention: 'silent', reminded: 2 }],
  ['what can be had again', { state: 'pending-details-validation', cartLink: null, attention: 'stock' }],
  ['who needs payment details', { ...linked, attention: 'payment' }],
])('the hint of a card names only what its buttons do: %s', async (_, set) => {
  await app.em.fork().nativeUpdate(Order, { id }, { ...clean, ...set } as never)
  const { footer = '', labels } = await shop.card('order', id)
  const meant = promises.filter(([words]) => words.test(footer)).map(([, label]) => label)
  expect(meant, footer).not.toEqual([])
  expect(meant.filter((label) => !labels.includes(label))).toEqual([])
})

test.each([
  [0, 'Close it, or keep waiting.'],
  [1, 'Reminded once. Close it, or keep waiting.'],
  [2, 'Reminded twice. Close it, or keep waiting.'],
  [4, 'Reminded 4 times. Close it, or keep waiting.'],
])('who is silent was reminded as often as it is said: %i', async (reminded, words) => {
  await app.em.fork().nativeUpdate(Order, { id }, { ...clean, ...awaiting, attention: 'silent', reminded } as never)
  expect((await shop.card('order', id)).footer).toBe(words)
})
