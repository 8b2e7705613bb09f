import { Refusal } from '#src/errors.ts'
import { handleBrowserAct } from '../browser/pane.ts'
import { handleChannelAct } from '../channels/pane.ts'
import { handleCalendarAct } from '../google/pane/calendar-pane.ts'
import { handleGoogleAct } from '../google/pane/pane.ts'
import { handleInstagramAct } from '../meta/pane/pane.ts'
import { handleZuriAct } from '../meta/pane/zuri-pane.ts'
import { handleShopAct } from '../shop/pane.ts'
import { handleSlackAct } from '../slack/pane/pane-acts.ts'
import { handleStripeAct } from '../stripe/pane.ts'
import { handleTelegramAct } from '../telegram/pane/pane.ts'
import { handleTwilioAct } from '../twilio/pane.ts'
import type { World } from '../world.ts'
import type { Roles } from './roles.ts'

type Form = Record<string, string>

/** What came of it besides: whose phones are shown from now on. */
export type Acted = { roles?: Partial<Roles> }

/** What a form of a pane does, by the first word of its action: `/sandbox/slack/press`. */
const acts: Record<string, (world: World, name: string, form: Form) => Promise<Acted>> = {
  slack: ({ slack }, name, form) => done(handleSlackAct(slack, name, form)),
  telegram: ({ telegram }, name, form) => done(handleTelegramAct(telegram, name, form)),
  google: ({ google }, name, form) => done(handleGoogleAct(google, name, form)),
  twilio: ({ twilio }, name, form) => done(handleTwilioAct(twilio, name, form)),
  stripe: ({ stripe }, name, form) => done(handleStripeAct(stripe, name, form)),
  channels: ({ channels }, name, form) => done(handleChannelAct(channels, name, form)),
  calendar: ({ google }, name, form) => done(handleCalendarAct(google, name, form)),
  shop: ({ shop }, name, form) => done(handleShopAct(shop, name, form)),
  browser: ({ browser }, name, form) => done(handleBrowserAct(browser, name, form)),
  zuri: ({ meta }, name, form) => done(handleZuriAct(meta, name, form)),
  booking: (world, _, form) => done(world.book(form)),
  instagram: async ({ meta }, name, form) => ({
    roles: { instagram: (await handleInstagramAct(meta, name, form)).as },
  }),
}

export async function actOn(world: World, standIn: string, name: string, form: Form): Promise<Acted> {
  const act = Object.hasOwn(acts, standIn) ? acts[standIn] : undefined
  if (!act) throw new Refusal('There is no such phone.')
  return act(world, name, form)
}

const done = (acting: Promise<unknown>): Promise<Acted> => acting.then(() => ({}))
