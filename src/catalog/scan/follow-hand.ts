import type { Product, Synced } from '#entities/catalog/product.ts'
import type { Choice, Condition } from '#entities/catalog/product-draft.ts'
import { choicesOf, sameChoices } from '../choices/choices.ts'

type Followed = { set: Partial<Product>; synced: Partial<Synced> }

/** What a person may have set right follows its post where nobody did; what was set by hand stays, asked of nobody. */
export function followByHand(
  product: Product,
  there: { variants: Choice[]; condition: Condition | undefined },
): Followed {
  const [choices, condition] = [followChoices(product, there.variants), followCondition(product, there.condition)]
  return { set: { ...choices.set, ...condition.set }, synced: { ...choices.synced, ...condition.synced } }
}

function followChoices({ synced, variants }: Product, there: Choice[]): Followed {
  const was = synced?.variants ?? []
  const isFollowed = !sameChoices(there, was) && sameChoices(variants, was)
  const isAgreed = isFollowed || sameChoices(there, variants)
  return { set: isFollowed ? choicesOf(there) : {}, synced: isAgreed ? { variants: there } : {} }
}

function followCondition({ synced, condition }: Product, there: Condition | undefined): Followed {
  if (there === undefined) return { set: {}, synced: {} }
  const isFollowed = condition === (synced?.condition ?? null)
  const isAgreed = isFollowed || condition === there
  return { set: isFollowed ? { condition: there } : {}, synced: isAgreed ? { condition: there } : {} }
}
