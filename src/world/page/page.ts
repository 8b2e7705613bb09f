import { html, raw } from 'hono/html'
import type { Controls } from '../controls.ts'
import { calendarCss } from '../google/calendar-pane.ts'
import { renderMailPane } from '../google/pane.ts'
import { mailCss } from '../google/pane-css.ts'
import { instagramCss, renderInstagramPane } from '../meta/pane.ts'
import { slackPeople } from '../people.ts'
import { renderSlackPane } from '../slack/pane.ts'
import { slackCss } from '../slack/slack-css.ts'
import { renderTelegramPane, telegramCss } from '../telegram/pane.ts'
import { studioDesk, telegramPeople } from '../telegram/state.ts'
import { phoneCss } from '../twilio/pane.ts'
import type { World } from '../world.ts'
import { type BookingPane, bookingPanes, bookingsCss, renderBookingPane, renderBookings } from './bookings.ts'
import { controlsCss } from './controls-css.ts'
import { renderControls } from './controls-pane.ts'
import { pageCss } from './page-css.ts'
import type { Roles } from './roles.ts'
import { renderTour } from './tour.ts'

type OrderPane = 'instagram' | 'slack' | 'telegram' | 'mail'
export type PaneName = OrderPane | BookingPane
const orderPanes: OrderPane[] = ['instagram', 'slack', 'telegram', 'mail']
export const panes: PaneName[] = [...orderPanes, ...bookingPanes]
export const pageStyle = [
  pageCss,
  controlsCss,
  slackCss,
  telegramCss,
  instagramCss,
  mailCss,
  phoneCss,
  calendarCss,
  bookingsCss,
].join('\n')

/** The sandbox: every vendor as its app draws it, side by side, and what to try. */
export function renderPage(world: World, roles: Roles, controls: Controls) {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Deskhand sandbox</title>
  <link rel="icon" href="/favicon.svg">
  <link rel="stylesheet" href="/sandbox/style.css">
  <script src="/sandbox/page.js" defer></script>
</head>
<body>
  <header class="top">
    <h1>Deskhand sandbox</h1>
    <p>Nothing here leaves this machine. Play everyone: the customer, the admins, the post; and further down <a href="#bookings">the studio's clients, its musicians and Dane</a>.</p>
  </header>
  ${renderTour()}
  <section class="control" aria-label="The sandbox itself" data-pane="controls">${renderControls(world, controls)}</section>
  <main>
    <div class="phones">${orderPanes.map((name) => renderPhone(name, world, roles))}</div>
    ${renderBookings(world)}
  </main>
</body>
</html>`
}

const titles: Record<OrderPane, string> = {
  instagram: 'Instagram · the customer',
  slack: 'Slack · the shop',
  telegram: 'Telegram · the shop',
  mail: 'Mail · the customer',
}

function renderPhone(name: OrderPane, world: World, roles: Roles) {
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
  if (name !== 'mail') return renderBookingPane(name, world)
  const view = world.google.view()
  return renderMailPane(view, roles.mail || (view.customers.at(-1)?.address ?? ''))
}

/** Whose phone it is. */
function renderSwitch(name: OrderPane, world: World, roles: Roles) {
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
