import { createSlackCheck } from '#bots/slack/check.ts'
import { createTelegramCheck } from '#bots/telegram/check.ts'
import type { App } from '#src/app.ts'
import { settlePlaces } from '#src/desk/places/places.ts'
import { createDoctor } from '#src/doctor/create-doctor.ts'
import { eraseOwn } from '#src/erase/erase-own.ts'
import { createInlet } from '#src/inbox/inlet.ts'
import { settleAccount, settleStore } from '#src/instagram/account.ts'
import { createKeyRing } from '#src/keys.ts'
import { askPrice, findOffer, inboxReaders } from '#src/pipelines.ts'
import { readGoogleToken } from '#src/secrets.ts'
import { createVendors } from '#src/vendors.ts'

type Given = Pick<App, 'em' | 'clock' | 'ring' | 'log' | 'settings' | 'publicUrl'>

/** Everything the program holds, of what the settings name. Its steps and its platforms are put in later. */
export function createApp(given: Given): App {
  const { em, settings, publicUrl } = given
  const keys = createKeyRing(settings.SECRET_KEYS)
  const app: App = {
    ...given,
    keys,
    steps: [],
    findPlace: {},
    doctor: (only) => doctor(only),
    inlet: (...arrived) => inlet(...arrived),
    priceOf: (url) => askPrice(app, url),
    forget: (pipeline, proven) => eraseOwn(app, pipeline, proven),
    offerOf: (igMediaId) => findOffer(em.fork(), igMediaId),
    ...createVendors(settings, publicUrl, { googleToken: (whose) => readGoogleToken({ em, keys }, whose) }),
  }
  const inlet = createInlet(app, inboxReaders())
  const doctor = createDoctor(app, {
    slack: createSlackCheck(settings),
    telegram: createTelegramCheck(settings, publicUrl),
  })
  return app
}

/** Where people and vendors reach us, without a slash at the end. */
export function publicUrlOf({ PUBLIC_URL }: Pick<App['settings'], 'PUBLIC_URL'>, port: number): string {
  return (PUBLIC_URL ?? `http://127.0.0.1:${port}`).replace(/\/$/, '')
}

/** What every start writes down of the settings: where cards hang, the shop, its Instagram account. */
export async function settle(app: App): Promise<void> {
  await settlePlaces(app)
  await settleStore(app)
  await settleAccount(app)
}
