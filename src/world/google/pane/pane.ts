import { html } from 'hono/html'
import { Refusal } from '#src/errors.ts'
import type { GoogleStandIn } from '#src/world/google/google.ts'
import type { GoogleView, LetterView, ThreadView } from '#src/world/google/view.ts'

/** The mail app on a customer's phone: the latest thread is open. */
export function renderMailPane(view: GoogleView, customer: string, zone = 'UTC') {
  const owner = customer.trim().toLowerCase()
  const threads = view.customers.find(({ address }) => address === owner)?.threads ?? []
  return html`<section class="mail" aria-label="Mail" data-newest="first">
    <header><b>Inbox</b><span>${owner}</span></header>
    ${threads.length === 0 ? html`<p class="empty">No mail yet.</p>` : ''}
    ${threads.map((thread, at) => renderThread(thread, owner, zone, at === 0))}
    <details class="write">
      <summary>Write a new mail</summary>
      ${renderWriteForm(view, owner)}
    </details>
    <footer>
      ${view.connected ? renderAct('revoke-token', 'Take away our Gmail access') : renderAct('restore-token', 'Give our Gmail access back')}
    </footer>
  </section>`
}

/**
 * What a form of the pane asks for: `reply` (from, message, text), `write` (from, to, subject, text), `auto-reply`
 * (from, message), `bounce` (message), `revoke-token`, `restore-token`.
 */
export async function handleGoogleAct(
  standIn: GoogleStandIn,
  name: string,
  form: Record<string, string>,
): Promise<void> {
  const { act } = standIn
  const { from = '', to = '', subject = '', text = '', message = '' } = form
  const answered = { from, ...(message && { threadMessageId: message }) }
  const acts: Record<string, () => Promise<unknown>> = {
    reply: () => act.customerReplies({ ...answered, text }),
    write: () => act.customerWrites({ from, subject, text, ...(to && { to }) }),
    'auto-reply': () => act.autoReply(answered),
    bounce: () => act.bounce({ messageId: message }),
    'revoke-token': () => act.revokeToken(),
    'restore-token': () => act.restoreToken(),
  }
  const chosen = acts[name]
  if (!chosen) throw new Refusal(`The mail app cannot do “${name}”.`)
  await chosen()
}

function renderThread(thread: ThreadView, owner: string, zone: string, open: boolean) {
  const last = thread.letters.at(-1)
  const received = thread.letters.findLast(({ outgoing }) => !outgoing)
  const other = received ?? last
  return html`<details class="thread" name="mail-thread" ${open ? 'open' : ''}>
    <summary>
      <span class="face" aria-hidden="true">${(other && nameOf(other).charAt(0).toUpperCase()) ?? '?'}</span>
      <span class="line"><b>${other ? nameOf(other) : ''}</b><time>${last ? writeTime(last.at, zone) : ''}</time></span>
      <span class="subject">${thread.subject}</span>
      <span class="snippet">${last ? splitQuote(last.text).own.slice(0, 90) : ''}</span>
    </summary>
    ${thread.letters.map((letter, at) => renderLetter(letter, owner, zone, open && at > 0 && letter === last))}
    ${received ? renderReplyForm(received, owner) : ''}
  </details>`
}

/** `isAnswer`: the last word of a conversation, which the stage shows when it comes. */
function renderLetter(letter: LetterView, owner: string, zone: string, isAnswer: boolean) {
  const { own, quoted } = splitQuote(letter.text)
  return html`<article class="${letter.outgoing ? 'ours' : 'theirs'}" ${isAnswer ? html`data-answer="${letter.id}"` : ''}>
    <p class="head"><b>${letter.outgoing ? 'You' : nameOf(letter)}</b> <time>${writeTime(letter.at, zone)}</time></p>
    <div class="text">${renderText(own)}</div>
    ${quoted ? html`<details class="more"><summary>Show quoted text</summary><div class="text">${renderText(quoted)}</div></details>` : ''}
    ${letter.html && !letter.outgoing ? renderDesigned(letter) : ''}
    ${letter.outgoing ? '' : renderMachines(letter, owner)}
  </article>`
}

/** The HTML body, in a frame; what it may do there the page itself says. */
function renderDesigned({ id, subject }: LetterView) {
  return html`<details class="more">
    <summary>Show as designed</summary>
    <iframe title="${subject}" loading="lazy" src="/sandbox/letter/${encodeURIComponent(id)}"></iframe>
  </details>`
}

/**
 * A page of its own: a mail styles itself within its tags, which no page of ours may. It can run nothing; its links open
 * pages that can.
 */
export const LETTER_HEADERS = {
  'content-security-policy': [
    ...["default-src 'none'", "style-src 'unsafe-inline'", "img-src 'self' data:", "frame-ancestors 'self'"],
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ].join('; '),
  'x-frame-options': 'SAMEORIGIN',
}

/** What a mail program shows of a mail; null where it has no HTML. */
export function renderLetterPage({ customers }: GoogleView, id: string): string | null {
  const letters = customers.flatMap(({ threads }) => threads.flatMap((thread) => thread.letters))
  const body = letters.find((letter) => letter.id === id)?.html
  return body ? `<!doctype html><base target="_blank"><body style="background:#fff;color:#111">${body}` : null
}

/** What mail servers do by themselves. */
function renderMachines(letter: LetterView, owner: string) {
  return html`<details class="more">
    <summary>Let the mail server answer</summary>
    <div class="row">
      ${renderAct('auto-reply', 'Out of office', { from: owner, message: letter.id })}
      ${renderAct('bounce', 'No such mailbox', { message: letter.rfcMessageId })}
    </div>
  </details>`
}

function renderReplyForm(received: LetterView, owner: string) {
  return html`<form class="reply" method="post" action="/sandbox/google/reply" data-standin="google">
    <input type="hidden" name="from" value="${owner}">
    <input type="hidden" name="message" value="${received.id}">
    <textarea name="text" rows="3" required aria-label="Reply to ${received.subject}" placeholder="Reply"></textarea>
    <button>Send reply</button>
  </form>`
}

function renderWriteForm(view: GoogleView, owner: string) {
  return html`<form method="post" action="/sandbox/google/write" data-standin="google">
    <input type="hidden" name="from" value="${owner}">
    <label>To <input name="to" type="email" value="${view.address}" required></label>
    <label>Subject <input name="subject" required></label>
    <label>Message <textarea name="text" rows="4" required></textarea></label>
    <button>Send mail</button>
  </form>`
}

function renderAct(name: string, label: string, fields: Record<string, string> = {}) {
  return html`<form method="post" action="/sandbox/google/${name}" data-standin="google">
    ${Object.entries(fields).map(([field, value]) => html`<input type="hidden" name="${field}" value="${value}">`)}
    <button class="quiet">${label}</button>
  </form>`
}

function nameOf(letter: LetterView): string {
  return letter.fromName || letter.from
}

/** Links of the web become links; everything else stays text. */
function renderText(text: string) {
  const pieces = text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/g)
  return pieces.map((piece, at) =>
    at % 2 === 1 ? html`<a href="${piece}" target="_blank" rel="noopener">${piece}</a>` : piece,
  )
}

function splitQuote(text: string): { own: string; quoted: string } {
  const at = text.search(/^On .{1,200} wrote:$/m)
  return at < 0 ? { own: text, quoted: '' } : { own: text.slice(0, at).trim(), quoted: text.slice(at) }
}

function writeTime(at: Date, zone: string): string {
  return at.toLocaleString('en-US', {
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'shortGeneric',
  })
}
