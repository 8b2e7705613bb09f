import { readFileSync } from 'node:fs'
import { browserCss } from '../browser/pane.ts'
import { channelCss } from '../channels/pane.ts'
import { calendarCss } from '../google/pane/calendar-pane.ts'
import { mailCss } from '../google/pane/pane-css.ts'
import { instagramCss } from '../meta/pane/pane.ts'
import { zuriCss } from '../meta/pane/zuri-pane.ts'
import { shopCss } from '../shop/pane.ts'
import { slackCss } from '../slack/pane/slack-css.ts'
import { payCss, stripeCss } from '../stripe/pane.ts'
import { telegramCss } from '../telegram/pane/pane.ts'
import { phoneCss } from '../twilio/pane.ts'
import { bookingCss } from './booking-pane.ts'

type Asset = { name: string; type: string; body: string }

const apps = [
  slackCss,
  telegramCss,
  instagramCss,
  zuriCss,
  mailCss,
  phoneCss,
  calendarCss,
  bookingCss,
  channelCss,
  shopCss,
  browserCss,
  stripeCss,
]

/** What the page loads: its scripts, and one stylesheet of the apps and then the stage around them. */
export const assets: Asset[] = [
  ...['stage.js', 'play.js', 'panes.js', 'find.js'].map((name) => ({
    name,
    type: 'text/javascript',
    body: read(name),
  })),
  { name: 'pay.css', type: 'text/css', body: payCss },
  { name: 'stage.css', type: 'text/css', body: [...apps, read('stage.css'), read('drawer.css')].join('\n') },
].map((asset) => ({ ...asset, type: `${asset.type}; charset=utf-8` }))

function read(name: string): string {
  return readFileSync(new URL(`./browser/${name}`, import.meta.url), 'utf8')
}
