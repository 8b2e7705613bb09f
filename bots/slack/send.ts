import type { WebClient } from '@slack/web-api'
import type { MessageRef } from '#entities/cards/card-post.ts'
import { OutsideError } from '#src/errors.ts'
import type { Bot, Mark } from '../bot.ts'
import { findSlackPlace } from './find-place.ts'
import { codeOf, failSlack, readSlackRefusal } from './refusal.ts'
import { renderSlack } from './render.ts'
import { uploadPicture } from './upload-picture.ts'

const EVENT_TYPE = 'deskhand_card'

/** Draws and posts cards in Slack. */
export function createSlackBot(client: WebClient): Bot {
  return {
    async hang(place, card, mark, picture) {
      const { channel, ts } = await client.chat
        .postMessage({
          channel: await channelOf(client, place),
          ...renderSlack(card, await uploadPicture(client, picture)),
          metadata: metadataOf(mark),
          unfurl_links: false,
        })
        .catch(failSlack)
      if (!channel || !ts) throw new OutsideError('slack', 'posted a card without saying where', { retry: 'later' })
      return { place: channel, message: ts }
    },

    async change(ref, card, mark, picture) {
      const face = renderSlack(card, await uploadPicture(client, picture))
      const call = { channel: ref.place, ts: ref.message, ...face, metadata: metadataOf(mark) }
      return client.chat.update(call).then(
        () => ref,
        (error) => (isMessageGone(error) ? ('gone' as const) : failSlack(error)),
      )
    },

    async find(place, mark) {
      const history = await client.conversations
        .history({ channel: await channelOf(client, place), limit: 100, include_all_metadata: true })
        .catch(failSlack)
      const message = history.messages?.find(({ metadata }) => isMark(metadata, mark))
      return message?.ts ? ({ place: await channelOf(client, place), message: message.ts } satisfies MessageRef) : null
    },

    findPlace: (named) => findSlackPlace(client, named),

    async nameOf(place) {
      const { channel } = await client.conversations.info({ channel: place }).catch(failSlack)
      return channel?.name ? `#${channel.name}` : null
    },
  }
}

/** A person's id stands for their conversation with the bot, which is opened when it is first needed. */
async function channelOf(client: WebClient, place: string): Promise<string> {
  if (!/^[UW]/.test(place)) return place
  const { channel } = await client.conversations.open({ users: place }).catch(failSlack)
  return channel?.id ?? place
}

function metadataOf({ post, ring }: Mark) {
  return { event_type: EVENT_TYPE, event_payload: { post, ring } }
}

function isMark(metadata: unknown, mark: Mark): boolean {
  const { event_type, event_payload } = (metadata ?? {}) as Partial<ReturnType<typeof metadataOf>>
  return event_type === EVENT_TYPE && event_payload?.post === mark.post && event_payload.ring === mark.ring
}

function isMessageGone(error: unknown): boolean {
  const code = codeOf(error)
  return code !== null && readSlackRefusal(code).meaning === 'message gone'
}
