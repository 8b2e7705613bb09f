import { expect, test } from 'vitest'
import type { Field } from '#src/cli/init/account.ts'
import { askFields } from '#src/cli/init/ask-account.ts'
import { wrongForm } from '#src/cli/init/wrong-form.ts'

test.each(['http://localhost.example', 'ftp://localhost', 'http://10.0.0.1'])(
  '%s is no address vendors call',
  (url) => {
    expect(wrongForm('PUBLIC_URL', url)).toContain('must begin with https://')
  },
)

test('a key for a service at another address has a form of its own', () => {
  expect(wrongForm('OPENAI_API_KEY', 'key-of-another', { OPENAI_BASE_URL: 'http://localhost:11434/v1' })).toBe('')
})

test('what is set already may be kept by Enter, whatever its form; what is typed is asked again', async () => {
  const field: Field = { name: 'TWILIO_FROM', asks: 'The number that texts' }
  const told: string[] = []
  const talk = (answers: string[]) => ({
    ask: async () => answers.shift() ?? '',
    say: async (text: string) => void told.push(text),
  })
  expect(await askFields(talk(['']) as never, [field], { TWILIO_FROM: 'MG0123' })).toEqual({})
  expect(told).toEqual([])
  const typed = await askFields(talk(['MG0123', '+15551234567']) as never, [field], {})
  expect(typed).toEqual({ TWILIO_FROM: '+15551234567' })
  expect(told).toEqual([expect.stringContaining('That cannot be used: Write the number with its country')])
})
