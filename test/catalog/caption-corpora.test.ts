import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readCaption } from '#src/catalog/extract/read-caption.ts'

const read = (caption: string, storeCurrency = 'KES') => readCaption({ caption, storeCurrency })

type Fresh = {
  caption: string
  label: { isProduct: boolean; price: number | null; currency: string | null }
}

test('001-296: of captions by other hands nineteen in twenty prices stay right, and one in fifty is a wrong one', () => {
  const file = new URL('../corpora/unseen-captions.json', import.meta.url)
  const unseen: (Fresh & { storeCurrency: string })[] = JSON.parse(readFileSync(file, 'utf8'))
  const prices = unseen.map(({ caption, storeCurrency, label }) => [read(caption, storeCurrency).price, label.price])
  const right = prices.filter(([got, label]) => got === label)
  const wrong = prices.filter(([got, label]) => got !== label && got !== null)
  expect(right.length / prices.length).toBeGreaterThanOrEqual(0.95)
  expect(wrong.length / prices.length).toBeLessThanOrEqual(0.02)
})

test('001-296: on captions it was not made by nine in ten prices are right, and none in twenty is a wrong one', () => {
  const file = new URL('../corpora/fresh-captions.json', import.meta.url)
  const fresh: Fresh[] = JSON.parse(readFileSync(file, 'utf8'))
  const marks = fresh.map(({ caption, label: { isProduct, price, currency } }) => {
    const got = read(caption)
    if (got.isProduct !== isProduct) return 'kind'
    if (!isProduct || got.price === price)
      return !isProduct || price === null || got.currency === currency ? 'right' : 'wrong'
    return got.price === null ? 'none' : 'wrong'
  })
  const share = (mark: string) => marks.filter((one) => one === mark).length / marks.length
  expect(share('right')).toBeGreaterThanOrEqual(0.9)
  expect(share('wrong')).toBeLessThan(0.05)
})
