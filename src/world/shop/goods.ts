/** One product of the shop. Prices are minor units. */
export type Good = {
  slug: string
  name: string
  language: Language
  layout: number
  currency: string
  price: number
  /** What is struck out beside the price. */
  was: number | null
  inStock: boolean
  /** Its page says that few are left. */
  isFew?: boolean
  variants: { id: string; price: number }[]
  /** What the markup says when it slipped; null: what the page says. */
  slip: number | null
  /** What the part of the shop it is sold in runs on. */
  platform?: 'shopify' | 'woocommerce'
  /** What its page does instead of answering. */
  trouble: 'gone' | 'moved' | 'wall' | null
}

export type Language = 'en' | 'de' | 'es' | 'sw'

const LAYOUTS = 8
const CURRENCIES: Record<Language, string> = { en: 'USD', de: 'EUR', es: 'EUR', sw: 'KES' }
const LANGUAGES: Language[] = ['en', 'de', 'es', 'sw']
const NAMES: Record<Language, [string[], string[]]> = {
  en: [
    ['Red', 'Grey', 'Olive', 'Sand', 'Black'],
    [
      'wool scarf',
      'canvas bag',
      'linen shirt',
      'rain coat',
      'felt hat',
      'cord cap',
      'knit glove',
      'denim skirt',
      'silk tie',
      'boot sock',
    ],
  ],
  de: [
    ['Rote', 'Graue', 'Grüne', 'Blaue', 'Weiße'],
    ['Wolldecke', 'Tasche', 'Lampe', 'Jacke', 'Mütze', 'Vase', 'Schürze', 'Kanne', 'Schale', 'Kerze'],
  ],
  es: [
    ['roja', 'gris', 'verde', 'azul', 'blanca'],
    ['Camisa', 'Bolsa', 'Manta', 'Falda', 'Gorra', 'Taza', 'Jarra', 'Vela', 'Lámpara', 'Caja'],
  ],
  sw: [
    ['chekundu', 'cheusi', 'cheupe', 'kijani', 'kikubwa'],
    ['Kikapu', 'Kiondo', 'Kikombe', 'Kiti', 'Kitambaa', 'Kisu', 'Kioo', 'Kitabu', 'Kiatu', 'Kijiko'],
  ],
}
const COUNT = 200

/** Two hundred products in eight layouts and four languages; the first is the jacket of the story. */
export function stockShop(): Good[] {
  const jacket: Good = {
    ...{
      slug: 'blue-denim-jacket',
      name: 'Blue denim jacket',
      language: 'en',
      layout: 1,
      currency: 'USD',
      price: 5900,
    },
    ...{ was: null, inStock: true, slip: null, trouble: null },
    variants: ['S', 'M', 'L'].map((id) => ({ id, price: 5900 })),
  }
  return [jacket, ...Array.from({ length: COUNT - 1 }, (_, at) => goodAt(at)), ...others()]
}

/** Sold on what other shops run on, and pages that say no price in a way that rules know. */
function others(): Good[] {
  const good = { language: 'en', currency: 'USD', was: null, inStock: true, slip: null, trouble: null } as const
  const sizes = ['4401', '4402'].map((id) => ({ id, price: 2900 }))
  return [
    { ...good, slug: 'wool-hat', name: 'Wool hat', layout: 8, price: 2900, variants: sizes, platform: 'shopify' },
    {
      ...good,
      slug: 'clay-mug',
      name: 'Tonbecher',
      layout: 9,
      price: 1450,
      variants: [],
      platform: 'woocommerce',
      currency: 'EUR',
      language: 'de',
    },
    { ...good, slug: 'odd-lamp', name: 'Odd lamp', layout: 10, price: 4900, variants: [] },
    { ...good, slug: 'odd-vase', name: 'Odd vase', layout: 10, price: 4900, variants: [] },
  ]
}

function goodAt(at: number): Good {
  const language = LANGUAGES[at % LANGUAGES.length] ?? 'en'
  const [colours, things] = NAMES[language]
  const number = Math.floor(at / LANGUAGES.length)
  const colour = colours[number % colours.length] ?? ''
  const thing = things[Math.floor(number / colours.length) % things.length] ?? ''
  const name = language === 'es' || language === 'sw' ? `${thing} ${colour}` : `${colour} ${thing}`
  const price = (language === 'sw' ? 90_000 : 900) + ((at * 737) % 90) * (language === 'sw' ? 5_000 : 100)
  return {
    ...{ slug: `p-${at + 2}`, name, language, layout: at % LAYOUTS, currency: CURRENCIES[language], price },
    ...{ was: null, inStock: true, variants: [], slip: null, trouble: null },
  }
}
