import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { Link } from '#entities/operations/link.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { mintLink, openLink, useLink } from '#src/links/links.ts'
import { testApp } from '#test/app.ts'

const app = await testApp()
const mint = (minutes = 10) =>
  inTransaction(app, (tx) =>
    mintLink(tx, {
      purpose: 'sign-in',
      subjectId: randomUUID(),
      expiresAt: new Date(tx.at.getTime() + minutes * 60_000),
    }),
  )

test('a link is 16 random bytes, and the database knows only their hash', async () => {
  const token = await mint()
  expect(token).toMatch(/^[\w-]{22}$/)
  const rows = await app.em.fork().find(Link, {})
  expect(JSON.stringify(rows)).not.toContain(token)
})

test('opening a link a thousand times changes nothing; it is over when its time is', async () => {
  const token = await mint()
  const before = await app.em.fork().find(Link, {})
  for (let i = 0; i < 1000; i += 1) await openLink(app.em.fork(), token, app.now)
  expect(await app.em.fork().find(Link, {})).toEqual(before)
  expect(await openLink(app.em.fork(), token, app.now)).toMatchObject({ isOver: false })
  expect(await openLink(app.em.fork(), token, new Date(app.now.getTime() + 600_000))).toMatchObject({ isOver: true })
  expect(await openLink(app.em.fork(), `${token.slice(0, -1)}_`, app.now)).toBeNull()
})

test('of twenty who use a link at once, one may', async () => {
  const token = await mint()
  const used = await Promise.all(
    Array.from({ length: 20 }, () => inTransaction(app, (tx) => useLink(tx, token, app.now))),
  )
  expect(used.filter(Boolean)).toHaveLength(1)
  expect(await openLink(app.em.fork(), token, app.now)).toMatchObject({ isOver: true })
})

test('an expired link cannot be used', async () => {
  const token = await mint(-1)
  expect(await inTransaction(app, (tx) => useLink(tx, token, app.now))).toBeNull()
})
