import type { Fault, StandIn, StandInOptions } from '#src/world/vendor/stand-in.ts'
import { createVendor } from '#src/world/vendor/vendor.ts'
import { setupTwilio } from './api.ts'
import { TwilioError, writeTwilioError } from './errors.ts'
import { createPhoneNetwork } from './phone-network.ts'
import { seedTwilio, type TwilioState } from './state.ts'
import { personOf, type TwilioView, viewTwilio } from './view.ts'

export type TwilioOptions = StandInOptions & {
  accountSid: string
  authToken: string
  /** Our number. */
  from: string
  messagingServiceSid?: string
  clock?: () => Date
}

export type TwilioAct = {
  /** A person's text to our number (STOP words opt out, START in); its sid. */
  text(text: { from: string; text: string; to?: string }): Promise<string>
  /** The next send to this number is refused with the code, or, from 30000 on, taken and not delivered. */
  failNext(failure: { to: string; code: number }): Promise<void>
  /** Every text to and from these numbers is gone, and nobody of them has written STOP. */
  clear(people: string[]): Promise<void>
}

export type TwilioStandIn = StandIn<TwilioView, TwilioAct> & {
  /** Where inbound texts are told. */
  connect(webhook: { smsUrl: string }): Promise<void>
  /** Until every text has arrived and every webhook was told. */
  settled(): Promise<void>
}

const SERVICE_SID = `MG${'0'.repeat(31)}1`

/** Twilio's messaging on loopback: the API, the webhooks it signs, and the phones. */
export async function createTwilioStandIn(options: TwilioOptions): Promise<TwilioStandIn> {
  const { accountSid, authToken, clock = () => new Date() } = options
  const vendor = await createVendor<TwilioState>(
    {
      name: 'twilio',
      state: () => seedTwilio(options.from, options.messagingServiceSid ?? SERVICE_SID),
      setup: (context) => {
        setupTwilio(context, { accountSid, authToken, clock, onTaken: (message) => network.carry(message) })
      },
      refuse,
    },
    options,
  )
  const network = createPhoneNetwork(vendor, { accountSid, authToken, clock })
  const { close } = vendor

  return Object.assign(vendor, {
    view: () => viewTwilio(vendor.state),
    act: {
      text: network.text,
      failNext: (failure: { to: string; code: number }) => vendor.change((state) => void state.failures.push(failure)),
      clear: (people: string[]) =>
        vendor.change((state) => {
          state.messages = state.messages.filter((message) => !people.includes(personOf(message)))
          state.optOuts = state.optOuts.filter(({ person }) => !people.includes(person))
        }),
    },
    settled: network.settled,
    connect: ({ smsUrl }: { smsUrl: string }) =>
      vendor.change((state) => {
        state.smsUrl = smsUrl
      }),
    async close() {
      await network.settled()
      await close()
    },
  })
}

function refuse(fault: Fault): Response {
  if (fault.kind === 'rate-limited') {
    const headers = { 'retry-after': String(fault.retryAfterS) }
    return writeTwilioError(new TwilioError(20429, 'Too Many Requests', 429), headers)
  }
  const status = fault.kind === 'error' ? fault.status : 500
  if (status === 401) return writeTwilioError(new TwilioError(20003, 'Authenticate', status))
  return writeTwilioError(new TwilioError(20500, 'An internal server error has occurred', status))
}
