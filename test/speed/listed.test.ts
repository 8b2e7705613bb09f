import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import speed from './vitest.config.ts'

test('every test of a limit in processor time is run by npm run speed, and every file it names is there', () => {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).map((file) => `test/${file}`)
  const limited = files.filter(
    (file) => file.endsWith('.test.ts') && /from '#test\/cpu\.ts'/.test(readFileSync(file, 'utf8')),
  )
  const listed = speed.test?.include ?? []
  expect(limited.length).toBeGreaterThan(5)
  expect(limited.filter((file) => !listed.includes(file))).toEqual([])
  expect(listed.filter((file) => !files.includes(file))).toEqual([])
})
