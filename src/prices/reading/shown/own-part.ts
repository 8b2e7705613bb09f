import type { Line } from '../lines.ts'
import { BUY, OF_STOCK, SOLD_OUT } from '../words.ts'

/**
 * Where the lines of the product end: at the first heading behind the button that buys it. What follows are details,
 * reviews and other things, each with amounts of its own; what stands under "Availability" is still the product's. A
 * button below another heading is rather that one's.
 */
export function endOfOwnPart(lines: readonly Line[]): number {
  const start = lines.findIndex(({ heading }) => heading === 1)
  const behind = lines.slice(start + 1)
  const heading = behind.findIndex(({ heading, text }) => heading !== null && !OF_STOCK.test(text))
  const button = behind.findIndex(isButton)
  const isOwn = start >= 0 && button >= 0 && button < heading
  return isOwn ? start + 1 + heading : lines.length
}

function isButton({ control, isAside, text }: Line): boolean {
  return control !== null && !isAside && (control.isBuy || BUY.test(text) || SOLD_OUT.test(text))
}
