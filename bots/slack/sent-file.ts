import type { SentFile } from '#src/cards/command.ts'
import { Refusal } from '#src/errors.ts'
import { download } from '../download.ts'

export type SharedFile = { name?: string | null; size?: number; mimetype?: string; url_private_download?: string }

const FILES = 'https://files.slack.com'

/**
 * The file shared with a message: its bytes are Slack's to give, to the bot's token alone (scope files:read).
 * @see https://docs.slack.dev/reference/objects/file-object#auth
 */
export function sentFileOf(files: SharedFile[], token: string, apiUrl: string | undefined): SentFile | undefined {
  const [file, ...others] = files
  if (!file) return undefined
  const url = file.url_private_download ?? ''
  const home = apiUrl ? new URL(apiUrl).origin : FILES
  return {
    name: file.name ?? 'the file',
    size: file.size ?? 0,
    async load() {
      if (others.length > 0) throw new Refusal('One file at a time.')
      // The token goes to Slack and to nobody else: a file of another service has an address of its own.
      if (URL.parse(url)?.origin !== home) throw new Refusal('I open only files that lie in Slack itself.')
      return download('Slack', url, { authorization: `Bearer ${token}` })
    },
  }
}
