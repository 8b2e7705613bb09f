import { expect, test } from 'vitest'
import type { Field } from '#src/cli/init/account.ts'
import { accountsOf } from '#src/cli/init/accounts.ts'
import { alongWith, askFields } from '#src/cli/init/ask-account.ts'
import { wrongForm } from '#src/cli/init/wrong-form.ts'

/** Somebody who types these answers, one after the other. */
function talk(...answers: string[]) {
  const [told, left]: [string[], string[]] = [[], [...answers]]
  const said = {
    ask: async (question: string) => {
      told.push(...(left.length === 0 ? [`asked once more: ${question}`] : []))
      return left.shift() ?? ''
    },
    say: async (text: string) => void told.push(text),
  }
  return { ...said, told, left, isYes: async () => false, close: () => undefined }
}

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
  const kept = talk('')
  expect(await askFields(kept, [field], { TWILIO_FROM: 'MG0123' })).toEqual({})
  expect(kept.told).toEqual([])
  const typed = talk('MG0123', '+15551234567')
  expect(await askFields(typed, [field], {})).toEqual({ TWILIO_FROM: '+15551234567' })
  expect(typed.told).toEqual([expect.stringContaining('That cannot be used: Write the number with its country')])
})

const accounts = accountsOf(() => 'made')
const account = (title: string) => {
  const found = accounts.find((one) => one.title === title)
  if (!found) throw new Error(`no account is called ${title}`)
  return found
}

test('a dash empties a setting, and Enter leaves out what is not set', async () => {
  const { fields } = account('Twilio')
  const sender = fields.filter(({ name }) => name === 'TWILIO_FROM')
  expect(await askFields(talk('-'), sender, { TWILIO_FROM: '+15551234567' })).toEqual({ TWILIO_FROM: '' })
  expect(await askFields(talk(''), sender, {})).toEqual({})
})

test('Slack is asked for its signing secret only where it has no socket', async () => {
  const { fields } = account('Slack')
  const socket = talk('xoxb-1-2', 'xapp-1-2', 'C0ORDERS')
  const given = { SLACK_BOT_TOKEN: 'xoxb-1-2', SLACK_CHANNEL: 'C0ORDERS' }
  expect(await askFields(socket, fields, {})).toEqual({ ...given, SLACK_APP_TOKEN: 'xapp-1-2' })
  const calls = talk('xoxb-1-2', '', '0a'.repeat(16), 'C0ORDERS')
  expect(await askFields(calls, fields, {})).toEqual({ ...given, SLACK_SIGNING_SECRET: '0a'.repeat(16) })
  expect([socket, calls].map(({ told, left }) => [...told, ...left])).toEqual([[], []])
})

test.each([
  ['Instagram', 'META_APP_ID', { META_VERIFY_TOKEN: 'made' }],
  ['Twilio', 'TWILIO_AUTH_TOKEN', { BOOKING_WEBHOOK_TOKEN: 'made' }],
  ['Stripe', 'STRIPE_SECRET_KEY', { CART_LINK_PROVIDER: 'stripe' }],
] as const)('what goes with %s is set once it is given, and never over what is there', (title, name, along) => {
  expect(alongWith(account(title), {})).toEqual({})
  expect(alongWith(account(title), { [name]: 'x' })).toEqual(along)
  expect(alongWith(account(title), { [name]: 'x', ...along, [Object.keys(along)[0] ?? '']: 'ours' })).toEqual({})
})

test('what was chosen for an account goes with its key, whatever else is left; what was made for one, and a choice of theirs, stay', () => {
  const left = { STRIPE_SECRET_KEY: '', STRIPE_WEBHOOK_SECRET: 'whsec_1' }
  expect(alongWith(account('Stripe'), { ...left, CART_LINK_PROVIDER: 'stripe' })).toEqual({ CART_LINK_PROVIDER: '' })
  expect(alongWith(account('Stripe'), { ...left, CART_LINK_PROVIDER: 'shopify' })).toEqual({})
  expect(alongWith(account('Instagram'), { META_VERIFY_TOKEN: 'made before' })).toEqual({})
})
