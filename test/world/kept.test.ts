import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openEmulator } from '#src/world/vendor/emulator.ts'

const folder = await mkdtemp(join(tmpdir(), 'deskhand-kept-'))
afterAll(() => rm(folder, { recursive: true }))
let serial = 0

/** A vendor that counts its calls; opened again on the same file as after a kill: nothing was closed. */
async function openCounter(file: string) {
  const held = { count: -1 }
  const emulator = await openEmulator<{ count: number }>(
    {
      name: 'counter',
      state: () => ({ count: 0 }),
      setup({ app, state }) {
        Object.defineProperty(held, 'count', {
          get: () => state.count,
          set: (count) => Object.assign(state, { count }),
          configurable: true,
        })
        app.post('/more', (c) => {
          state.count += 1
          return c.text('')
        })
      },
    },
    { file },
  )
  return {
    held,
    emulator,
    call: () => emulator.fetch(new Request('http://counter.localhost/more', { method: 'POST' })),
  }
}

const newFile = () => join(folder, 'deeper', `${++serial}.json`)
const countIn = async (file: string) => (await openCounter(file)).held.count

test('what calls have changed is kept when they are answered, however many come at once', async () => {
  const file = newFile()
  const { call } = await openCounter(file)
  await call()
  expect(await countIn(file)).toBe(1)
  await Promise.all(Array.from({ length: 20 }, call))
  expect(await countIn(file)).toBe(21)
})

test('so is what a person does, and a reset', async () => {
  const file = newFile()
  const { held, emulator } = await openCounter(file)
  held.count = 5
  await emulator.keep()
  expect(await countIn(file)).toBe(5)
  await emulator.reset()
  expect([held.count, await countIn(file)]).toEqual([0, 0])
})
