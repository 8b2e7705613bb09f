import { z } from 'zod'
import { defineTextReader, type TextReader } from '#src/text-reader.ts'

/** An offer they have; clocks are the musician's own: `2026-12-11T13:00`, with or without its offset. */
const offer = z.object({
  code: z.string(),
  instrument: z.string().nullish(),
  when: z.string().nullish(),
  until: z.string().nullish(),
})

/** What `deskhand read` reads for the bookings. */
export const bookingReadKinds: Record<string, TextReader> = {
  'sms-reply': defineTextReader(
    z.object({
      text: z.string(),
      offers: z.array(offer).nullish(),
      name: z.string().nullish(),
      now: z.string().nullish(),
    }),
    (text) => ({ text }),
    async ({ text, offers, name, now }) => {
      const { readAnswer } = await import('./reading/read-answer.ts')
      const { Temporal } = await import('temporal-polyfill')
      const clockOf = (when?: string | null) => {
        const [local] = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?![^Z]*Z)/.exec(when ?? '') ?? []
        return local ? Temporal.PlainDateTime.from(local) : undefined
      }
      return readAnswer(
        text,
        offers?.map(({ code, instrument, when, until }) => ({
          ...{ code: code.toUpperCase(), instrument: instrument ?? undefined, starts: clockOf(when) },
          ends: clockOf(until),
        })),
        { name: name ?? '', today: clockOf(now)?.toPlainDate() },
      )
    },
  ),
  'booking-email': defineTextReader(
    z.object({ subject: z.string().nullish(), from: z.string().nullish(), body: z.string(), received_at: z.string() }),
    (body) => ({ body, received_at: new Date().toISOString() }),
    async (mail) => (await import('./intake/read-booking-email.ts')).readBookingEmail(mail),
  ),
}
