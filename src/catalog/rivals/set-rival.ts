import type { Actor } from '#entities/actor.ts'
import { Product } from '#entities/catalog/product.ts'
import type { Needs } from '#src/app.ts'
import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { readRef, writeRef } from '#src/cards/ref.ts'
import { writeWhen } from '#src/cards/times.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import { ownStore } from '#src/web/own-store.ts'
import { productKind } from '../kinds.ts'
import { writeAmount, writePrice } from '../money.ts'
import { lockProduct } from '../products/lock-product.ts'

/** `rival PR-3 https://other.shop/jacket`: what another shop asks for the same thing. */
export const rivalCommand: Command = {
  ...{ name: 'rival', usage: '<product> <address of its page at another shop> | off', roles: ['seller'] },
  ...{ example: 'rival PR-3 https://shop.example/jacket', pipeline: 'catalog', run: rival },
  help: 'watch what another shop asks for it, and hear when that is less',
}

async function rival({ app, member, by, rest }: Asked): Promise<Reply> {
  const [, named = '', address = ''] = /^(\S+)\s+(\S+)$/.exec(rest.trim()) ?? []
  const product = await findOwn(app, named, ownStore(member).storeId)
  const actor = { personId: member.id, name: member.name, via: by.via }
  if (/^off$/i.test(address)) {
    await keep(
      app,
      product,
      { rivalUrl: null, rivalPrice: null, rivalAt: null, rivalLostAt: null, isUndercut: false },
      actor,
    )
    return { text: `${product.name}: nobody else's price is watched.` }
  }
  const seen = await app.priceOf(address)
  const { price: theirs, currency, url: rivalUrl, lostSince: rivalLostAt } = seen
  if (theirs !== null && currency !== product.currency)
    throw new Refusal(`That page asks ${currency}, and yours is in ${product.currency}.`)
  const looked = { rivalAt: app.clock(), rivalLostAt }
  await keep(app, product, { rivalUrl, rivalPrice: theirs, ...looked, isUndercut: false }, actor)
  const head = `${writeRef(productKind, product)} ${product.name}: yours ${writePrice(product.price, product.currency)}`
  if (theirs === null) return { text: `${head}. I could not read their price yet; I look again within the hour.` }
  if (rivalLostAt) {
    const since = writeWhen(rivalLostAt, member.zone, app.clock())
    const asked = `theirs was ${writeAmount(theirs, product.currency)}, and their page could not be seen since ${since}`
    return { text: `${head}, ${asked}. I look again within the hour.` }
  }
  const next =
    theirs < product.price
      ? 'That is less already. You hear of their next price below yours.'
      : 'You hear when it is less.'
  return { text: `${head}, theirs ${writeAmount(theirs, product.currency)}. ${next}` }
}

async function findOwn({ em }: Needs<'em'>, named: string, storeId?: string): Promise<Product> {
  const ref = readRef(named)
  const found = ref && (await em.fork().findOne(Product, { number: ref.number, ...(storeId && { storeId }) }))
  if (found && ref.prefix === productKind.prefix) return found
  throw new Refusal('Which product, and whose page? Write: rival PR-3 https://shop.example/jacket')
}

type Rival = Pick<Product, 'rivalUrl' | 'rivalPrice' | 'rivalAt' | 'rivalLostAt' | 'isUndercut'>

async function keep(app: Needs<'em' | 'clock' | 'ring'>, { id }: Product, set: Rival, by: Actor): Promise<void> {
  await inTransaction(app, async (tx) => {
    await move(tx, productKind, [await lockProduct(tx, id)], 'compare', by, { set: () => set })
  })
}
