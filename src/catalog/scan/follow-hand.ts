import type { Product, Synced } from '#entities/catalog/product.ts'
import type { Choice, Condition } from '#entities/catalog/product-draft.ts'
import { choicesOf, sameChoices } from '../choices/choices.ts'

type Followed = { set: Partial<Product>; synced: Partial<Synced> }

/** What a person may have set right follows its post where nobody did; what was set by hand stays, asked of nobody. */
export function followByHand(
  product: Product,
  there: { tags: string[]; variants: Choice[]; condition: Condition | undefined },
): Followed {
  const [choices, condition] = [followChoices(product, there.variants), followCondition(product, there.condition)]
  const tags = followTags(product, there.tags)
  return {
    set: { ...choices.set, ...condition.set, ...tags.set },
    synced: { ...choices.synced, ...condition.synced, ...tags.synced },
  }
}

/** What was approved before its tags were kept has them as a person left them. */
function followTags({ synced, tags }: Product, there: string[]): Followed {
  const isFollowed = synced?.tags !== undefined && sameTags(tags, synced.tags)
  const isAgreed = isFollowed || sameTags(tags, there)
  return { set: isFollowed ? { tags: there } : {}, synced: isAgreed ? { tags: there } : {} }
}

function sameTags(some: string[], others: string[]): boolean {
  return some.join(',').toLowerCase() === others.join(',').toLowerCase()
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
