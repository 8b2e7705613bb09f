import { slackPeople } from '../people.ts'
import { storyOf } from '../stories/index.ts'
import { studioDesk, telegramPeople } from '../telegram/state.ts'
import type { Roles } from './types.ts'

export type { Roles } from './types.ts'

export const ROLES_COOKIE = 'sandbox'

const first = {
  slack: slackPeople.ann as string,
  telegram: telegramPeople.bo.id as number,
  chat: studioDesk as number,
  instagram: 'tilly.f',
  mail: 'tilly.fernsworth@example.com',
}

/** Everybody as the story begins. */
export function rolesOf(story: string): Roles {
  const { name, as } = storyOf(story)
  return { ...first, ...as, story: name }
}

/** Reads the cookie; what is missing or strange is as the story begins. */
export function readRoles(cookie: string | undefined): Roles {
  const given = new URLSearchParams(cookie ?? '')
  const began = rolesOf(given.get('story') ?? '')
  const telegram = Number(given.get('telegram'))
  const person = Object.values(telegramPeople).find(({ id }) => id === telegram)?.id ?? began.telegram
  const chat = Number(given.get('chat')) || began.chat
  return {
    story: began.story,
    slack: Object.values(slackPeople).find((id) => id === given.get('slack')) ?? began.slack,
    telegram: person,
    // Whoever takes another’s place sees their own chat with the bot: nobody reads that of somebody else.
    chat: chat < 0 ? chat : person,
    instagram: given.get('instagram') || began.instagram,
    mail: given.get('mail') || began.mail,
  }
}

export function writeRoles(roles: Roles): string {
  return new URLSearchParams(Object.entries(roles).map(([name, value]) => [name, String(value)])).toString()
}
