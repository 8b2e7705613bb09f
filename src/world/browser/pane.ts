import { html, raw } from 'hono/html'
import { Refusal } from '#src/errors.ts'
import type { GoogleStandIn } from '../google/google.ts'
import type { BrowserStandIn, BrowserView } from './browser.ts'

const LABELS = ['Confirm', 'Stop', 'Lower target', 'Change', 'Wrong price']

/** The subscriber's browser: the sign-up page, the links of the newest mail, and whatever page they lead to. */
export function renderBrowserPane(view: BrowserView, links: MailLink[], product: string) {
  return html`<div class="web-pane" data-newest="page">
    <div class="bar">${links.length > 0 ? html`<span>In the mail:</span>` : ''}${links.map(
      ({ label, address }) =>
        html`<form method="post" action="/sandbox/browser/open"><input type="hidden" name="address" value="${address}"><button>${label}</button></form>`,
    )}</div>
    ${
      view.page === ''
        ? renderSignUp(product)
        : html`<div class="page">${raw(framed(view))}</div>
    <form method="post" action="/sandbox/browser/home"><button class="quiet">Watch another price</button></form>`
    }
  </div>`
}

function renderSignUp(product: string) {
  return html`<form class="sign-up" method="post" action="/sandbox/browser/sign-up" aria-label="Sign up">
    <label>Link of the product <input name="url" value="${product}" required></label>
    <label>E-mail <input name="email" type="email" value="nia@example.com" required></label>
    <button>Watch it</button></form>`
}

/** Forms of the page go through the stage; its own addresses stay as they are. */
function framed({ address, page }: BrowserView): string {
  return page.replace(/<form\b([^>]*)>/g, (_, attributes: string) => {
    const to = /action="([^"]*)"/.exec(attributes)?.[1] ?? address
    return `<form method="post" action="/sandbox/browser/send"><input type="hidden" name="to" value="${to}">`
  })
}

export type MailLink = { label: string; address: string }

/** The links of ours in the newest mail to this address, by their labels. */
export function linksOf(google: GoogleStandIn, email: string): MailLink[] {
  const box = google.view().customers.find(({ address }) => address === email)
  const letters = box?.threads.flatMap((thread) => thread.letters).filter(({ outgoing }) => !outgoing) ?? []
  const newest = letters.toSorted((a, b) => a.at.getTime() - b.at.getTime()).at(-1)
  return LABELS.flatMap((label) => {
    const address = new RegExp(`^${label}: (\\S+)`, 'm').exec(newest?.text ?? '')?.[1]
    return address ? [{ label, address }] : []
  })
}

export async function handleBrowserAct(
  browser: BrowserStandIn,
  name: string,
  form: Record<string, string>,
): Promise<void> {
  if (name === 'home') return browser.reset()
  if (name === 'open') return browser.act.open(form.address ?? '')
  if (name === 'send') return browser.act.send(form)
  if (name === 'sign-up') return browser.act.signUp(form)
  throw new Refusal('The browser cannot do that.')
}

/** Under `.web-pane` only. */
export const browserCss = `
.web-pane { display: grid; gap: 10px; padding: 12px 16px; height: 100%; overflow-y: auto; align-content: start; }
.web-pane .bar { display: flex; gap: 6px; flex-wrap: wrap; }
.web-pane .sign-up { display: grid; gap: 8px; }
.web-pane label { display: grid; gap: 2px; font-size: 12px; }
.web-pane input { font: inherit; font-size: 14px; padding: 6px 9px; color: inherit; background: var(--back);
  border: 1px solid var(--line); border-radius: 8px; }
.web-pane .button { display: inline-flex; align-items: center; text-decoration: none; margin-bottom: 8px; }
.web-pane :is(button, .button) { font: inherit; font-weight: 600; min-height: 34px; padding: 2px 16px; border-radius: 17px;
  border: 1px solid var(--line); background: none; color: inherit; cursor: pointer; }
.web-pane :is(.bar, .sign-up) button, .web-pane .primary { background: #0b6b3a; border-color: #0b6b3a; color: #fff; }
.web-pane button.quiet { font-weight: 400; }
.web-pane .page form + form { margin-top: 8px; }
.web-pane .bar span { align-self: center; font-size: 12px; }
.web-pane h1 { font-size: 17px; margin: 4px 0; }
.web-pane h2 { font-size: 14px; margin: 10px 0 4px; }
.web-pane p { margin: 4px 0; font-size: 14px; overflow-wrap: anywhere; }
.web-pane img { max-width: 100%; height: auto; }
.web-pane .soft { font-size: 12px; opacity: .75; }
.web-pane :focus-visible { outline: 2px solid #1f8f6a; outline-offset: 2px; }
`
