import { GrammyError } from 'grammy'
import { OutsideError } from '#src/errors.ts'
import { PlaceGone, PlaceMoved, type Refused, readRefusal } from '../refusal.ts'

/** Telegram lists no errors; its server is open: what it makes of each answer stands in this file. */
const SERVER = 'https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp'
const ERRORS = 'https://core.telegram.org/api/errors'
const MAKING_REQUESTS = 'https://core.telegram.org/bots/api#making-requests'

const messageGone = (says: RegExp, source = SERVER): Refused => ({ says, meaning: 'message gone', source })
const placeGone = (says: RegExp, why: string, source = SERVER): Refused => ({
  says,
  meaning: 'place gone',
  source,
  why,
})

const NO_RIGHTS = 'I may not write there. Give me the right to send messages.'
const REFUSED = 'Telegram refused our token. Copy it again from @BotFather.'

/** What Telegram's refusals of a card mean, by its descriptions. What is not here is ours to mend. */
export const telegramRefusals: Refused[] = [
  messageGone(/message to edit not found/),
  messageGone(/message can't be edited/),
  messageGone(/there is no (text|caption) in the message to edit/),
  messageGone(/MESSAGE_ID_INVALID/, ERRORS),
  messageGone(/MESSAGE_AUTHOR_REQUIRED/, ERRORS),
  messageGone(/MESSAGE_EDIT_TIME_EXPIRED/, ERRORS),
  placeGone(/bot was kicked from/, 'I was removed from the group. Add me again.'),
  placeGone(/bot is not a member of/, 'I am not in the group. Add me again.'),
  placeGone(/bot was blocked by the user/, 'They have blocked me.'),
  placeGone(/user is deactivated/, 'That account is gone.'),
  placeGone(/bot can't initiate conversation/, 'They have not pressed Start in the chat with me.'),
  placeGone(/chat not found/, 'I do not see the chat: it is gone, or I am not in it.'),
  placeGone(/the group chat was deleted/, 'The group was deleted.'),
  placeGone(/group is deactivated/, 'The group was closed.'),
  placeGone(/message thread not found|TOPIC_(CLOSED|DELETED)/, 'The topic is gone or closed.'),
  placeGone(/not enough rights to send|have no rights to send|need administrator rights/, NO_RIGHTS),
  placeGone(/CHAT_(WRITE|SEND_\w+)_FORBIDDEN|CHAT_RESTRICTED|CHAT_ADMIN_REQUIRED/, NO_RIGHTS, ERRORS),
  placeGone(/PEER_ID_INVALID|CHANNEL_PRIVATE/, 'I do not see the chat any more.', ERRORS),
  placeGone(/^Forbidden/, NO_RIGHTS),
  { ...placeGone(/^Unauthorized|^Not Found$/, REFUSED, MAKING_REQUESTS), isAccount: true },
  { says: /^Too Many Requests/, meaning: 'later', source: 'https://core.telegram.org/bots/faq' },
  {
    says: /^(Internal Server Error|Bad Gateway|Gateway Timeout|Service Unavailable)/,
    meaning: 'later',
    source: SERVER,
  },
]

const SERVERS_FAULT = 500

/** The row that speaks of it; null where Telegram has not answered. */
export function readTelegramRefusal(error: unknown): Refused | null {
  if (!(error instanceof GrammyError)) return null
  const row = readRefusal(telegramRefusals, error.description)
  return row.meaning === 'ours to mend' && error.error_code >= SERVERS_FAULT ? { ...row, meaning: 'later' } : row
}

/** The group that a chat became. */
export function movedTo(error: unknown): string | null {
  const id = error instanceof GrammyError ? error.parameters.migrate_to_chat_id : undefined
  return id === undefined ? null : String(id)
}

/** Telegram's no in our words, about what was wanted of `place`. */
export function failTelegram(error: unknown, place: string): never {
  if (error instanceof OutsideError || error instanceof PlaceMoved) throw error
  const next = movedTo(error)
  if (next) throw new PlaceMoved(place, next)
  const row = readTelegramRefusal(error)
  const known = error instanceof GrammyError ? error : null
  const said = known?.description ?? (error as Error).message
  const about = { cause: error, ...(known && { status: known.error_code }) }
  if (row?.meaning === 'place gone') throw new PlaceGone('telegram', said, row, about)
  throw new OutsideError('telegram', said, {
    ...about,
    retry: row?.meaning === 'ours to mend' ? 'never' : 'later',
    ...(known?.parameters.retry_after && { retryAfterS: known.parameters.retry_after }),
  })
}
