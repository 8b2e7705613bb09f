import { ErrorCode, type WebAPIPlatformError, type WebAPIRateLimitedError } from '@slack/web-api'
import { OutsideError } from '#src/errors.ts'
import { PlaceGone, type Refused, readRefusal } from '../refusal.ts'

const POST = 'https://docs.slack.dev/reference/methods/chat.postMessage'
const UPDATE = 'https://docs.slack.dev/reference/methods/chat.update'
const OPEN = 'https://docs.slack.dev/reference/methods/conversations.open'
const VIEW = 'https://docs.slack.dev/reference/methods/views.open'
const LIMITS = 'https://docs.slack.dev/apis/web-api/rate-limits'
const AUTH = 'https://docs.slack.dev/reference/methods/auth.test'

const messageGone = (says: string): Refused => ({ says, meaning: 'message gone', source: UPDATE })
const placeGone = (says: string, why: string, source = POST): Refused => ({ says, meaning: 'place gone', source, why })
const accountGone = (says: string, why: string): Refused => ({ ...placeGone(says, why, AUTH), isAccount: true })
const later = (says: string, source = POST): Refused => ({ says, meaning: 'later', source })
const ours = (says: string, source = POST): Refused => ({ says, meaning: 'ours to mend', source })

const NOT_ALLOWED = 'The workspace does not let me write there.'
const REFUSED = 'Slack refused our token. Copy the bot token (xoxb-) again, or reinstall the app.'

/** What Slack's refusals of a card mean. What is not here is ours to mend. */
export const slackRefusals: Refused[] = [
  messageGone('message_not_found'),
  messageGone('cant_update_message'),
  messageGone('edit_window_closed'),
  placeGone('is_archived', 'The channel is archived.'),
  placeGone('is_inactive', 'The channel is archived.', UPDATE),
  placeGone('not_in_channel', 'I am not in the channel. Type there: /invite @deskhand'),
  placeGone('channel_not_found', 'I do not see the channel: it is gone, or private and I am not in it.'),
  placeGone('restricted_action', NOT_ALLOWED),
  placeGone('restricted_action_read_only_channel', NOT_ALLOWED),
  placeGone('restricted_action_thread_only_channel', NOT_ALLOWED),
  placeGone('restricted_action_non_threadable_channel', NOT_ALLOWED),
  placeGone('no_permission', NOT_ALLOWED),
  placeGone('ekm_access_denied', NOT_ALLOWED),
  placeGone('messages_tab_disabled', 'The messages of the app are switched off: App Home, Messages Tab.'),
  placeGone('user_disabled', 'That person has left the workspace.', OPEN),
  placeGone('user_not_found', 'There is no such person in the workspace.', OPEN),
  placeGone('user_not_visible', 'I do not see that person.', OPEN),
  placeGone('cannot_dm_bot', 'That is a bot.', OPEN),
  accountGone('account_inactive', 'The app was removed from the workspace. Install it again.'),
  accountGone('token_revoked', REFUSED),
  accountGone('token_expired', REFUSED),
  accountGone('invalid_auth', REFUSED),
  accountGone('not_authed', REFUSED),
  accountGone('team_access_not_granted', 'The app may not act in this workspace. Install it again.'),
  later('ratelimited', LIMITS),
  later('rate_limited', LIMITS),
  later('message_limit_exceeded'),
  later('external_channel_migrating'),
  later('team_added_to_org'),
  later('org_login_required'),
  later('internal_error'),
  later('fatal_error'),
  later('service_unavailable'),
  later('request_timeout'),
  ours('missing_scope'),
  ours('invalid_blocks'),
  ours('msg_too_long'),
  ours('msg_blocks_too_long'),
  ours('invalid_arguments', VIEW),
]

/** A form opens within three seconds of the press or not at all; then the person presses again. */
const PRESS_AGAIN = ['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id', 'trigger_expired']

/** Whether a form did not open because it came too late, or Slack was too busy for it. */
export function isTooLateToOpen(error: unknown): boolean {
  const code = codeOf(error)
  return code === null ? isSlacks(error) : PRESS_AGAIN.includes(code) || readSlackRefusal(code).meaning === 'later'
}

export function readSlackRefusal(code: string): Refused {
  return readRefusal(slackRefusals, code)
}

export function codeOf(error: unknown): string | null {
  const { code, data } = error as Partial<WebAPIPlatformError>
  return code === ErrorCode.PlatformError ? (data?.error ?? null) : null
}

/** No answer, a bad one, or too many calls: Slack's SDK names its own errors so. */
function isSlacks(error: unknown): boolean {
  const { code } = error as { code?: string }
  return Object.values(ErrorCode).some((one) => one === code)
}

/** Slack reads an upload after it has taken it: for a moment no message may show it. */
const FILE_WAIT_S = 2

function isFileUnread(error: unknown): boolean {
  const { data } = error as Partial<WebAPIPlatformError>
  const said = data?.response_metadata?.messages ?? []
  return codeOf(error) === 'invalid_blocks' && said.some((words) => /slack.?file/i.test(words))
}

/** Throws Slack's no in our words. */
export function failSlack(error: unknown): never {
  const code = codeOf(error)
  const row = code === null ? null : readSlackRefusal(code)
  const about = { cause: error, ...(code && { code }) }
  if (code && row?.meaning === 'place gone') throw new PlaceGone('slack', code, row, about)
  const { retryAfter } = error as Partial<WebAPIRateLimitedError>
  const waitS = retryAfter ?? (isFileUnread(error) ? FILE_WAIT_S : undefined)
  const isOurs = row?.meaning === 'ours to mend' && !waitS
  const options = { ...about, retry: isOurs ? ('never' as const) : ('later' as const) }
  throw new OutsideError('slack', code ?? (error as Error).message, {
    ...options,
    ...(waitS && { retryAfterS: waitS }),
  })
}
