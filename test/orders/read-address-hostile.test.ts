import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAddressReply } from '#src/orders/address/read-address-reply.ts'
import { htmlToLines } from '#src/reading/html.ts'
import { readMessage } from '#src/reading/mail.ts'
import { stripQuotes } from '#src/reading/quotes.ts'
import { stripSignature } from '#src/reading/signature.ts'
import { expectCpuMs } from '#test/cpu.ts'

// Lies beside the checkout where the project is developed; never part of it.
const publicReplies = fileURLToPath(new URL('../../../shared/data/public/email_replies.json', import.meta.url))
const readHtml = (html: string) => htmlToLines(html).join('\n')

describe('quotes and signatures', () => {
  test.each([
    ['Am Di., 24. März 2026 um 11:47 Uhr schrieb Shop <\nhallo@shop.example>:\n\n> Hallo'],
    ['Le mar. 3 mars 2026 à 09:14, Shop <a@shop.example>\na écrit :\n\nBonjour'],
    ['El mar, 17 mar 2026 a las 9:14, Shop (<a@shop.example>) escribió:\n> Hola'],
    ['Il giorno mar 24 mar 2026 alle ore 09:14 Shop <a@shop.example> ha scritto:\n> Ciao'],
    ['2026年3月3日(火) 11:47 Shop <a@shop.example>:\n> Hello'],
    ['Op di 3 mrt 2026 om 09:14 schreef Shop <a@shop.example>:\n> Hoi'],
    [
      '________________________________\nVon: Shop <a@shop.example>\nGesendet: Dienstag, 3. März 2026\nAn: Ada\nBetreff: Order\n\nHallo',
    ],
    ['-----Original Message-----\nFrom: Shop\nSent: Tuesday\nSubject: Order\n\nHi'],
    ['> Hello\n> there'],
    ['On Tue, Apr 11, 2017 at 10:07 PM Shop\n\n<\nmailto:Shop <a@shop.example>\n> wrote:\nHello'],
    ['-- \nAda Fox\nPlanner'],
    ['Sent from my iPhone'],
    ['Von meinem iPhone gesendet'],
    ['Get Outlook for Android'],
    ['CONFIDENTIALITY NOTICE: this message is for the addressee only.\nDelete it otherwise.'],
  ])('what follows the answer is cut: %j', (below) => {
    expect(stripSignature(stripQuotes(`Ada Fox\n5 Elm St\n\n${below}`)).body).toBe('Ada Fox\n5 Elm St')
  })

  test('answers between and below quoted lines stay, and a town is no weekday', () => {
    expect(stripQuotes('> Street?\n6 Fern Gully\n> City?\nSalem, OR 97301')).toBe('6 Fern Gully\nSalem, OR 97301')
    expect(
      stripQuotes('41 Quince Ct\nSalem, OR 97301\nUSA\n\nOn Tue, Mar 3, 2026 at 9:14 AM A <a@b.example> wrote:\n> x'),
    ).toBe('41 Quince Ct\nSalem, OR 97301\nUSA')
  })

  test('of an HTML mail only what its reader sees is text, an indented block included', () => {
    expect(readHtml('<style>.h{display:none}</style>a<span class="h">b</span><i hidden>c</i>&eacute;')).toBe('aé')
    expect(
      readHtml('<p style="font-size:0">x</p><blockquote style="margin:0 0 0 40px;border:none">5 Elm St</blockquote>'),
    ).toBe('5 Elm St')
  })

  test.skipIf(!existsSync(publicReplies))(
    'SKIPPED WITHOUT THE PUBLIC DATA: replies of real clients are stripped',
    async () => {
      type Case = { kind: string; input: string; raw_eml?: string; expect: { type: string; value: string } }
      const cases: Case[] = JSON.parse(readFileSync(publicReplies, 'utf8')).cases
      const judged = cases.filter((one) => one.kind !== 'signature')
      let right = 0
      for (const one of judged) {
        const text = await textOf(one)
        const quoteless = stripQuotes(text)
        const { body } = stripSignature(quoteless)
        await expectCpuMs(50, () => stripSignature(stripQuotes(text)))
        if (isExpected(one.expect, quoteless, body)) right += 1
      }
      // email-reply-parser alone: 75 %, planer: 91 %.
      expect(right / judged.length).toBeGreaterThanOrEqual(0.97)
    },
  )
})

