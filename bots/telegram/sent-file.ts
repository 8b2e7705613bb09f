import type { Context, Filter } from 'grammy'
import type { SentFile } from '#src/cards/command.ts'
import { download } from '../download.ts'

const TELEGRAM = 'https://api.telegram.org'

/**
 * The document of a message: Telegram hands out what is smaller than 20 MB, at an address that holds for an hour.
 * @see https://core.telegram.org/bots/api#getfile
 */
export function sentFileOf(ctx: Filter<Context, 'message:document'>, apiRoot = TELEGRAM): SentFile {
  const { file_name, file_size } = ctx.message.document
  return {
    name: file_name ?? 'the file',
    size: file_size ?? 0,
    async load() {
      const { file_path } = await ctx.getFile()
      return download('Telegram', `${apiRoot}/file/bot${ctx.api.token}/${file_path}`, {})
    },
  }
}
