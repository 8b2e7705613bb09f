import { describe, expect, test } from 'vitest'
import { readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'
import { readAnswer } from '#src/bookings/reading/read-answer.ts'
import { readCaption } from '#src/catalog/extract/read-caption.ts'
import { SURE_ABOVE } from '#src/catalog/extract/sure-above.ts'
import { type ReplyReading, readAddressReply } from '#src/orders/address/read-address-reply.ts'
import { readComment } from '#src/orders/comments/read-comment.ts'
import { readSale } from '#src/orders/sales/read-sale.ts'
import { type MailMade, mailsMade } from '#test/families/addresses.ts'
import { answersMade } from '#test/families/answers.ts'
import { plainRequests, troubledRequests } from '#test/families/booking-requests.ts'
import { bookingsMade } from '#test/families/bookings.ts'
import { captionsMade } from '#test/families/captions.ts'
import { caption, doubtfulComments, plainComments, troubledComments } from '#test/families/comments.ts'

/** Texts made of parts by the thousand: what each may be read as is known from how it was made. */

const offer = { ...readSale(caption), colours: ['black', 'red', 'white', 'gold'] }
const isClear = (text: string) => {
  const reading = readComment(text, offer)
  return reading.isOrder && !reading.needsHuman
}

describe('000-057 comments', () => {
  test('no order with trouble beside it passes, wherever the trouble stands', () => {
    const made = troubledComments()
    expect(made.length).toBeGreaterThan(2_000)
    expect(made.filter(isClear)).toEqual([])
  })

  test('no order that is doubtful in itself passes', () => {
    expect(doubtfulComments().filter(isClear)).toEqual([])
  })

  test('000-056 what is plain is read right, and passes', () => {
    const made = plainComments()
    const wrong = made.filter(({ text, items }) => {
      const read = readComment(text, offer).items ?? {}
      return JSON.stringify(Object.entries(read).sort()) !== JSON.stringify(Object.entries(items).sort())
    })
    expect(wrong.map(({ text }) => text)).toEqual([])
    expect(made.map(({ text }) => text).filter((text) => !isClear(text))).toEqual([])
  })
})

test('002-019 no text of a musician is read as what it must not be', () => {
  const wrong = answersMade().filter(({ text, allowed }) => !allowed.includes(readAnswer(text).answer))
  expect(wrong.map(({ text }) => `${text}: ${readAnswer(text).answer}`)).toEqual([])
})

test('001-187 a caption that is sure sells one thing, for what it costs', () => {
  const made = captionsMade()
  expect(made.length).toBeGreaterThan(2_000)
  const read = made.map((one) => ({
    ...one,
    ...readCaption({ caption: one.text, storeCurrency: 'USD' }),
    at: one.price,
  }))
  const sure = read.filter(({ isProduct, confidence, high }) => isProduct && confidence > SURE_ABOVE && high === null)
  expect(sure.filter(({ price, at, things }) => price !== at || things > 1).map(({ text }) => text)).toEqual([])
  expect(sure.length).toBeGreaterThan(700)
})

describe('000-073 mails with an address', () => {
  test('never lose it, whatever stands around it, nor what was written', async () => {
    const wrong: string[] = []
    for (const made of mailsMade()) {
      const fault = faultOf(made, await readAddressReply(made.raw))
      if (fault) wrong.push(`${made.name}: ${fault}`)
    }
    expect(wrong).toEqual([])
  })
})

function faultOf({ text, holds, kind }: MailMade, read: ReplyReading): string | null {
  const lines = read.addresses.map((one) => one.lines.join('\n')).join('\n')
  if (!read.hasAddress) return 'dropped'
  if (!holds.every((piece) => lines.includes(piece))) return lines
  if (kind !== 'any' && read.kind !== kind) return read.kind
  return flat(read.replyText) === flat(text) ? null : flat(read.replyText)
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

describe('002-005 booking mails', () => {
  test('a day, hours and a zone come back as they were written, or a problem is named', async () => {
    const wrong: string[] = []
    let held = 0
    const made = bookingsMade().filter((_, at) => at % 7 === 0)
    for (const { name, body, start, end, isPlain } of made) {
      const { times, problems } = await readBookingEmail({ body, received_at: '2026-11-20T15:05:00Z' })
      const [only, more] = times
      const isRight = only !== undefined && !more && same(only.start, start) && same(only.end, end)
      const isHeld = problems.some((problem) => problem !== 'missing_year')
      if (!isRight && !isHeld) wrong.push(`${name}: ${only?.start} ${only?.end}`)
      if (isPlain && (!isRight || isHeld)) held += 1
    }
    expect(wrong).toEqual([])
    expect(held).toBe(0)
  })

  test('a plain request passes in whatever words; one with trouble beside its day never does', async () => {
    const read = (body: string) =>
      readBookingEmail({ body, from: 'Noa Weiss <noa@weiss.example>', received_at: '2026-12-08T15:00:00Z' })
    for (const body of plainRequests()) {
      const { times, instruments, problems } = await read(body)
      const [only, more] = times
      const isRight =
        same(only?.start ?? null, '2027-01-14T10:00-05:00') && same(only?.end ?? null, '2027-01-14T13:00-05:00')
      expect({ body, isRight, more, instruments, problems }).toEqual({
        body,
        isRight: true,
        more: undefined,
        instruments: { cello: 1 },
        problems: [],
      })
    }
    const passed = await Promise.all(
      troubledRequests().map(async (body) => ((await read(body)).problems.length ? [] : [body])),
    )
    expect(passed.flat()).toEqual([])
  })
})

function same(one: string | null, other: string): boolean {
  return one !== null && Date.parse(one) === Date.parse(other)
}
