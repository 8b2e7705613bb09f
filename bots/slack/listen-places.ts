import type { App as Bolt } from '@slack/bolt'
import { placeIsBack } from '#src/desk/places/gone.ts'
import type { ListeningApp } from '../bot.ts'

/** Somebody let us into a channel, or fetched one out of the archive: cards that wait for it hang at once. */
export function listenToPlaces(app: ListeningApp, bolt: Bolt): void {
  bolt.event('member_joined_channel', async ({ event, context }) => {
    if (event.user === context.botUserId) await placeIsBack(app, { platform: 'slack', place: event.channel })
  })
  bolt.event('channel_unarchive', async ({ event }) => {
    await placeIsBack(app, { platform: 'slack', place: event.channel })
  })
}
