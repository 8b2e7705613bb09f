import { createRequire } from 'node:module'
import type OpenAi from 'openai'

const load = createRequire(import.meta.url)

/** Vendors' packages of hundreds of modules are loaded when first used: every start and command would wait for them. */
export const sdk = {
  openai: () => load('openai') as typeof import('openai'),
  openaiFormats: () => load('openai/helpers/zod') as typeof import('openai/helpers/zod'),
  stripe: () => load('stripe') as typeof import('stripe').default,
  twilio: () => load('twilio') as typeof import('twilio'),
}

/** One client of the OpenAI interface, opened when first asked. `baseUrl` with its version. Retries are the caller's. */
export function openAiClient(account: { apiKey: string; baseUrl?: string | undefined; timeoutMs: number }) {
  let client: OpenAi | null = null
  return () => {
    client ??= new (sdk.openai().OpenAI)({
      apiKey: account.apiKey,
      baseURL: account.baseUrl ?? 'https://api.openai.com/v1',
      timeout: account.timeoutMs,
      maxRetries: 0,
      // Otherwise the SDK looks for these in the environment by itself.
      organization: null,
      project: null,
      logLevel: 'off',
    })
    return client
  }
}
