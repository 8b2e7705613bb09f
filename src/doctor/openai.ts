import type { Needs } from '#src/app.ts'
import { readModelEnd } from '#src/basics/model-end.ts'
import { findModel } from '#src/integrations/openai/openai-model.ts'
import { off, ok, wrong } from './finding.ts'

export async function checkOpenAi({ settings, clock }: Needs<'settings' | 'clock'>) {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL, OPENAI_MODEL: name } = settings
  if (!apiKey) return off('rules read alone; what they are unsure of waits for a person')
  const model = await findModel({ apiKey, baseUrl: OPENAI_BASE_URL ?? 'https://api.openai.com/v1' }, name)
  if (!model) return wrong(`this key may not use ${name}, or it is gone. Set OPENAI_MODEL to one that the account has.`)
  const called = model.id === name ? name : `${name}, which answers as ${model.id}`
  const end = readModelEnd(model, clock())
  if (!end) return ok(called)
  const words = `${called} ${end.words}`
  return end.isNear ? wrong(`${words}. Set OPENAI_MODEL to its successor.`) : ok(words)
}
