import type { Sent } from '#src/cards/command.ts'
import { Refusal } from '#src/errors.ts'
import { fetchFile } from '../fetch-file.ts'

type SlackFile = { mimetype?: string; url_private_download?: string; url_private?: string }
type Message = { channel: string; ts: string; files?: SlackFile[] }

/**
 * The pictures of a message. Their addresses open only with the bot's token, which goes to Slack alone.
 * @see https://docs.slack.dev/reference/objects/file-object
 */
export function readPictures(message: Message, botToken: string, apiUrl = 'https://slack.com'): Sent | undefined {
  const { files = [], channel, ts } = message
  const pictures = files.filter(({ mimetype = '' }) => mimetype.startsWith('image/'))
  if (files.length > 0 && pictures.length === 0) throw new Refusal('I can take pictures, but no other files.')
  if (pictures.length === 0) return undefined
  const open = async ({ url_private_download, url_private }: SlackFile) => {
    const address = new URL(url_private_download ?? url_private ?? 'about:blank')
    const isSlack = address.protocol === 'https:' && /(?:^|\.)slack\.com$/.test(address.hostname)
    if (!isSlack && address.origin !== new URL(apiUrl).origin) {
      throw new Refusal('That file is kept outside Slack: send the picture itself.')
    }
    return fetchFile(address.href, { authorization: `Bearer ${botToken}` })
  }
  return { id: `slack:${channel}:${ts}`, files: pictures.map((file) => () => open(file)) }
}
