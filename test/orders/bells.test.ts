import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { fetchMails } from '#src/mailbox/fetch-mails.ts'
import { pollMailbox } from '#src/mailbox/poll-mailbox.ts'
import { checkAddresses } from '#src/orders/address/check-address.ts'
import { takeMails } from '#src/orders/mails/take-mails.ts'
import { CHECK_ADDRESS, LINK } from '#src/orders/steps.ts'
import { inboxReaders } from '#src/pipelines.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, google, ann, asked } = shop
await shop.openSale()
const ADDRESS = '1420 Alderwick Lane\nSpringfield, IL 62704'

/** Which of the two next steps are rung for by `work`: nobody waits for the minute's sweep. */
async function rungBy(work: () => Promise<unknown>): Promise<string[]> {
  app.bells.length = 0
  await work()
  return [...new Set(app.bells.map(({ step }) => step))].filter((step) => [CHECK_ADDRESS, LINK].includes(step))
}

async function reads(username: string, text: string): Promise<unknown> {
  await google.act.customerReplies({ from: `${username}@example.com`, text })
  await pollMailbox(app, inboxReaders())
  await fetchMails(app)
  return takeMails(app)
}

const order = (username: string) => shop.order(username)

test('an address that was read is checked at once, one that was checked has its link at once', async () => {
  await asked('dora')
  expect(await rungBy(() => reads('dora', `Dora Fielding\n${ADDRESS}`))).toEqual([CHECK_ADDRESS])
  expect(await rungBy(() => checkAddresses(app))).toEqual([LINK])
  await shop.settle()
  expect((await order('dora')).state).toBe('shopping-cart-link-sent')
})

test('a yes to what Google suggested is checked no second time: the link follows at once', async () => {
  const { id } = await asked('yessie')
  await reads('yessie', `Yes Sie\n${ADDRESS}`)
  await checkAddresses(app)
  const doubt = `update orders set address = address || $2::jsonb where id = $1`
  const { address } = await order('yessie')
  const suggestion = { ...address?.given, line1: '1420 Alderwick Ln' }
  await sql(app.em.fork(), doubt, [id, JSON.stringify({ suggestion, verdict: 'confirm', validatedAt: null })])
  expect(await rungBy(() => reads('yessie', 'Yes, that is right'))).toEqual([LINK])
  expect((await order('yessie')).address).toMatchObject({ verdict: 'confirmed by the customer', given: suggestion })
})

test('an address that an admin types is checked at once; one they leave as it is lets the link go on', async () => {
  const { id } = await asked('typed')
  const edit = (address: string) => shop.press(ann, 'order', 'edit', id, { items: '2 red', address })
  expect(await rungBy(() => edit(`Ty Ped\n${ADDRESS}`))).toEqual([CHECK_ADDRESS])
  expect(await rungBy(() => edit(''))).toEqual([LINK])
})
