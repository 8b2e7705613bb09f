import { html, raw } from 'hono/html'

type Story = { title: string; sentences: ReturnType<typeof html>[] }

/** What can be tried, three sentences a story. */
const stories: Story[] = [
  {
    title: 'A comment becomes an order, and the order a cart link',
    sentences: [
      html`<b>Slack, as Ann:</b> type <code>sale add https://www.instagram.com/p/28yy9oRb9O</code> in the command box, and press <b>Right, start</b> on the card.`,
      html`<b>Instagram, as tilly.f:</b> comment <code>2 black 1 red tilly.fernsworth@example.com</code>; Ann presses <b>Approve</b>, in Slack or Telegram, and 15 seconds later the mail leaves.`,
      html`<b>Mail, as tilly:</b> answer with <code>1420 Alderwick Lane, Springfield IL 62704</code>, and the cart link comes back in the same thread.`,
    ],
  },
  {
    title: 'Two people press at once',
    sentences: [
      html`<b>Instagram:</b> write another order, and look at its card in Slack (as Ann) and in Telegram (as Bo).`,
      html`<b>Telegram, as Bo:</b> press <b>Approve</b>: both cards change, and both offer Undo until the mail leaves.`,
      html`<b>Slack, as Ann:</b> type <code>why O-1</code> to read who decided what, when, and what comes next.`,
    ],
  },
  {
    title: 'A customer asks before answering',
    sentences: [
      html`<b>Mail, as the customer:</b> answer with <code>Do you ship to Canada?</code>, which rings in Slack and Telegram as a new card.`,
      html`<b>Slack, as Ann:</b> press <b>Reply</b> on that card and send a sentence: it arrives in the same thread.`,
      html`<b>Mail:</b> send the address now; nothing was lost, and the order goes on by itself.`,
    ],
  },
  {
    title: 'Days pass in a second',
    sentences: [
      html`Leave an order waiting for its address, and press <b>+3 days</b> below.`,
      html`<b>Mail, as the customer:</b> a reminder has arrived, once, in the same thread.`,
      html`The shop, the vendors and every deadline live in this time; press <b>Reset everything</b> to come back to today.`,
    ],
  },
  {
    title: 'A token dies in the night',
    sentences: [
      html`Approve an order, then let Google <b>take our token back</b> below before its mail leaves.`,
      html`<b>Slack and Telegram:</b> a new card says what Google refused and that the mail waits; nobody has to look for it.`,
      html`Press <b>Mend</b>: the mail leaves once, and the card closes itself.`,
    ],
  },
  {
    title: 'The worker is killed in the middle of it',
    sentences: [
      html`Approve an order, and press <b>Kill the worker</b> at once: its process ends as in a power cut.`,
      html`It is back within a second or two; what it had in hand is found in the database, not in its memory.`,
      html`<b>Mail:</b> there is exactly one mail; where nobody could know whether it left, a card would ask you.`,
    ],
  },
]

export function renderTour() {
  return html`<section class="tour" aria-label="What to try">
    ${stories.map(
      ({ title, sentences }, at) => html`<details${at === 0 ? raw(' open') : ''}>
      <summary>${title}</summary>
      <ol>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ol>
    </details>`,
    )}
  </section>`
}
