import { expect, test } from 'vitest'
import { continueDialogue, startDialogue } from '#bots/telegram/dialogue.ts'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { formFor } from '#src/desk/press/press.ts'
import { onTelegram } from '#test/make.ts'
import { openShop } from '#test/orders/shop.ts'

const shop = await openShop()
const { app, meta, ann } = shop
await shop.openSale()
for (const username of ['tilly', 'marlo'])
  await meta.act.comment({ username, text: `2 black ${username}@example.com`, shortcode: '28yy9oRb9O', silent: true })
await sql(app.em.fork(), 'update sales set scraped_at = null')
app.ring('orders.scrape')
await shop.settle()
const by = onTelegram(ann)

test('a button under an older question answers nothing of the one that is open now', async () => {
  const { id } = await shop.order('tilly')
  const token = writeToken({ subject: 'order', verb: 'edit', id })
  const form = await formFor(app, token, by)
  if (!form) throw new Error('edit asks nothing')
  const first = await startDialogue(app as never, '-100', by, token, form)
  expect(first.field?.name).toBe('email')
  expect(await continueDialogue(app as never, '-100', by, '#0', { field: 'reason' })).toBeNull()
  const next = await continueDialogue(app as never, '-100', by, '.', { field: 'email' })
  expect(next?.field?.name).toBe('items')
  await continueDialogue(app as never, '-100', by, '3 black')
  expect(await shop.order('tilly')).toMatchObject({ email: 'tilly@example.com', items: { black: 3 } })
})

test('nor does Cancel, nor a choice of the same name under the question of another order', async () => {
  const open = async (username: string, verb: string) => {
    const { id } = await shop.order(username)
    const token = writeToken({ subject: 'order', verb, id })
    const form = await formFor(app, token, by)
    if (!form) throw new Error(`${verb} asks nothing`)
    return startDialogue(app as never, '-100', by, token, form)
  }
  const say = (answer: string, pressed?: { field: string; mark?: string | undefined }) =>
    continueDialogue(app as never, '-100', by, answer, pressed)
  const old = await open('tilly', 'reject')
  const next = await open('marlo', 'edit')
  expect(await say('cancel', { field: 'reason', mark: old.mark })).toBeNull()
  expect(await say('cancel', { field: 'reason' })).toBeNull()
  expect(await say('cancel', { field: 'email', mark: next.mark })).toMatchObject({ text: 'Nothing was changed.' })
  const newer = await open('marlo', 'reject')
  expect(await say('#0', { field: 'reason', mark: old.mark })).toBeNull()
  expect(await shop.order('marlo')).toMatchObject({ state: 'pending-details-validation' })
  expect(await say('#0', { field: 'reason', mark: newer.mark })).toMatchObject({ text: 'Put aside: not an order.' })
  expect(await shop.order('tilly')).toMatchObject({ state: 'pending-details-validation' })
  expect(await shop.order('marlo')).toMatchObject({ state: 'not-valid' })
})
