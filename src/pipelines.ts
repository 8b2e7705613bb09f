import type { EntityManager } from '@mikro-orm/postgresql'
import { bookingPipeline } from '#src/bookings/pipeline.ts'
import { catalogPipeline } from '#src/catalog/pipeline.ts'
import type { Reader } from '#src/inbox/reader.ts'
import { fetchReaders } from '#src/mailbox/fetch-mails.ts'
import { orderPipeline } from '#src/orders/pipeline.ts'
import type { Pipeline } from '#src/pipeline.ts'
import { pricePipeline } from '#src/prices/pipeline.ts'
import { repPipeline } from '#src/reps/pipeline.ts'

/** Every line of work there is. What derives from it is made when it is asked for: a test may add its own. */
export const pipelines: Pipeline[] = [orderPipeline, bookingPipeline, catalogPipeline, repPipeline, pricePipeline]

/** Everyone who reads what comes in: the shared rooms themselves, and the pipelines. */
export function inboxReaders(): Reader[] {
  return [...fetchReaders, ...pipelines.flatMap(({ readers }) => readers)]
}

type AskPrice = NonNullable<Pipeline['priceOf']>

/** What a page asks, by the pipeline that watches prices. */
export function askPrice(...asked: Parameters<AskPrice>): ReturnType<AskPrice> {
  const ask = pipelines.find(({ priceOf }) => priceOf)?.priceOf
  if (!ask) throw new Error('no pipeline watches prices')
  return ask(...asked)
}

/** What is sold with a post, by the first that knows it. */
export async function findOffer(em: EntityManager, igMediaId: string) {
  for (const { offerOf } of pipelines) {
    const offer = await offerOf?.(em, igMediaId)
    if (offer) return offer
  }
  return null
}
