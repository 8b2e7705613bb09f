import { existsSync, readFileSync } from 'node:fs'
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

test('no comment of the source cites a row of the requirements: the tests do', async () => {
  const citing: string[] = []
  for await (const file of glob('{src,bots,jobs,entities}/**/*.ts')) {
    if (/\b00[0-4]-\d{3}\b/.test(readFileSync(file, 'utf8'))) citing.push(file)
  }
  expect(citing).toEqual([])
})

test('the command line is named so that no stranger\u2019s package is fetched', async () => {
  const bare: string[] = []
  for await (const file of glob('{*.md,docs/**/*.md,{src,bots,jobs}/**/*.ts}')) {
    if (/npx deskhand/.test(readFileSync(file, 'utf8'))) bare.push(file)
  }
  expect(bare).toEqual([])
})
