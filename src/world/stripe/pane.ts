import { html } from 'hono/html'
import { Refusal } from '#src/errors.ts'
import { totalOf } from './payment-event.ts'
import { linkAt, type PaymentLink } from './state.ts'
import type { StripeStandIn, StripeView } from './stripe.ts'

/** The pay pages of the links a customer was sent, newest first. */
export function renderStripePane({ links }: StripeView) {
  return html`<div class="stripe-pane">
    ${links.length === 0 ? html`<p class="soft">The pay page of a cart link shows here once it was made.</p>` : ''}
    ${links.toReversed().map((link) => renderPayment(link, link.url, '/sandbox/stripe/pay'))}
  </div>`
}

/** The page a link of a mail opens. `address`: as it was opened, with who pays. */
export function renderPayPage({ links }: StripeView, address: string): ReturnType<typeof html> | null {
  const link = linkAt(links, address)
  if (!link) return null
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Pay · Stripe stand-in</title>
  <link rel="icon" href="/favicon.svg">
  <link rel="stylesheet" href="/sandbox/pay.css">
</head>
<body><main class="stripe-pane">${renderPayment(link, address, '')}</main></body>
</html>`
}

function renderPayment(link: PaymentLink, address: string, action: string) {
  const money = writeIn(link.currency.toUpperCase())
  const total = money(totalOf(link))
  const pay = html`<form method="post" action="${action}"><input type="hidden" name="address" value="${address}">
    <button>Pay ${total}</button></form>`
  return html`<article>
    <header><b>${link.payment.description ?? link.id}</b> <small>Stripe, test mode</small></header>
    <ul>${link.lines.map(
      ({ name, unitAmount, quantity }) =>
        html`<li><span>${quantity} × ${name}</span><span>${money(unitAmount * quantity)}</span></li>`,
    )}<li class="total"><span>Total</span><span>${total}</span></li></ul>
    ${link.active ? pay : html`<p class="over">${whyOver(link)}</p>`}
  </article>`
}

/** Stripe counts in hundredths, save where a currency has none. */
function writeIn(currency: string): (minor: number) => string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return (minor) => format.format(minor / 10 ** digits)
}

function whyOver({ paid }: PaymentLink): string {
  return paid > 0 ? 'Paid. Thank you for your payment.' : 'This link is no longer active: nothing can be paid here.'
}

export async function handleStripeAct(
  stripe: StripeStandIn,
  name: string,
  { address = '' }: Record<string, string>,
): Promise<void> {
  if (name !== 'pay') throw new Refusal('Stripe\u2019s page cannot do that.')
  if (!(await stripe.act.pay(address))) throw new Refusal('This link is no longer active.')
}

const own = `
.stripe-pane { display: grid; gap: 12px; padding: 12px 16px; align-content: start; }
.stripe-pane article { border: 1px solid var(--line); border-radius: 10px; padding: 10px 14px; display: grid; gap: 8px; }
.stripe-pane header { display: flex; justify-content: space-between; gap: 8px; align-items: baseline; font-size: 14px; }
.stripe-pane small, .stripe-pane .soft { font-size: 12px; opacity: .75; }
.stripe-pane ul { list-style: none; margin: 0; padding: 0; font-size: 14px; }
.stripe-pane li { display: flex; justify-content: space-between; gap: 12px; padding: 2px 0; }
.stripe-pane .total { font-weight: 600; border-top: 1px solid var(--line); margin-top: 4px; padding-top: 6px; }
.stripe-pane button { font: inherit; font-weight: 600; width: 100%; min-height: 38px; border: 0; border-radius: 8px;
  background: #4b43c9; color: #fff; cursor: pointer; }
.stripe-pane .over { margin: 0; font-size: 14px; font-weight: 600; }
.stripe-pane :focus-visible { outline: 2px solid #7a73ff; outline-offset: 2px; }
`

/** On the stage, under `.stripe-pane` only. */
export const stripeCss = `${own}
[data-pane=stripe] .stripe-pane { height: 100%; overflow-y: auto; box-sizing: border-box; }
`

/** The page by itself. */
export const payCss = `
:root { --line: #d5d8dd; font-family: system-ui, sans-serif; color: #16181d; background: #f5f6f8; }
@media (prefers-color-scheme: dark) { :root { --line: #3c4048; color: #e9ebee; background: #16181d; } }
body { margin: 0; }
main.stripe-pane { max-width: 420px; margin: 8vh auto 0; }
${own}`
