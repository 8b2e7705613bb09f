import type { OpenAI } from 'openai'
import { sdk } from '#src/integrations/sdk.ts'

/** One client of the OpenAI interface, opened when first asked; `baseUrl` with its version. It tries nothing twice. */
export function openAiClient(account: { apiKey: string; baseUrl?: string | undefined; timeoutMs: number }) {
  let client: OpenAI | null = null
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
