import type { Context, Filter } from 'grammy'
import type { SentFile } from '#src/cards/command.ts'
import { download } from '../download.ts'

const TELEGRAM = 'https://api.telegram.org'

/**
 * The document of a message: Telegram hands out what is smaller than 20 MB, at an address that holds for an hour.
 * @see https://core.telegram.org/bots/api#getfile
 */
export function sentFileOf(ctx: Filter<Context, 'message:document'>, apiRoot?: string): SentFile {
  const { file_name, file_size } = ctx.message.document
  return fileAt(ctx, file_name ?? 'the file', file_size, apiRoot)
}

export function fileAt(ctx: Context, name: string, size = 0, apiRoot = TELEGRAM): SentFile {
  return {
    name,
    size,
    async load() {
      const { file_path } = await ctx.getFile()
      return download('Telegram', `${apiRoot}/file/bot${ctx.api.token}/${file_path}`, {})
    },
  }
}