async function textOf(one: { kind: string; input: string; raw_eml?: string }): Promise<string> {
  if (one.kind === 'eml') return (await readMessage(one.raw_eml ?? '')).text
  return one.kind === 'html' ? readHtml(one.input) : one.input
}

function isExpected({ type, value }: { type: string; value: string }, quoteless: string, body: string): boolean {
  const bare = (text: string) => text.replace(/\s+/g, '')
  // Some suites keep "Sent from my iPhone", some cut it: either stage may match where equality is asked.
  if (type.endsWith('_trimmed') && type.startsWith('equals'))
    return [quoteless, body].some((one) => bare(one) === bare(value))
  if (type === 'starts_with_trimmed') return body.startsWith(value.trim().replace(/\r/g, ''))
  if (type === 'matches_regex') return new RegExp(value).test(body)
  if (type === 'contains') return body.includes(value)
  if (type === 'not_contains') return !body.includes(value)
  if (type === 'max_milliseconds') return true
  return bare(body) === bare(type.startsWith('html') ? readHtml(value) : value)
}

describe('hostile input', () => {
  const attacks = ['hostile_strings', 'prompt_injection'].map((name) =>
    fileURLToPath(new URL(`../../../shared/data/public/${name}.json`, import.meta.url)),
  )
  test.skipIf(!attacks.every(existsSync))(
    'SKIPPED WITHOUT THE PUBLIC DATA: no attack moves or hides an address',
    async () => {
      for (const file of attacks) {
        for (const { input } of JSON.parse(readFileSync(file, 'utf8')).cases) {
          expect((await readAddressReply(String(input))).hasAddress).toBe(false)
          const reading = await readAddressReply(`Ada Fox\n5 Elm St\nDenver, CO 80203\n\n${input}`)
          expect(reading.address?.lines ?? reading.addresses[0]?.lines).toEqual(['5 Elm St', 'Denver, CO 80203'])
        }
      }
    },
  )

  test('nothing thrown at the reader makes it throw, and the same mail reads the same twice', async () => {
    const piece = fc.constantFrom(
      '\n',
      '> ',
      '<div>',
      '5 Elm St',
      ', ',
      'CO 80203',
      'On Tue, Mar 3 ',
      'wrote:',
      '\u0000',
      '🎁',
      'P.O. Box ',
      '〒',
      'City: ',
      'or ',
      'From: a\n',
      '&#x',
      '東京都',
    )
    const mail = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 40 }).map((all) => all.join('')),
    )
    await fc.assert(
      fc.asyncProperty(mail, async (raw) => {
        expect(await readAddressReply(raw)).toEqual(await readAddressReply(raw))
        await readMessage(raw)
      }),
      { numRuns: 300 },
    )
  })

  const seeds = [
    'a',
    '1 ',
    '\n',
    '> ',
    '<div>',
    '<',
    '&',
    'On Tue, Mar 3, 2026 at 9:14 AM ',
    'From: a\n',
    'To: x\nSent: ',
    '12 Elm St, ',
    '12 Elm St, Austin, TX 78701\n',
    'PO Box 1-',
    'Name: a ',
    '<a@b',
    'can you ',
    'http://',
    'this message (',
    '京都府',
    'ship to ',
    'or 1',
    '<style>.a{',
  ]
  test.each(seeds)('100 KB of %j are read within 50 ms', async (seed) => {
    const raw = seed.repeat(Math.ceil(100_000 / seed.length))
    await expectCpuMs(50, () => readAddressReply(raw))
  })
})
