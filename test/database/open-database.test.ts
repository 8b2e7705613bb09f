import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { openDatabase } from '#src/database/open-database.ts'
import { sql } from '#src/database/sql.ts'

test('a database closes while connections are still being opened, and nothing that was asked waits for ever', async () => {
  for (let round = 0; round < 10; round += 1) {
    const database = await openDatabase(`${inject('postgresUrl')}/template_deskhand`, 4)
    const asked = Promise.allSettled([1, 2, 3].map((n) => sql(database.em.fork(), `select ${n} as n`)))
    if (round % 2) await new Promise(setImmediate)
    await database.close()
    expect(await asked).toHaveLength(3)
  }
})

test('a connection that is cut inside a transaction gives its place back: the next query is answered', async () => {
  const server = inject('postgresUrl')
  const database = await openDatabase(`${server}/postgres`, 1)
  const killer = new pg.Client({ connectionString: `${server}/postgres` })
  await killer.connect()
  for (const ends of ['commit', 'rollback']) {
    const cut = database.em.fork().transactional(async (em) => {
      const [row] = await sql<{ pid: number }>(em, 'select pg_backend_pid() as pid')
      await killer.query('select pg_terminate_backend($1, 5000)', [row?.pid])
      if (ends === 'rollback') throw new Error('in the middle')
    })
    await expect(cut).rejects.toThrow()
    expect(await sql(database.em.fork(), 'select 1 as n')).toEqual([{ n: 1 }])
  }
  await killer.end()
  await database.close()
})
