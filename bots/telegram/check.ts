import { Api, GrammyError } from 'grammy'
import type { Settings } from '#src/config.ts'
import { type Check, off, ok, wrong } from '#src/doctor/finding.ts'

const UNAUTHORIZED = 401
const NO_SUCH_TOKEN = 404

/** Asks Telegram who we are, and after the chat where cards hang; writes nothing. */
export function createTelegramCheck(settings: Settings, publicUrl: string): Check {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot, TELEGRAM_WEBHOOK_SECRET } = settings
  const place = settings.TELEGRAM_CHAT ?? settings.TELEGRAM_OWNER_CHAT
  return async () => {
    if (!token) return off('no cards hang in Telegram. See docs/accounts/telegram.md.')
    const api = new Api(token, { timeoutSeconds: 10, ...(apiRoot && { apiRoot }) })
    try {
      const problem = TELEGRAM_WEBHOOK_SECRET ? await webhookProblem(api, publicUrl) : null
      return problem ? wrong(problem) : await look(api, place)
    } catch (error) {
      return wrong(readProblem(error, place))
    }
  }
}

async function look(api: Api, place: string | undefined) {
  const { username } = await api.getMe()
  if (!place) return wrong('TELEGRAM_CHAT is missing: where do cards hang? It is a number such as -1001234567890.')
  const chat = await api.getChat(place)
  return ok(chat.type === 'private' ? `@${username} writes to ${chat.first_name}` : `@${username} is in ${chat.title}`)
}

async function webhookProblem(api: Api, publicUrl: string): Promise<string | null> {
  const { url, last_error_message: error, pending_update_count: waiting } = await api.getWebhookInfo()
  if (url !== `${publicUrl}/telegram/webhook`) {
    return `its webhook is ${url ? `at ${url}` : 'not set'}: start the web role with PUBLIC_URL once.`
  }
  return error && waiting > 0 ? `${waiting} updates wait, Telegram says: ${error}` : null
}

function readProblem(error: unknown, place: string | undefined): string {
  if (!(error instanceof GrammyError)) return 'no answer from Telegram.'
  if ([UNAUTHORIZED, NO_SUCH_TOKEN].includes(error.error_code)) {
    return 'Telegram refused our token. Copy it again from @BotFather.'
  }
  if (error.description.includes('chat not found')) {
    const how = 'add it to the group, or write to it first. Groups that grew get a new id (-100...).'
    return `the bot does not see chat ${place}: ${how}`
  }
  return `Telegram says: ${error.description}`
}
