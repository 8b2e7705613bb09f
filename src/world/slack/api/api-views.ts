import { lintSlackView } from '#src/cards/lint-slack.ts'
import type { Bag } from '../bag.ts'
import { asBag, asBags, asText } from '../bag.ts'
import type { Core } from '../core.ts'
import { nameBlocks, nextId } from '../core.ts'
import type { View } from '../workspace.ts'
import { ids } from '../workspace.ts'
import { need } from './args.ts'
import { Rejection } from './rejection.ts'

const mostModals = 3

/** https://docs.slack.dev/reference/methods/views.open */
export function openView(core: Core, args: Bag): Bag {
  const view = checkView(args.view, 'modal')
  const user = redeemTrigger(core, args)
  return { view: showModal(core, user, view, 'open') }
}

/** https://docs.slack.dev/reference/methods/views.push */
export function pushView(core: Core, args: Bag): Bag {
  const view = checkView(args.view, 'modal')
  const user = redeemTrigger(core, args)
  return { view: showModal(core, user, view, 'push') }
}

/** https://docs.slack.dev/reference/methods/views.update */
export function updateView(core: Core, args: Bag): Bag {
  const old = findView(core, asText(args.view_id), asText(args.external_id))
  if (!old) throw new Rejection('not_found')
  if (args.hash !== undefined && args.hash !== old.hash) throw new Rejection('hash_conflict')
  return { view: replaceView(core, old, checkView(args.view, old.type)) }
}

/** https://docs.slack.dev/reference/methods/views.publish */
export function publishView(core: Core, args: Bag): Bag {
  const user = need(args, 'user_id')
  if (!core.workspace.people[user]) throw new Rejection('user_not_found')
  const old = core.workspace.homes[user]
  if (args.hash !== undefined && args.hash !== old?.hash) throw new Rejection('hash_conflict')
  const view = describeView(core, checkView(args.view, 'home'), old)
  core.workspace.homes[user] = view
  core.changed()
  return { view }
}

/** A view as the app sent it, refused where Slack refuses it. Also for the answers to a submission. */
export function checkView(value: unknown, type: View['type']): Bag {
  const messages = lintSlackView(value)
  if (messages.some((message) => message.endsWith(' bytes'))) throw new Rejection('view_too_large')
  if (messages.length > 0) throw new Rejection('invalid_arguments', { messages })
  const view = asBag(value)
  if (view.type !== type) throw new Rejection('invalid_arguments', { messages: [`/view/type: must be ${type}`] })
  return view
}

/** Opens a modal for a person (in place of all others), or pushes it upon the one they see. */
export function showModal(core: Core, user: string, view: Bag, how: 'open' | 'push'): View {
  const under = how === 'push' ? (core.workspace.modals[user] ?? []) : []
  if (under.length >= mostModals) throw new Rejection('push_limit_reached')
  const modal = describeView(core, view, undefined, under.at(-1))
  core.workspace.modals[user] = [...under, modal]
  core.changed()
  return modal
}

/** Redraws a view; what the person has typed into blocks of the same name stays. */
export function replaceView(core: Core, old: View, view: Bag): View {
  const fresh = describeView(core, view, old)
  for (const modals of Object.values(core.workspace.modals)) {
    const index = modals.indexOf(old)
    if (index >= 0) modals[index] = fresh
  }
  for (const [user, home] of Object.entries(core.workspace.homes)) if (home === old) core.workspace.homes[user] = fresh
  core.changed()
  return fresh
}

export function findView(core: Core, id: string, externalId = ''): View | undefined {
  const { modals, homes } = core.workspace
  const all = [...Object.values(modals).flat(), ...Object.values(homes)]
  return all.find((view) => (id ? view.id === id : externalId !== '' && view.external_id === externalId))
}

function redeemTrigger(core: Core, args: Bag): string {
  const trigger = core.workspace.backstage.triggers[need(args, 'trigger_id')]
  if (!trigger) throw new Rejection('invalid_trigger_id')
  if (trigger.until < core.now()) throw new Rejection('expired_trigger_id')
  if (trigger.used) throw new Rejection('exchanged_trigger_id')
  trigger.used = true
  return trigger.user
}

function describeView(core: Core, view: Bag, old?: View, under: View | undefined = undefined): View {
  const id = old?.id ?? nextId(core, 'V')
  return {
    ...view,
    id,
    type: view.type === 'home' ? 'home' : 'modal',
    blocks: nameBlocks(core, asBags(view.blocks)),
    callback_id: asText(view.callback_id),
    private_metadata: asText(view.private_metadata),
    external_id: asText(view.external_id),
    hash: `${Math.floor(core.now() / 1000)}.${nextId(core, '')}`,
    state: old?.state ?? { values: {} },
    previous_view_id: old?.previous_view_id ?? under?.id ?? null,
    root_view_id: old?.root_view_id ?? under?.root_view_id ?? id,
    team_id: ids.team,
    app_id: ids.app,
    bot_id: ids.botProfile,
    app_installed_team_id: ids.team,
  }
}
