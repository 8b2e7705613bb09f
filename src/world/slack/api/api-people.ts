import type { Bag } from '../bag.ts'
import type { Core } from '../core.ts'
import type { Person } from '../workspace.ts'
import { ids } from '../workspace.ts'
import { need, page } from './args.ts'
import { Rejection } from './rejection.ts'

/** https://docs.slack.dev/reference/methods/auth.test */
export function testAuth(core: Core): Bag {
  const { team } = core.workspace
  return {
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    team_id: team.id,
    user: 'deskhand',
    user_id: ids.bot,
    bot_id: ids.botProfile,
    is_enterprise_install: false,
  }
}

/** https://docs.slack.dev/reference/methods/users.info */
export function infoOfPerson(core: Core, args: Bag): Bag {
  const person = core.workspace.people[need(args, 'user', 'user_not_found')]
  if (!person) throw new Rejection('user_not_found')
  return { user: describePerson(person) }
}

/** https://docs.slack.dev/reference/methods/users.list */
export function listPeople(core: Core, args: Bag): Bag {
  const { items, next_cursor } = page(Object.values(core.workspace.people), args, 1000)
  return { members: items.map(describePerson), cache_ts: 0, response_metadata: { next_cursor } }
}

/** https://docs.slack.dev/reference/methods/users.lookupByEmail */
export function lookUpByEmail(core: Core, args: Bag): Bag {
  const email = need(args, 'email', 'users_not_found').toLowerCase()
  const person = Object.values(core.workspace.people).find((one) => one.email.toLowerCase() === email && !one.deleted)
  if (!person) throw new Rejection('users_not_found')
  return { user: describePerson(person) }
}

/** https://docs.slack.dev/reference/methods/bots.info */
export function infoOfBot(_core: Core, args: Bag): Bag {
  if (need(args, 'bot', 'bot_not_found') !== ids.botProfile) throw new Rejection('bot_not_found')
  const bot = { id: ids.botProfile, name: 'deskhand', app_id: ids.app, user_id: ids.bot, deleted: false, icons: {} }
  return { bot }
}

function describePerson(person: Person): Bag {
  const { id, name, realName, tz, isBot, isOwner, isRestricted, deleted } = person
  const profile = { real_name: realName, display_name: realName.split(' ')[0], email: person.email, team: ids.team }
  return {
    id,
    team_id: ids.team,
    name,
    real_name: realName,
    deleted,
    is_bot: isBot,
    is_admin: isOwner,
    is_owner: isOwner,
    is_restricted: isRestricted,
    is_ultra_restricted: false,
    is_app_user: false,
    tz,
    tz_label: tz,
    profile,
  }
}
