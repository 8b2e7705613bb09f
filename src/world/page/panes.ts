import { renderChannels } from '../channels/pane.ts'
import { repsZone } from '../channels/team.ts'
import { renderCalendarPane } from '../google/pane/calendar-pane.ts'
import { renderMailPane } from '../google/pane/pane.ts'
import { renderInstagramPane } from '../meta/pane/pane.ts'
import { renderZuriPane } from '../meta/pane/zuri-pane.ts'
import { calendarNames, type MusicianKey, musicians, studio } from '../musicians.ts'
import { slackPeople } from '../people.ts'
import { renderSlackPane } from '../slack/pane/pane.ts'
import { renderTelegramPane } from '../telegram/pane/pane.ts'
import { studioDesk, telegramPeople } from '../telegram/state.ts'
import { renderPhonePane } from '../twilio/pane.ts'
import { renderBookingForm } from './booking-pane.ts'
import type { Choice, Pane } from './pane.ts'
import { browser, shop, stripe } from './web-panes.ts'

const slack: Pane = {
  name: 'slack',
  title: 'Slack',
  render: ({ world, roles }) => renderSlackPane(world.slack.view(), roles.slack),
  choices: ({ roles }) => {
    const options = Object.entries(slackPeople).map(([who, id]): Choice['options'][number] => [id, nameOf(who)])
    return [{ name: 'slack', label: 'as', chosen: roles.slack, options }]
  },
  watch: (world, tell) => world.slack.onChange(tell),
}

const telegram: Pane = {
  name: 'telegram',
  title: 'Telegram',
  render: ({ world, roles, zone }) => renderTelegramPane(world.telegram.view(), roles.telegram, roles.chat, zone),
  choices: ({ roles }) => [
    {
      ...{ name: 'telegram', label: 'as', chosen: String(roles.telegram) },
      options: Object.values(telegramPeople).map(({ id, name }) => [String(id), name]),
    },
    {
      ...{ name: 'chat', label: 'in', chosen: String(roles.chat) },
      options: [
        [String(studioDesk), 'the group'],
        [String(roles.telegram), 'the bot alone'],
      ],
    },
  ],
  watch: (world, tell) => world.telegram.onChange(tell),
}

const instagram: Pane = {
  name: 'instagram',
  title: 'Instagram · the customer',
  render: ({ world, roles, zone }) => renderInstagramPane(world.meta.view(), roles.instagram, zone),
  watch: (world, tell) => world.meta.onChange(tell),
}

const zuri: Pane = {
  name: 'zuri',
  title: 'Instagram · Zuri Closet',
  render: ({ world }) => renderZuriPane(world.meta),
  watch: (world, tell) => world.meta.onChange(tell),
}

const mail: Pane = {
  name: 'mail',
  title: 'Mail · the customer',
  render: ({ world, roles, zone }) => renderMailPane(world.google.view(), roles.mail, zone),
  choices: ({ world, roles }) => {
    const boxes = new Set([roles.mail, ...world.google.view().customers.map(({ address }) => address)])
    const options = [...boxes].map((address): Choice['options'][number] => [address, address])
    return options.length > 1 ? [{ name: 'mail', label: 'of', chosen: roles.mail, options }] : []
  },
  watch: (world, tell) => world.google.onChange(tell),
}

/** Whoever books hears from the studio by mail. */
const client: Pane = { ...mail, name: 'client', title: 'Mail · the client' }

const booking: Pane = {
  name: 'booking',
  title: 'Booking form · the client',
  render: ({ now }) => renderBookingForm(now),
  watch: () => {},
}

const calendars: Pane = {
  name: 'calendars',
  title: 'Google Calendar · everyone',
  render: ({ world }) => renderCalendarPane(world.google.view(), { names: calendarNames, zone: studio.zone }),
  watch: (world, tell) => world.google.onChange(tell),
}

const outreach: Pane = {
  name: 'outreach',
  title: 'Instagram · its microservice and the leads',
  render: ({ world: { channels } }) => {
    const linkedin = { title: 'LinkedIn, its microservice', view: channels.linkedin.view() }
    return renderChannels([{ title: 'Instagram', view: channels.instagram.view() }, linkedin], repsZone)
  },
  watch: ({ channels }, tell) => {
    for (const channel of Object.values(channels)) channel.onChange(tell)
  },
}

const phones = (Object.keys(musicians) as MusicianKey[]).map((key): Pane => {
  const { name, instrument, phone } = musicians[key]
  return {
    name: key,
    title: `${name} · ${instrument}`,
    render: ({ world, zone }) => renderPhonePane(world.twilio.view(), phone, zone),
    watch: (world, tell) => world.twilio.onChange(tell),
  }
})

/** Slack and Telegram are always in view; the others where a story names them. */
export const always: Pane[] = [slack, telegram]
export const panes: Pane[] = [
  ...always,
  instagram,
  zuri,
  mail,
  client,
  booking,
  calendars,
  outreach,
  stripe,
  shop,
  browser,
  ...phones,
]

export function paneOf(name: string): Pane {
  const pane = panes.find((one) => one.name === name)
  if (!pane) throw new Error(`No pane is called ${name}`)
  return pane
}

function nameOf(who: string): string {
  return who.charAt(0).toUpperCase() + who.slice(1)
}
