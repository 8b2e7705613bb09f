import type { Context } from 'grammy'
import type { Sent } from '#src/cards/command.ts'
import { Refusal } from '#src/errors.ts'
import { didNotCome, fetchFile } from '../fetch-file.ts'

/** What Telegram lets bots download. */
const MOST_BYTES = 20_000_000

/**
 * The picture of a message, sent as a photo or as a file. An album comes as messages of one group.
 * @see https://core.telegram.org/bots/api#getfile
 */
export function readPicture(ctx: Context, token: string, apiRoot = 'https://api.telegram.org'): Sent | undefined {
  const { photo, document, media_group_id: album, message_id: id } = ctx.message ?? {}
  if (document && !document.mime_type?.startsWith('image/')) {
    throw new Refusal('I can take pictures, but no other files.')
  }
  // The sizes of one photo, the largest last.
  const file = photo?.at(-1) ?? document
  if (!file) return undefined
  if ((file.file_size ?? 0) > MOST_BYTES) throw new Refusal('That file is too large: 20 MB at most.')
  const open = async () => {
    const { file_path: path = '' } = await ctx.api.getFile(file.file_id).catch(didNotCome)
    return fetchFile(`${apiRoot}/file/bot${token}/${path}`, {})
  }
  return { id: `telegram:${ctx.chat?.id}:${album ?? id}`, files: [open] }
}
