import type { Settings } from '#src/config.ts'

/** Dane's own chat, where it is set. */
export function ownChats({ TELEGRAM_BOT_TOKEN, TELEGRAM_OWNER_CHAT }: Settings) {
  if (!TELEGRAM_BOT_TOKEN || !TELEGRAM_OWNER_CHAT) return []
  return [{ platform: 'telegram' as const, place: TELEGRAM_OWNER_CHAT }]
}

/** What else is different while a deputy has the cards. */
export function awayWords({ OWNER_PHONE }: Settings): string | null {
  if (!OWNER_PHONE) return null
  return `Meanwhile no texts go to ${OWNER_PHONE}: who is booked is on the cards. Musicians are still told to call it.`
}
