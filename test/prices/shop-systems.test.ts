import { expect, test } from 'vitest'
import { readProductPage } from '#src/prices/reading/read-product-page.ts'
import pages from '../corpora/shop-systems.json' with { type: 'json' }

/** Pages as the shop systems draw them, with what leads a reader astray on each. */
const cases = pages as { system: string; url: string; html: string; label: Record<string, string | null> }[]

test.each(cases.map((one) => [one.system, one] as const))(
  '004-003: a page of the shop system %s is read right, at a glance and thoroughly',
  (_, { html, url, label }) => {
    expect(readProductPage(html, url)).toMatchObject(label)
    expect(readProductPage(html, url, { isThorough: true })).toMatchObject(label)
  },
)
