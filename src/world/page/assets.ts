import { readFileSync } from 'node:fs'
import { channelCss } from '../channels/pane.ts'
import { calendarCss } from '../google/calendar-pane.ts'
import { mailCss } from '../google/pane-css.ts'
import { instagramCss } from '../meta/pane.ts'
import { slackCss } from '../slack/slack-css.ts'
import { telegramCss } from '../telegram/pane.ts'
import { phoneCss } from '../twilio/pane.ts'
import { bookingCss } from './booking-pane.ts'

type Asset = { name: string; type: string; body: string }

const apps = [slackCss, telegramCss, instagramCss, mailCss, phoneCss, calendarCss, bookingCss, channelCss]

/** What the page loads: its scripts, and one stylesheet of the apps and then the stage around them. */
export const assets: Asset[] = [
  ...['stage.js', 'play.js', 'panes.js', 'find.js'].map((name) => ({
    name,
    type: 'text/javascript',
    body: read(name),
  })),
  { name: 'stage.css', type: 'text/css', body: [...apps, read('stage.css'), read('drawer.css')].join('\n') },
].map((asset) => ({ ...asset, type: `${asset.type}; charset=utf-8` }))

function read(name: string): string {
  return readFileSync(new URL(`./browser/${name}`, import.meta.url), 'utf8')
}
