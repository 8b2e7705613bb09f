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
