import { describe, expect, it } from 'vitest'
import { readBookingEmail } from '#src/bookings/intake/read-booking-email.ts'
import { readAnswer } from '#src/bookings/reading/read-answer.ts'
import { readCaption } from '#src/catalog/extract/read-caption.ts'
import { readComment } from '#src/orders/comments/read-comment.ts'
import { readSale } from '#src/orders/sales/read-sale.ts'
import { htmlToLines } from '#src/reading/html.ts'
import { findMoney } from '#src/reading/money/find-money.ts'
import { numberWordAt } from '#src/reading/numbers/number-words.ts'
import { readOptOut } from '#src/reading/opt-out.ts'
import { fold } from '#src/reading/text.ts'
import { tokenise } from '#src/reading/tokens.ts'
import { expectCpuMs } from '#test/cpu.ts'
import { publicData } from '#test/public-data.ts'

const offer = readSale('Beaded bracelets in black, red, white & gold. $12 each. Max 5 per person')
const readers: [string, (text: string) => unknown][] = [
  ['comment', (text) => readComment(text, offer)],
  ['sale', readSale],
  ['answer', readAnswer],
  ['opt-out', readOptOut],
  ['HTML', (text) => htmlToLines(text)],
  ['caption', (caption) => readCaption({ caption, storeCurrency: 'KES' })],
  ['booking mail', (body) => readBookingEmail({ body, received_at: '2026-10-19T10:00:00Z' })],
]

/** Shapes that make a reader slow when it looks back, nests or starts over. */
const shapes = [
  ...'a|1|@|.| |\n|"|é|א|黒|😀|\ud83d|\u0301|a@b.example |> |<div>|<td>|&|QUJD|two hundred |yes no |stop '.split('|'),
  ...['a. A: ', 'label (x: y\n', 'violin - ', 'no violin ', 'string trio (violin, '],
]

describe.each(readers)('100 KB through the reader of a %s', (_, read) => {
  it.each(shapes)('of %j take no more than 50 ms', async (unit) => {
    const text = unit.repeat(Math.ceil(100_000 / unit.length))
    await expectCpuMs(50, () => read(text))
  })
})

/** Sums side by side, and brackets that nothing opens. */
const sums = '1 |1\n|2 for 3 |$1 |1k |1=2 |1 kes |kes 1 |now 5 was |$1 delivery |) |() '.split('|')
it.each(sums)('a caption of 100 KB of %j takes no more than 50 ms', async (unit) => {
  const many = (length: number) => unit.repeat(Math.ceil(length / unit.length))
  const caption = `${many(9_000)}KES 500 ${many(91_000)}`
  await expectCpuMs(50, () => readCaption({ caption, storeCurrency: 'KES' }))
})

it('numbers below a signed name are read once, however they may be parted', async () => {
  for (const unit of ['1 ', '1 2-3 4, ', 'viola ']) {
    await expectCpuMs(50, () =>
      readAnswer(`Yes\nTom, ${unit.repeat(Math.floor(500 / unit.length))}x`, undefined, { name: 'Tom Berg' }),
    )
  }
})

it('sums and number words of 20 KB take no more than 50 ms', async () => {
  for (const unit of ['1,', '$ ', 'two hundred ', '1 000 ', 'a half ']) {
    const text = unit.repeat(Math.ceil(20_000 / unit.length))
    await expectCpuMs(50, () => findMoney(text))
    await expectCpuMs(50, () => numberWords(text))
  }
})

function numberWords(text: string): unknown[] {
  const tokens = tokenise(fold(text))
  return tokens.map((_, at) => numberWordAt(tokens, at))
}

const hostile = publicData<{ input: string }>('hostile_strings.json')
const injected = publicData<{ input: string }>('prompt_injection.json')
it.skipIf(!hostile || !injected)('no hostile string is an answer, an order or an error', () => {
  for (const { input } of [...(hostile ?? []), ...(injected ?? [])]) {
    expect(readAnswer(input).answer === 'unclear' || input.length < 12).toBe(true)
    const { isOrder, needsHuman } = readComment(input, offer)
    expect(isOrder && !needsHuman).toBe(false)
    const beside = readComment(`2 black kit@example.com ${input}`, offer)
    if (!beside.needsHuman) expect(beside).toMatchObject({ email: 'kit@example.com', items: { black: 2 } })
    for (const [, read] of readers) read(input)
  }
})
