import type { Platform } from '#entities/people/identity.ts'

/** `place` null: every place of the platform, as its account is refused. */
export type PlaceRef = { platform: Platform; place: string | null }

/** The key of the alert about a place where nothing can be written any more. */
export function placeKey({ platform, place }: PlaceRef): string {
  return place === null ? `place:${platform}` : `place:${platform}:${place}`
}

/** The place an alert is about; null when it is about something else. */
export function readPlaceKey(key: string): PlaceRef | null {
  const [, platform, place = null] = /^place:(slack|telegram)(?::(.+))?$/.exec(key) ?? []
  return platform ? { platform: platform as Platform, place } : null
}
