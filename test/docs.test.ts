import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

test('every link of the documents to a file of ours leads to one', async () => {
  const dead: string[] = []
  let count = 0
  for await (const page of glob('{*.md,docs/**/*.md}')) {
    for (const [, target = ''] of readFileSync(page, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:|^#/.test(target)) continue
      count += 1
      if (!existsSync(join(dirname(page), target.split('#')[0] ?? ''))) dead.push(`${page}: ${target}`)
    }
  }
  expect(count).toBeGreaterThan(80)
  expect(dead).toEqual([])
})

test('every room has its line in the house', () => {
  const page = readFileSync('docs/house.md', 'utf8')
  const rooms = readdirSync('src', { withFileTypes: true }).filter((one) => one.isDirectory())
  const all = ['entities', 'bots', 'jobs', ...rooms.map(({ name }) => `src/${name}`)]
  expect(all.filter((room) => !page.includes(`\`${room}\``))).toEqual([])
})

test('no comment of the source cites a row of the requirements: the tests do', async () => {
  const citing: string[] = []
  for await (const file of glob('{src,bots,jobs,entities}/**/*.ts')) {
    if (/\b00[0-4]-\d{3}\b/.test(readFileSync(file, 'utf8'))) citing.push(file)
  }
  expect(citing).toEqual([])
})

test('every row of the requirements is named by a test, or stands among those without one', async () => {
  const tests: string[] = []
  for await (const file of glob('test/**/*.ts')) tests.push(readFileSync(file, 'utf8'))
  const [, without = ''] = readFileSync('docs/requirements/README.md', 'utf8').split('## Rows without a test')
  const named = new Set([...rowsIn(without), ...tests.flatMap(rowsIn)])
  const rows: string[] = []
  for await (const page of glob('docs/requirements/*.md')) {
    for (const [, row = ''] of readFileSync(page, 'utf8').matchAll(/^\| (\d{3}-\d{3}) \|/gm)) rows.push(row)
  }
  expect(rows).toHaveLength(633)
  expect(rows.filter((row) => !named.has(row))).toEqual([])
})

/** `000-033`, and all of `001-101 to 001-104`. */
function rowsIn(text: string): string[] {
  const spans = [...text.matchAll(/\b(\d{3})-(\d{3}) to (?:\d{3}-)?(\d{3})\b/g)].flatMap(([, of, from, to]) =>
    Array.from(
      { length: Number(to) - Number(from) + 1 },
      (_, at) => `${of}-${String(Number(from) + at).padStart(3, '0')}`,
    ),
  )
  return [...spans, ...[...text.matchAll(/\b\d{3}-\d{3}\b/g)].map(([row]) => row)]
}

test('the command line is named so that no stranger\u2019s package is fetched', async () => {
  const bare: string[] = []
  for await (const file of glob('{*.md,docs/**/*.md,{src,bots,jobs}/**/*.ts}')) {
    if (/npx deskhand/.test(readFileSync(file, 'utf8'))) bare.push(file)
  }
  expect(bare).toEqual([])
})
