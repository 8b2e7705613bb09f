import { ErrorCode, type WebAPIPlatformError, type WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import type { MessageRef } from '#entities/cards/card-post.ts'
import { OutsideError } from '#src/errors.ts'
import type { Bot, Mark } from '../bot.ts'
import { fileOf } from './file-of.ts'
import { findSlackPlace } from './find-place.ts'
import { renderSlack } from './render.ts'

const EVENT_TYPE = 'deskhand_card'

/** Draws and posts cards in Slack. */
export function createSlackBot(client: WebClient): Bot {
  return {
    async hang(place, card, mark, picture) {
      const { channel, ts } = await client.chat
        .postMessage({
          channel: await channelOf(client, place),
          ...renderSlack(card, await fileOf(client, picture)),
          metadata: metadataOf(mark),
          unfurl_links: false,
        })
        .catch(fail)
      if (!channel || !ts) throw new OutsideError('slack', 'posted a card without saying where', { retry: 'later' })
      return { place: channel, message: ts }
    },

    async change(ref, card, mark, picture) {
      const face = renderSlack(card, await fileOf(client, picture))
      const call = { channel: ref.place, ts: ref.message, ...face, metadata: metadataOf(mark) }
      return client.chat.update(call).then(
        () => ref,
        (error) => (codeOf(error) === 'message_not_found' ? ('gone' as const) : fail(error)),
      )
    },

    async find(place, mark) {
      const history = await client.conversations
        .history({ channel: await channelOf(client, place), limit: 100, include_all_metadata: true })
        .catch(fail)
      const message = history.messages?.find(({ metadata }) => isMark(metadata, mark))
      return message?.ts ? ({ place: await channelOf(client, place), message: message.ts } satisfies MessageRef) : null
    },

    findPlace: (named) => findSlackPlace(client, named),
  }
}

/** A person's id stands for their conversation with the bot, which is opened when it is first needed. */
async function channelOf(client: WebClient, place: string): Promise<string> {
  if (!/^[UW]/.test(place)) return place
  const { channel } = await client.conversations.open({ users: place }).catch(fail)
  return channel?.id ?? place
}

function metadataOf({ post, ring }: Mark) {
  return { event_type: EVENT_TYPE, event_payload: { post, ring } }
}

function isMark(metadata: unknown, mark: Mark): boolean {
  const { event_type, event_payload } = (metadata ?? {}) as Partial<ReturnType<typeof metadataOf>>
  return event_type === EVENT_TYPE && event_payload?.post === mark.post && event_payload.ring === mark.ring
}

/** Slack reads an upload after it has taken it: for a moment no message may show it. */
const FILE_WAIT_S = 2

function isFileUnread(error: unknown): boolean {
  const { data } = error as Partial<WebAPIPlatformError>
  const said = data?.response_metadata?.messages ?? []
  return codeOf(error) === 'invalid_blocks' && said.some((words) => /slack.?file/i.test(words))
}

function codeOf(error: unknown): string | null {
  const { code, data } = error as Partial<WebAPIPlatformError>
  return code === ErrorCode.PlatformError ? (data?.error ?? null) : null
}

function fail(error: unknown): never {
  const { retryAfter } = error as Partial<WebAPIRateLimitedError>
  const code = codeOf(error)
  const waitS = retryAfter ?? (isFileUnread(error) ? FILE_WAIT_S : undefined)
  throw new OutsideError('slack', code ?? (error as Error).message, {
    retry: 'later',
    cause: error,
    ...(code && { code }),
    ...(waitS && { retryAfterS: waitS }),
  })
}
