import { slackPeople } from '../people.ts'
import { studioDesk, telegramPeople } from '../telegram/state.ts'

/** Whose phones the page shows: it stands in a cookie, so that a reload shows the same. */
export type Roles = {
  slack: string
  telegram: number
  chat: number
  instagram: string
  mail: string
}

export const ROLES_COOKIE = 'sandbox'

const first: Roles = {
  slack: slackPeople.ann,
  telegram: telegramPeople.bo.id,
  chat: studioDesk,
  instagram: 'tilly.f',
  mail: '',
}

/** Reads the cookie; what is missing or strange is as at the first visit. */
export function readRoles(cookie: string | undefined): Roles {
  const given = new URLSearchParams(cookie ?? '')
  const telegram = Number(given.get('telegram'))
  const chat = Number(given.get('chat'))
  return {
    slack: Object.values(slackPeople).find((id) => id === given.get('slack')) ?? first.slack,
    telegram: Object.values(telegramPeople).find(({ id }) => id === telegram)?.id ?? first.telegram,
    chat: Number.isSafeInteger(chat) && chat !== 0 ? chat : first.chat,
    instagram: given.get('instagram') || first.instagram,
    mail: given.get('mail') ?? first.mail,
  }
}

export function writeRoles(roles: Roles): string {
  return new URLSearchParams(Object.entries(roles).map(([name, value]) => [name, String(value)])).toString()
}
