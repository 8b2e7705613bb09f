import { Refusal } from '#src/errors.ts'
import { groupOf } from './telegram/group-acts.ts'
import { studioDesk } from './telegram/state.ts'
import type { World } from './world.ts'

/** Where the cards of the sandbox hang. */
const CHANNEL = 'C0ORDERS'

export type PlaceAct = { name: string; label: string; isDangerous: boolean }

/** What may happen to the places where cards hang, as they are now. */
export function placeActs({ slack, telegram }: World): PlaceAct[] {
  const channel = slack.view().places[CHANNEL]
  const group = groupOf(telegram.view(), studioDesk)
  const act = (name: string, label: string, isDangerous = true) => ({ name, label, isDangerous })
  return [
    channel?.archived ? act('unarchive', 'Bring #orders back', false) : act('archive', 'Archive #orders on Slack'),
    group.kicked
      ? act('let-in', 'Add the bot to the group again', false)
      : act('kick', 'Remove the bot from the group'),
    ...(group.id === studioDesk ? [act('upgrade', 'Turn the group into a supergroup')] : []),
  ]
}

export async function actOnPlace({ slack, telegram }: World, name: string): Promise<void> {
  const acts: Record<string, () => Promise<unknown>> = {
    archive: () => slack.act.archive(CHANNEL),
    unarchive: () => slack.act.unarchive(CHANNEL),
    kick: () => telegram.act.kick({ chat: studioDesk }),
    'let-in': () => telegram.act.letIn({ chat: studioDesk }),
    upgrade: () => telegram.act.upgrade({ chat: studioDesk }),
  }
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined
  if (!act) throw new Refusal('That cannot happen to a place here.')
  await act()
}
