import { beforeEach, describe, expect, test } from 'vitest'
import { PriceAlert } from '#entities/prices/price-alert.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { judgePromise } from '#src/prices/alerts/promise.ts'
import { lookAtProducts } from '#src/prices/looks/look.ts'
import { linkIn, openMarket, post } from './market.ts'

const market = await openMarket()
const { app, ann, pass } = market
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const watch = await market.watch()
const link = linkIn(market.mails()[0]?.text ?? '', 'Confirm')
await post(link, { do: 'confirm' })
/** An alert that left so many seconds after it was due; null: it has not left. */
const left = (seconds: number | null, reason = 'drop', daysAgo = 0) =>
  rows(
    `insert into price_alerts (id, subscription_id, product_id, reason, seen_at, due_at, tier_s, created_at, sent_at)
     select gen_random_uuid(), $1, $2, $3, t, t, 60, t, t + make_interval(secs => $5)
     from (select $4::timestamptz - make_interval(days => $6) as t) x`,
    [watch.id, watch.productId, reason, app.now, seconds, daysAgo],
  )
const said = async () => (await runCommand(app, 'prices', ann)).text.split('\n').at(-1)

describe('004-018: prices says how the promise was kept', () => {
  beforeEach(() => rows('delete from price_alerts'))

  test('nothing in a week is said', async () => {
    await left(3, 'drop', 8)
    await left(null)
    await left(3, 'unreachable')
    await left(3, 'correction')
    expect(await said()).toBe('No alert in the last 7 days.')
  })

  test.each(['drop', 'target', 'up', 'stock', 'low'])('%s counts', async (reason) => {
    await left(2, reason)
    expect(await said()).toBe('1 alert in 7 days, left 2 s after the change was seen.')
  })

  test('the usual one and the slowest but one in twenty', async () => {
    for (const seconds of [0.2, 0.2, 0.2, 0.4, 9]) await left(seconds)
    expect(await said()).toBe(
      '5 alerts in 7 days, left less than a second after the change was seen (95 % within 7 s).',
    )
  })

  test('a second is one', async () => {
    await left(1)
    expect(await said()).toContain('left 1 s after')
  })
})

describe('004-018: an alert that is late is told to the admins', () => {
  const late = async () =>
    (await rows<{ title: string }>(`select title from alerts where key = 'prices:late' and state = 'open'`)).map(
      ({ title }) => title,
    )
  let price = 5_900
  /** A drop whose mail leaves so many seconds after it was seen, in a shop that is looked at each minute. */
  const drop = async (seconds: number) => {
    price = Math.round(price * 0.95)
    market.price(price)
    pass(61)
    await lookAtProducts(app)
    pass(seconds)
    await market.send()
  }

  test('what left within the three minutes, with the minute a look takes, is not', async () => {
    await drop(119)
    expect(await late()).toEqual([])
  })

  test('what took longer is, until one is in time again', async () => {
    await drop(122)
    expect(await late()).toEqual(['A price alert left 3 minutes after the drop was seen'])
    await drop(1)
    expect(await late()).toEqual([])
  })

  test('in a shop that lets us look every ten minutes the mail has half a minute', async () => {
    const sentAfter = async (seconds: number) => {
      const sentAt = new Date(app.now.getTime() + seconds * 1000)
      const alert = Object.assign(new PriceAlert(), { dueAt: app.now, sentAt, tierS: 600, reason: 'drop' as const })
      await inTransaction(app, (tx) => judgePromise(tx, alert))
      return late()
    }
    expect(await sentAfter(29)).toEqual([])
    expect(await sentAfter(30)).toEqual(['A price alert left 1 minute after the drop was seen'])
    expect(await sentAfter(1)).toEqual([])
  })
})
