import type { Needs } from '#src/app.ts'
import { BudgetSpent, takeCall } from '#src/limits/budget.ts'

/** What the vendors allow a minute and a day. */
const ALLOWED: Record<string, { minute: number; day: number }> = {
  openai: { minute: 500, day: 10_000 },
  gemini: { minute: 1_000, day: 1_000_000 },
}

const MINUTE_S = 60
const DAY_S = 86_400

const PRODUCTS_A_MINUTE = 100

/** One more product for the models to look at. Throws BudgetSpent when this minute's are done. */
export async function takeProduct(app: Needs<'em' | 'clock' | 'openai' | 'pictureModel'>): Promise<void> {
  if (!app.openai && !app.pictureModel) return
  const budget = { budget: 'model:products', most: PRODUCTS_A_MINUTE, perS: MINUTE_S }
  const turn = await takeCall(app.em, budget, app.clock())
  if (!turn.taken) throw new BudgetSpent(budget.budget, turn.freeAt)
}

/** One call to a model out of what all processes share. Throws BudgetSpent when it is spent. */
export async function takeModelCall(app: Needs<'em' | 'clock'>, vendor: string): Promise<void> {
  const { minute, day } = ALLOWED[vendor] ?? { minute: 500, day: 10_000 }
  for (const [name, most, perS] of [
    ['minute', minute, MINUTE_S],
    ['day', day, DAY_S],
  ] as const) {
    const turn = await takeCall(app.em, { budget: `model:${vendor}/${name}`, most, perS }, app.clock())
    if (!turn.taken) throw new BudgetSpent(`${vendor} this ${name}`, turn.freeAt)
  }
}
