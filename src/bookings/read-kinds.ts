import { z } from 'zod'
import { defineTextReader, type TextReader } from '#src/text-reader.ts'

/** What `deskhand read` reads for the bookings. */
export const bookingReadKinds: Record<string, TextReader> = {
  'sms-reply': defineTextReader(
    z.object({ text: z.string(), offers: z.array(z.object({ code: z.string() })).nullish() }),
    (text) => ({ text }),
    async ({ text, offers }) => {
      const { readAnswer } = await import('./reading/read-answer.ts')
      return readAnswer(
        text,
        offers?.map(({ code }) => code.toUpperCase()),
      )
    },
  ),
  'booking-email': defineTextReader(
    z.object({ subject: z.string().nullish(), from: z.string().nullish(), body: z.string(), received_at: z.string() }),
    (body) => ({ body, received_at: new Date().toISOString() }),
    async (mail) => (await import('./intake/read-booking-email.ts')).readBookingEmail(mail),
  ),
}
