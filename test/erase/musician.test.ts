import { expect, test } from 'vitest'
import { sql } from '#src/database/sql.ts'
import { erasePerson } from '#src/erase/erase-person.ts'
import { readKnown } from '#src/erase/known.ts'
import { openStudio } from '#test/bookings/studio.ts'
import { dump } from '#test/dump.ts'

const studio = await openStudio()
const { app } = studio
const by = { personId: null, name: 'the command line', via: 'cli' as const }

test('a musician is erased when nothing is open for them, or when told so: then the next one is asked', async () => {
  const maya = await studio.musician('Maya Lindqvist', 'violin', { phone: '+16465550177' })
  const ravi = await studio.musician('Ravi Patel', 'violin')
  const { id, number } = await studio.book('violin', ['Monday, February 16, 2026, 11:00 AM - 1:00 PM'])
  expect(studio.texts(maya.phone)).toHaveLength(1)
  await studio.text(maya.phone, 'who is this? Maya Lindqvist here')
  const known = readKnown('(646) 555-0177')
  if (!known) throw new Error('a number is a number')

  await expect(erasePerson(app, known, { by })).rejects.toThrow(`musician ${maya.number} (asked for B-${number})`)
  await erasePerson(app, known, { by, evenOpen: true })
  const all = await dump(app)
  expect([/lindqvist/i, /6465550177/].filter((trace) => trace.test(all))).toEqual([])
  const rows = await sql(app.em.fork(), 'select name, active from musicians order by number')
  expect(rows).toEqual([
    { name: `Erased ${maya.number}`, active: false },
    { name: 'Ravi Patel', active: true },
  ])

  await studio.settle()
  studio.pass(61)
  await studio.check()
  await studio.settle()
  expect(studio.texts(ravi.phone)).toHaveLength(1)
  expect((await studio.card(id)).title).toContain(`B-${number}`)
})
