import { OutsideError } from '#src/errors.ts'
import { openAiClient } from './openai-client.ts'
import { readOpenAiError } from './openai-error.ts'

/**
 * `endsOn`: the day the vendor shuts it down, `2026-12-11`; null while none is announced, or the vendor does not say.
 */
export type Model = { id: string; endsOn: string | null }

const TIMEOUT_MS = 15_000

/**
 * The model as the vendor describes it; null when the key may not use it, or there is none such. Fails with an
 * OutsideError('openai').
 *
 * @see https://platform.openai.com/docs/api-reference/models/retrieve
 * @see https://platform.openai.com/docs/deprecations
 */
export async function findModel(account: { apiKey: string; baseUrl: string }, name: string): Promise<Model | null> {
  const client = openAiClient({ ...account, timeoutMs: TIMEOUT_MS })()
  const found = await client.models.retrieve(name).catch((error: unknown) => {
    const ours = readOpenAiError(error)
    if (ours instanceof OutsideError && ours.status === 404) return null
    throw ours
  })
  if (!found) return null
  // Not in the SDK's type.
  const { shutdown_date } = found as unknown as { shutdown_date?: unknown }
  return { id: found.id, endsOn: typeof shutdown_date === 'string' ? shutdown_date : null }
}
