import { expect, test } from 'vitest'
import { Product } from '#entities/catalog/product.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { addPerson } from '#src/desk/people/people.ts'
import { openDesk, slackHand } from './desk.ts'

const desk = await openDesk('webhooks')
const { app, slack } = desk
app.now = new Date('2026-03-02T14:02:00Z')
const ann = { via: 'slack' as const, userId: 'T0DESK:U0ANN', name: 'Ann' }

/** A shop in Nairobi whose product was deleted at Instagram, after Ann had edited it. */
async function sellIn(shop: string, seller?: { name: string; zone: string; place: string }) {
  const [storeId, id] = [uuid(), uuid()]
  const people = await inTransaction(app, async (tx) => {
    await sql(
      tx.em,
      `insert into stores (id, name, zone, currency, created_at) values ($1, $2, 'Africa/Nairobi', 'KES', $3)`,
      [...[storeId, shop, tx.at]],
    )
    if (!seller) return null
    const { name, zone, place } = seller
    const identities = [{ via: 'slack' as const, userId: `T0DESK:${place}`, name, place }]
    const { id: personId } = await addPerson(tx, { state: 'member', name, role: 'seller', zone, storeId, identities })
    return [personId]
  })
  await sql(
    app.em.fork(),
    `insert into products (id, state, store_id, name, slug, description, price, currency, audience, created_at, updated_at)
     values ($1, 'active', $2, $3::text, $3::text, '', 120000, 'KES', nullif($4::jsonb, 'null'), $5, $5::timestamptz)`,
    [...[id, storeId, `Apron of ${shop}`, JSON.stringify(people), app.now]],
  )
  const { number } = await app.em.fork().findOneOrFail(Product, { id })
  await runCommand(app, `hide PR-${number}`, ann)
  await sql(
    app.em.fork(),
    `insert into card_posts (id, subject, subject_id, platform, place, rang_at)
    values (gen_random_uuid(), 'product', $1, 'slack', $2, $3)`,
    [...[id, seller ? seller.place : 'C0ORDERS', app.now]],
  )
  await desk.deliver()
}

test('a card in a chat of many goes by the clock of its shop, and says so', async () => {
  await sellIn('Zuri Closet')
  const card = slackHand(desk)
    .cards()
    .find(({ text }) => text.includes('Apron of Zuri'))
  expect(card?.text).toContain('Hidden by Ann, 17:02 (Nairobi time)')
})

test('in a chat of one person it goes by theirs', async () => {
  await sellIn('Mara', { name: 'Ada', zone: 'Asia/Tokyo', place: 'U0ADA' })
  const said = JSON.stringify(slack.messages('U0ADA'))
  expect(said).toContain('Hidden by Ann, 23:02 (Tokyo time)')
})
