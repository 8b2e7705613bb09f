import type { Environment } from '#src/config.ts'
import { POLL_MAILBOX } from '#src/mailbox/steps.ts'
import { type BookingForm, postBooking } from './booking-form.ts'
import { channels as channelTeam } from './channels/team.ts'
import { environmentOf } from './environment.ts'
import { calendarNames, studio } from './musicians.ts'
import { openStandIns, type StandIns } from './open-stand-ins.ts'
import { keepSecrets } from './secrets.ts'

/** Every vendor on loopback, with what a person sees and does there. */
export type World = StandIns & {
  /** What the reps' channels share with us. */
  channelSecret: string
  /** Someone fills in the studio's booking form. */
  book(form: Partial<BookingForm>): Promise<void>
  /** The settings that point the product at this world. */
  environment: Environment
  /**
   * Tells the vendors where the product listens, as an installer would, and has new mail announced as Gmail's push
   * does.
   */
  connect(publicUrl: string, ring: (step: string) => void): Promise<void>
  /** Every vendor as at the first start, and mended. */
  reset(): Promise<void>
  close(): Promise<void>
}

type WorldOptions = {
  dir: string
  /** The clock of the business: the vendors live in the same time. */
  clock?: () => Date
}

/** Opens the world. With a folder it remembers everything between runs, as the real vendors do. */
export async function createWorld({ dir, clock = () => new Date() }: WorldOptions): Promise<World> {
  const secrets = keepSecrets(dir)
  const standIns = await openStandIns(dir, clock, secrets)
  const { browser, channels, ...others } = standIns
  const lasting = [...Object.values(others), ...Object.values(channels)]
  let connectedTo: string | null = null
  return {
    ...standIns,
    channelSecret: secrets.channelSecret,
    environment: environmentOf(standIns, secrets),
    async book(form) {
      if (connectedTo) await postBooking(form, `${connectedTo}/workflow/email`, secrets.bookingToken)
    },
    async connect(publicUrl, ring) {
      connectedTo = publicUrl
      await tellWhere(standIns, publicUrl)
      standIns.google.onChange(() => ring(POLL_MAILBOX))
    },
    async reset() {
      for (const standIn of lasting) {
        standIn.fault = null
        await standIn.reset()
      }
      browser.reset()
      if (connectedTo) await tellWhere(standIns, connectedTo)
    },
    async close() {
      await Promise.all(lasting.map((standIn) => standIn.close()))
    },
  }
}

async function tellWhere(
  { slack, meta, twilio, stripe, channels, browser, google }: StandIns,
  publicUrl: string,
): Promise<void> {
  slack.connect({ eventsUrl: `${publicUrl}/slack/events` })
  await meta.connect({ webhookUrl: `${publicUrl}/api/webhooks/instagram` })
  await twilio.connect({ smsUrl: `${publicUrl}/twilio/sms` })
  stripe.connect({ webhookUrl: `${publicUrl}/stripe/webhook`, pages: `${publicUrl}/sandbox/pay` })
  for (const key of ['instagram', 'linkedin'] as const) {
    await channels[key].connect(`${publicUrl}/api/channels/${channelTeam[key].id}/inbound`)
  }
  browser.connect(publicUrl)
  for (const id of Object.keys(calendarNames)) await google.act.shareCalendar(id, studio.calendarId)
}
