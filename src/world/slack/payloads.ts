import type { Bag } from './bag.ts'
import type { Core } from './core.ts'
import { issueResponseUrl, issueTrigger, nextId, nextTs } from './core.ts'
import type { Message, Person, Place, View } from './workspace.ts'
import { ids } from './workspace.ts'

// Long out of use, but still part of every payload.
const verificationToken = 'deskhand-sandbox'

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function writePressOnMessage(core: Core, person: Person, place: Place, message: Message, action: Bag): Bag {
  const { only, ...shown } = message
  const container = { type: 'message', message_ts: message.ts, channel_id: place.id, is_ephemeral: only !== undefined }
  return {
    type: 'block_actions',
    ...common(core, person),
    container,
    channel: { id: place.id, name: place.name },
    // Slack does not give the content of an ephemeral message back.
    ...(only === undefined && { message: shown }),
    state: { values: {} },
    trigger_id: issueTrigger(core, person.id),
    response_url: issueResponseUrl(core, { user: person.id, place: place.id, ts: message.ts }),
    actions: [{ ...action, action_ts: nextTs(core) }],
  }
}

export function writePressOnView(core: Core, person: Person, view: View, action: Bag): Bag {
  return {
    type: 'block_actions',
    ...common(core, person),
    container: { type: 'view', view_id: view.id },
    view: describe(view),
    trigger_id: issueTrigger(core, person.id),
    actions: [{ ...action, action_ts: nextTs(core) }],
  }
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function writeSubmission(core: Core, person: Person, view: View): Bag {
  const trigger_id = issueTrigger(core, person.id)
  return { type: 'view_submission', ...common(core, person), trigger_id, view: describe(view), response_urls: [] }
}

export function writeClosing(core: Core, person: Person, view: View): Bag {
  return { type: 'view_closed', ...common(core, person), view: describe(view), is_cleared: false }
}

/** https://docs.slack.dev/interactivity/implementing-slash-commands ; the text is as typed, not escaped. */
export function writeCommand(core: Core, person: Person, place: Place, command: string, text: string): Bag {
  return {
    token: verificationToken,
    team_id: ids.team,
    team_domain: core.workspace.team.domain,
    channel_id: place.id,
    channel_name: place.name,
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: ids.app,
    is_enterprise_install: 'false',
    response_url: issueResponseUrl(core, { user: person.id, place: place.id, ts: null }),
    trigger_id: issueTrigger(core, person.id),
  }
}

/** https://docs.slack.dev/apis/events-api */
export function writeEvent(core: Core, event: Bag): Bag {
  return {
    token: verificationToken,
    team_id: ids.team,
    api_app_id: ids.app,
    type: 'event_callback',
    event: { ...event, event_ts: nextTs(core) },
    event_id: nextId(core, 'Ev'),
    event_time: Math.floor(core.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: ids.team, user_id: ids.bot, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  }
}

function common(core: Core, person: Person): Bag {
  return {
    token: verificationToken,
    api_app_id: ids.app,
    team: { id: ids.team, domain: core.workspace.team.domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: ids.team },
    enterprise: null,
    is_enterprise_install: false,
  }
}

/** The errors a person sees are no part of the view. */
function describe({ errors: _errors, ...view }: View): Bag {
  return view
}
