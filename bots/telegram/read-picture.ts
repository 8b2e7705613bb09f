import type { Context } from 'grammy'
import type { SentPictures } from '#src/cards/command.ts'
import { fileAt } from './sent-file.ts'

/** The picture of a message, sent as a photo or as a file. An album comes as messages of one group. */
export function readPicture(ctx: Context, apiRoot: string | undefined): SentPictures | undefined {
  const { photo, document, media_group_id: album, message_id: id } = ctx.message ?? {}
  // The sizes of one photo, the largest last.
  const file = photo?.at(-1) ?? (document?.mime_type?.startsWith('image/') ? document : undefined)
  if (!file) return undefined
  return {
    id: `telegram:${ctx.chat?.id}:${album ?? id}`,
    pictures: [fileAt(ctx, 'the picture', file.file_size, apiRoot)],
  }
}
