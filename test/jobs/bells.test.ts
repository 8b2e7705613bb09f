import { expect, test } from 'vitest'
import { createBells } from '#jobs/agenda/bells.ts'

/** A process that only rings: what it tells the others, and what it puts into Agenda. */
function open(tell: (step: string) => Promise<void> = async () => undefined) {
  const told: string[] = []
  const errors: unknown[] = []
  const bells = createBells({
    hands: null,
    tell: async (step) => {
      told.push(step)
      await tell(step)
    },
    set: async (step) => void told.push(`${step} later`),
    clock: () => new Date(),
    onError: (error) => void errors.push(error),
  })
  return { bells, told, errors }
}

test('bells owed at the stop are told once; after it nothing rings any more', async () => {
  const { bells, told } = open()
  bells.ring('orders.extract')
  bells.ring('orders.extract')
  await bells.close()
  expect(told).toEqual(['orders.extract', 'orders.extract'])
  bells.ring('orders.extract')
  bells.ring('orders.link', new Date(Date.now() + 60_000))
  bells.hear('orders.extract')
  await bells.close()
  expect(told).toEqual(['orders.extract', 'orders.extract'])
})

test('what cannot be told at the stop is written down and not tried again', async () => {
  const { bells, told, errors } = open(async () => {
    throw new Error('the database is away')
  })
  bells.ring('orders.extract')
  await bells.close()
  expect(errors).toHaveLength(1)
  expect(told).toEqual(['orders.extract'])
})
