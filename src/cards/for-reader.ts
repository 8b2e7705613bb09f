import type { App } from '#src/app.ts'

/** The app as one reader has it: what is drawn for them alone is told by their clock, not by the shop's. */
export function forReader<Some extends Pick<App, 'settings'>>(app: Some, { zone }: { zone: string }): Some {
  return { ...app, settings: { ...app.settings, STORE_TIMEZONE: zone || app.settings.STORE_TIMEZONE } }
}
