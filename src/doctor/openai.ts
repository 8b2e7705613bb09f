import type { Needs } from '#src/app.ts'
import { writeDay } from '#src/basics/write-day.ts'
import { findModel } from '#src/integrations/openai/openai-model.ts'
import { daysUntil } from './days.ts'
import { off, ok, wrong } from './finding.ts'

/** A model is changed in a minute, but somebody has to look at what it reads afterwards. */
const NOTICE_DAYS = 30

export async function checkOpenAi({ settings, clock }: Needs<'settings' | 'clock'>) {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL, OPENAI_MODEL: name } = settings
  if (!apiKey) return off('rules read alone; what they are unsure of waits for a person')
  const model = await findModel({ apiKey, baseUrl: OPENAI_BASE_URL ?? 'https://api.openai.com/v1' }, name)
  if (!model) return wrong(`this key may not use ${name}, or it is gone. Set OPENAI_MODEL to one that the account has.`)
  const called = model.id === name ? name : `${name}, which answers as ${model.id}`
  if (model.endsOn === null) return ok(called)
  const end = new Date(model.endsOn)
  const words = `${called} ends on ${writeDay(end)}`
  if (daysUntil(end, clock()) < NOTICE_DAYS) return wrong(`${words}. Set OPENAI_MODEL to its successor.`)
  return ok(words)
}
