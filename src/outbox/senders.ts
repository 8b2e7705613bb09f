import type { Delivery } from '#entities/outbox/delivery.ts'
import type { App } from '#src/app.ts'
import { createCalendarSender } from './calendar-sender.ts'
import { createGmailSender } from './gmail-sender.ts'
import { createMailSender } from './mail-sender.ts'
import { createSmsSender } from './sms-sender.ts'

export type VendorRef = Record<string, string>

/** How one channel lets a message leave, and how it settles a doubt. */
export type Sender = {
  /** Whose fault it is when nothing leaves: `gmail`. */
  vendor: string
  /** `remember` keeps what the vendor said half-way, before the message is on its way. */
  send(delivery: Delivery, remember: (ref: VendorRef) => Promise<void>): Promise<VendorRef>
  /**
   * After a crash or a lost answer: what the vendor sent, null when it surely did not, 'unknown' when it cannot tell.
   * `others`: what it said of other messages to the same recipient, which are not this one.
   */
  settle(delivery: Delivery, others: VendorRef[]): Promise<VendorRef | null | 'unknown'>
}

export type Senders = Partial<Record<string, Sender>>

/** The channels that are configured. */
export function createSenders({
  gmail,
  twilio,
  mail,
  calendar,
}: Pick<App, 'gmail' | 'twilio' | 'mail' | 'calendar'>): Senders {
  return {
    ...(gmail && { gmail: createGmailSender(gmail) }),
    ...(twilio && { sms: createSmsSender(twilio) }),
    ...(mail && { mail: createMailSender(mail) }),
    ...(calendar && { calendar: createCalendarSender(calendar) }),
  }
}
