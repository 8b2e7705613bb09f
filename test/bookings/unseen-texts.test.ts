import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { textReaders } from '#src/readers.ts'

type Label = { answer: string }
type Case = { text: string; label: Label }
const cases: Case[] = JSON.parse(readFileSync(new URL('../corpora/unseen-texts.json', import.meta.url), 'utf8'))
const readAll = () =>
  Promise.all(
    cases.map(async (one) => {
      const got = await textReaders['sms-reply']?.read(one, { openai: null, folder: '.' })
      return { ...one, got: (got as Label).answer }
    }),
  )

test('002-019: of texts nobody had tuned on none is a wrong yes or a wrong no to all; nine of ten are understood', async () => {
  const read = await readAll()
  const acts = read.filter(({ got }) => got === 'yes' || got === 'none')
  expect(acts.filter(({ got, label }) => got !== label.answer).map(({ text, got }) => `${text}: ${got}`)).toEqual([])
  const right = read.filter(({ got, label }) => got === label.answer)
  expect(right.length / read.length).toBeGreaterThanOrEqual(0.9)
})
