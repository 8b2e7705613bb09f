import { ErrorCode, type WebAPIPlatformError, type WebClient } from '@slack/web-api'
import { Refusal } from '#src/errors.ts'

type Channel = { id?: string; name?: string; is_im?: boolean; is_member?: boolean; is_archived?: boolean }

const MOST_PAGES = 20

/** The channel somebody named (`#sales`, an id), when the bot may post there; else a refusal that says what to do. */
export async function findSlackPlace(client: WebClient, named: string): Promise<{ place: string; name: string }> {
  const channel = named.startsWith('#') ? await findByName(client, named.slice(1)) : await findById(client, named)
  if (!channel?.id)
    throw new Refusal(`I see no ${named} in Slack. Is it private? Then invite me there first: /invite @deskhand`)
  if (channel.is_im) return { place: channel.id, name: 'a direct message' }
  if (channel.is_archived) throw new Refusal(`#${channel.name} is archived.`)
  if (!channel.is_member) throw new Refusal(`I am not in #${channel.name}. Invite me there first: /invite @deskhand`)
  return { place: channel.id, name: `#${channel.name}` }
}

async function findByName(client: WebClient, name: string): Promise<Channel | undefined> {
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { channels = [], response_metadata } = await client.conversations.list({
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: 200,
      ...(cursor && { cursor }),
    })
    const found = channels.find((channel) => channel.name === name.toLowerCase())
    cursor = response_metadata?.next_cursor
    if (found || !cursor) return found
  }
  return undefined
}

async function findById(client: WebClient, id: string): Promise<Channel | undefined> {
  try {
    return (await client.conversations.info({ channel: id })).channel
  } catch (error) {
    const { code, data } = error as Partial<WebAPIPlatformError>
    if (code === ErrorCode.PlatformError && data?.error === 'channel_not_found') return undefined
    throw error
  }
}
