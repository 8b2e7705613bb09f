import { html, raw } from 'hono/html'
import { renderMailPane } from '../google/pane.ts'
import { mailCss } from '../google/pane-css.ts'
import { instagramCss, renderInstagramPane } from '../meta/pane.ts'
import { slackPeople } from '../people.ts'
import { renderSlackPane } from '../slack/pane.ts'
import { slackCss } from '../slack/slack-css.ts'
import { renderTelegramPane, telegramCss } from '../telegram/pane.ts'
import { studioDesk, telegramPeople } from '../telegram/state.ts'
import type { World } from '../world.ts'
import { pageCss } from './page-css.ts'
import type { Roles } from './roles.ts'

export type PaneName = 'instagram' | 'slack' | 'telegram' | 'mail'
export const panes: PaneName[] = ['instagram', 'slack', 'telegram', 'mail']
export const pageStyle = [pageCss, slackCss, telegramCss, instagramCss, mailCss].join('\n')

/** The sandbox: every vendor as its app draws it, side by side, and what to try. */
export function renderPage(world: World, roles: Roles) {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Deskhand sandbox</title>
  <link rel="stylesheet" href="/sandbox/style.css">
  <script src="/sandbox/page.js" defer></script>
</head>
<body>
  <header class="top">
    <h1>Deskhand sandbox</h1>
    <p>Nothing here leaves this machine. Play everyone: the customer, the admins, the post.</p>
  </header>
  ${renderTour()}
  <main class="phones">
    ${panes.map((name) => renderPhone(name, world, roles))}
  </main>
</body>
</html>`
}

/** Story A: three sentences to the cart link. */
function renderTour() {
  return html`<section class="tour" aria-label="What to try">
    <ol>
      <li><b>Slack, as Ann:</b> type <code>sale add https://www.instagram.com/p/28yy9oRb9O</code> in the command box, and press <b>Right, start</b> on the card.</li>
      <li><b>Instagram, as tilly.f:</b> comment <code>2 black 1 red tilly.fernsworth@example.com</code>. Ann presses <b>Approve</b>, in Slack or Telegram; 15 seconds later the mail leaves.</li>
      <li><b>Mail, as tilly:</b> answer with <code>1420 Alderwick Lane, Springfield IL 62704</code>. The cart link comes back in the same thread.</li>
    </ol>
  </section>`
}

const titles: Record<PaneName, string> = {
  instagram: 'Instagram · the customer',
  slack: 'Slack · the shop',
  telegram: 'Telegram · the shop',
  mail: 'Mail · the customer',
}

function renderPhone(name: PaneName, world: World, roles: Roles) {
  return html`<article class="phone" id="phone-${name}">
    <h2>${titles[name]}</h2>
    ${renderSwitch(name, world, roles)}
    <div class="screen" data-pane="${name}">${renderPane(name, world, roles)}</div>
  </article>`
}

export function renderPane(name: PaneName, world: World, roles: Roles) {
  if (name === 'slack') return renderSlackPane(world.slack.view(), roles.slack)
  if (name === 'telegram') return renderTelegramPane(world.telegram.view(), roles.telegram, roles.chat)
  if (name === 'instagram') return renderInstagramPane(world.meta.view(), roles.instagram)
  const view = world.google.view()
  return renderMailPane(view, roles.mail || (view.customers.at(-1)?.address ?? ''))
}

/** Whose phone it is. */
function renderSwitch(name: PaneName, world: World, roles: Roles) {
  if (name === 'slack')
    return select(
      'slack',
      roles.slack,
      Object.entries(slackPeople).map(([who, id]) => [id, nameOf(who)]),
    )
  if (name === 'telegram') {
    const people = Object.values(telegramPeople).map(({ id, name: who }): Choice => [String(id), who])
    const chats: Choice[] = [
      [String(studioDesk), 'the group'],
      [String(roles.telegram), 'the bot alone'],
    ]
    return html`${select('telegram', String(roles.telegram), people)} ${select('chat', String(roles.chat), chats)}`
  }
  if (name === 'mail') {
    const boxes = world.google.view().customers.map(({ address }): Choice => [address, address])
    return boxes.length > 1 ? select('mail', roles.mail || (boxes.at(-1)?.[0] ?? ''), boxes) : ''
  }
  return ''
}

type Choice = [value: string, label: string]

function select(name: string, chosen: string, choices: Choice[]) {
  const options = choices.map(
    ([value, label]) => html`<option value="${value}"${value === chosen ? raw(' selected') : ''}>${label}</option>`,
  )
  return html`<form class="switch" method="post" action="/sandbox/as">
    <label>${name === 'chat' ? 'in' : 'as'} <select name="${name}">${options}</select></label>
    <noscript><button>Switch</button></noscript>
  </form>`
}

function nameOf(who: string): string {
  return who.charAt(0).toUpperCase() + who.slice(1)
}
