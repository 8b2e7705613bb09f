import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { createObjectStore } from '#src/integrations/open-object-store.ts'

const folder = await mkdtemp(join(tmpdir(), 'deskhand-store-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

test('004-010: who reads a file of the archive while it is written anew reads all of the old one or of the new', async () => {
  const store = createObjectStore({ url: pathToFileURL(folder).href, vendor: 'archive' })
  const [old, next] = ['a', 'b'].map((letter) => Buffer.alloc(16 * 1024 * 1024, letter))
  if (!old || !next) throw new Error('two')
  await store.put('2026-03-02/users.csv', old)
  let isDone = false
  const writing = store.put('2026-03-02/users.csv', next).finally(() => {
    isDone = true
  })
  while (!isDone) {
    const read = await store.get('2026-03-02/users.csv')
    expect(read?.equals(old) || read?.equals(next)).toBe(true)
  }
  await writing
  expect(await readdir(join(folder, '2026-03-02'))).toEqual(['users.csv'])
})
