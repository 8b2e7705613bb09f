import type { Line } from '../lines.ts'
import { BUY, SOLD_OUT } from '../words.ts'

/**
 * Where the lines of the product end: at the first heading behind the button that buys it. What follows are details,
 * reviews and other things, each with amounts of its own. A button below another heading is rather that one's.
 */
export function endOfOwnPart(lines: readonly Line[]): number {
  const start = lines.findIndex(({ heading }) => heading === 1)
  const behind = lines.slice(start + 1)
  const heading = behind.findIndex(({ heading }) => heading !== null)
  const button = behind.findIndex(isButton)
  const isOwn = start >= 0 && button >= 0 && button < heading
  return isOwn ? start + 1 + heading : lines.length
}

function isButton({ control, isAside, text }: Line): boolean {
  return control !== null && !isAside && (control.isBuy || BUY.test(text) || SOLD_OUT.test(text))
}
