import { expect, test } from 'vitest'
import { writeToken } from '#src/cards/token.ts'
import { press } from '#src/desk/press/press.ts'
import { tellPlainly } from '#test/plain.ts'
import { linkIn, openMarket, post } from './market.ts'

const market = await openMarket()
const { app, ann, pass } = market

test('004-001, 004-015, 004-017, 004-018: a drop before the confirmation is mailed right after it, once, with its receipt', async () => {
  const watch = await market.watch()
  const [asked] = market.mails()
  expect(asked?.subject).toBe('Confirm: Blue denim jacket, M · $59.00')
  expect(asked?.text).toContain('Blue denim jacket, M · $59.00 now · right?')

  market.price(4900)
  await market.look(61)
  expect(market.mails()).toHaveLength(1)

  const link = linkIn(asked?.text ?? '', 'Confirm')
  expect(await (await fetch(link)).text()).toContain('Blue denim jacket, M · $49.00 now · right?')
  expect((await market.load(watch.id)).state).toBe('asked')
  pass(3)
  expect((await post(link, { do: 'confirm' })).status).toBe(200)
  await market.send()
  const [, drop] = market.mails()
  expect(drop?.subject).toBe('Now $49.00 (was $59.00): Blue denim jacket, M')
  expect(drop?.text).toContain('$59.00 at 11:59:40, $49.00 at 12:00:41, mailed 12:00:44 (UTC)')
  for (const label of ['Buy', 'Stop', 'Lower target', 'Wrong price'])
    expect(linkIn(drop?.text ?? '', label)).toMatch(/^http/)
  expect(drop?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click')

  for (const price of [5900, 4900, 5900, 4900]) {
    market.price(price)
    await market.look()
  }
  expect(market.mails()).toHaveLength(2)
})

test('004-051: $5.90 is asked of an admin first; Wrong tells nobody', async () => {
  market.price(590)
  await market.look()
  await market.look(6)
  const doubtful = await market.product()
  expect(doubtful).toMatchObject({ state: 'doubtful', price: 4900n })
  expect(market.mails()).toHaveLength(2)
  const token = writeToken({ subject: 'tracked', verb: 'wrong', id: doubtful.id, moves: doubtful.moves })
  await press(app, token, ann)
  await market.look()
  expect(await market.product()).toMatchObject({ state: 'watched', price: 4900n })
  expect(market.mails()).toHaveLength(2)
})

test('why of both is sentences', async () => {
  const product = (await tellPlainly(app, 'tracked')).join('\n')
  expect(product).toMatch(/Its price was read\.[\s\S]*A price was read that may be wrong: [\s\S]*Ann called it wrong\./)
  expect((await tellPlainly(app, 'watch')).join('\n')).toMatch(
    /The subscriber confirmed it\.\n12:00 The mail "Now \$49\.00 .* left\./,
  )
})
