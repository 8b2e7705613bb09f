import type { App } from '#src/app.ts'
import { createCalendarSender } from './calendar-sender.ts'
import { createGmailSender } from './gmail-sender.ts'
import { createMailSender } from './mail-sender.ts'
import { createSmsSender } from './sms-sender.ts'
import type { Senders } from './types.ts'

export type { Sender, Senders, VendorRef } from './types.ts'

/** The channels that are configured. */
export function createSenders({
  gmail,
  studioGmail,
  twilio,
  mail,
  calendar,
}: Pick<App, 'gmail' | 'studioGmail' | 'twilio' | 'mail' | 'calendar'>): Senders {
  return {
    ...(gmail && { gmail: createGmailSender(gmail, 'gmail') }),
    ...(studioGmail && { 'studio-gmail': createGmailSender(studioGmail, 'studio-gmail') }),
    ...(twilio && { sms: createSmsSender(twilio) }),
    ...(mail && { mail: createMailSender(mail) }),
    ...(calendar && { calendar: createCalendarSender(calendar) }),
  }
}
