import { z } from 'zod'
import { defineTextReader, type TextReader } from '#src/text-reader.ts'

/** What `deskhand read` reads for the bookings. */
export const bookingReadKinds: Record<string, TextReader> = {
  'sms-reply': defineTextReader(
    z.object({ text: z.string() }),
    (text) => ({ text }),
    async ({ text }) => (await import('./reading/read-answer.ts')).readAnswer(text),
  ),
  'booking-email': defineTextReader(
    z.object({ subject: z.string().nullish(), from: z.string().nullish(), body: z.string(), received_at: z.string() }),
    (body) => ({ body, received_at: new Date().toISOString() }),
    async (mail) => (await import('./intake/read-booking-email.ts')).readBookingEmail(mail),
  ),
}
