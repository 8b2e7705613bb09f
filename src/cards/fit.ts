import type { Card } from './card.ts'
import { clip } from './clip.ts'

type Measure = { facts: number; value: number; quote: number; links: boolean; buttons: number }

/** Less and less of it, until a platform takes it. */
const measures: Measure[] = [
  { facts: 10, value: 200, quote: 800, links: true, buttons: 24 },
  { facts: 10, value: 100, quote: 300, links: false, buttons: 24 },
  { facts: 0, value: 0, quote: 0, links: false, buttons: 8 },
]

/**
 * The card as far as a platform takes it: a message over a limit is refused whole, and nobody would see the record.
 * `lint` tells what is wrong with a card.
 */
export function fit(card: Card, lint: (card: Card) => string[]): Card {
  if (lint(card).length === 0) return card
  const smaller = measures.map((measure) => cut(card, measure))
  return smaller.find((one) => lint(one).length === 0) ?? { ...card, facts: [], links: [], buttons: [], quote: '' }
}

function cut(card: Card, { facts, value, quote, links, buttons }: Measure): Card {
  return {
    ...card,
    title: clip(card.title, 200) || '…',
    facts: card.facts.slice(0, facts).map((fact) => ({ label: clip(fact.label, 40), value: clip(fact.value, value) })),
    ...(card.quote && { quote: clip(card.quote, quote) }),
    ...(card.footer && { footer: clip(card.footer, 300) }),
    links: links ? (card.links ?? []) : [],
    buttons: card.buttons.slice(0, buttons).map((button) => ({ ...button, label: clip(button.label, 60) || '…' })),
  }
}
