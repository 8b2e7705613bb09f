import type { WebClient } from '@slack/web-api'
import type { Visitor } from '#src/cards/visitor.ts'

type User = { id: string; name?: string; username?: string; team_id?: string }

/**
 * Who is at the door. In a channel shared with another company its people come with their own team: an id is only
 * known together with the team.
 */
export function visitorOf(
  client: WebClient,
  team: string,
  user: User,
  where: Pick<Visitor, 'place' | 'here'> = {},
): Visitor {
  const name = user.name ?? user.username ?? user.id
  return {
    via: 'slack',
    userId: `${user.team_id ?? team}:${user.id}`,
    name,
    ...where,
    introduce: () => introduce(client, user.id, name),
  }
}

/** The name a person goes by in Slack, which says of a guest that they are one, and the zone of their profile. */
async function introduce(client: WebClient, user: string, name: string): Promise<{ name: string; zone?: string }> {
  const { user: known } = await client.users.info({ user }).catch(() => ({ user: undefined }))
  const called = known?.real_name || known?.name || name
  const isGuest = known?.is_restricted || known?.is_ultra_restricted
  return { name: isGuest ? `${called} (guest)` : called, ...(known?.tz && { zone: known.tz }) }
}
