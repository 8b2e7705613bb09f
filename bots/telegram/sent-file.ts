import { type Context, type Filter, GrammyError } from 'grammy'
import type { SentFile } from '#src/cards/command.ts'
import { Refusal } from '#src/errors.ts'
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
      const { file_path } = await ctx.getFile().catch((error) => refuseFile(name, error))
      return download('Telegram', `${apiRoot}/file/bot${ctx.api.token}/${file_path}`, {})
    },
  }
}

/** Whoever sent it hears that we do not have it, and what they can do. */
function refuseFile(name: string, cause: unknown): never {
  const isTooBig = cause instanceof GrammyError && /file is too big/i.test(cause.description)
  if (isTooBig) throw new Refusal(`Telegram hands out files below 20 MB, and ${name} is larger.`, null, { cause })
  throw new Refusal(`Telegram did not hand ${name} over. Send it again.`, null, { cause })
}
