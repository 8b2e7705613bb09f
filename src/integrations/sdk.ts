import { createRequire } from 'node:module'

const load = createRequire(import.meta.url)

/** Vendors' packages of hundreds of modules are loaded when first used: every start and command would wait for them. */
export const sdk = {
  openai: () => load('openai') as typeof import('openai'),
  openaiFormats: () => load('openai/helpers/zod') as typeof import('openai/helpers/zod'),
  stripe: () => load('stripe') as typeof import('stripe').default,
  twilio: () => load('twilio') as typeof import('twilio'),
}
