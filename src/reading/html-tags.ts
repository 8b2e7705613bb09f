const SKIPPED = new Set('head style script title template noscript object svg select textarea iframe'.split(' '))
const QUOTE_CLASS = /(?:^|[\s_])(?:gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|(?:protonmail|tutanota)_quote)/i
const CITING = /cite|quote|border-left|border-width:\s*0(?:px)? 0(?:px)? 0/i
const HIDING = [
  /display:none|visibility:hidden|mso-hide:all/,
  /font-size:0(?!\.?\d*[1-9])|opacity:0(?!\.\d*[1-9])|max-height:0(?!\.?\d*[1-9])/,
  /(?:left|text-indent|top|margin-left):-\d{3,}/,
  /(?:^|;)color:(?:#fff(?:fff)?|white|transparent|rgba?\(255,255,255)(?!.*background)/,
]

export type Open = { hidden: boolean; quoted: boolean; pre: boolean }

/** What a tag makes of the text within it. */
export function describe(name: string, attributes: Record<string, string>, hiddenNames: Set<string>): Open {
  const { style = '', class: names = '', hidden } = attributes
  const isHidden = SKIPPED.has(name) || hidden !== undefined || hides(style)
  const cited = name === 'blockquote' && CITING.test(`${attributes.type ?? ''} ${names} ${style}`)
  return {
    hidden: isHidden || (hiddenNames.size > 0 && names.split(/\s+/).some((one) => hiddenNames.has(one))),
    quoted: cited || (names !== '' && QUOTE_CLASS.test(names)),
    pre: name === 'pre' || (style !== '' && /white-space:\s*(?:pre|break-spaces)/.test(style)),
  }
}

/** Classes that a style sheet of the text hides: `.x{display:none}`. */
export function hiddenClasses(html: string): Set<string> {
  const found = new Set<string>()
  const start = html.search(/<style\b/i)
  if (start < 0) return found
  const sheet = html.slice(start, start + 20_000)
  for (const [, name, rule] of sheet.matchAll(/\.([\w-]{1,60})\s*\{([^{}]{0,300})\}/g))
    if (name && hides(rule ?? '')) found.add(name)
  return found
}

function hides(style: string): boolean {
  if (style === '') return false
  const bare = style.toLowerCase().replace(/\s+/g, '')
  return HIDING.some((rule) => rule.test(bare))
}

/** The lines that a row of a table becomes; some of its cells may be empty. */
export type WriteRow = (cells: string[]) => string[]

/** Two cells are a label and its value. */
export function writeRow(cells: string[]): string[] {
  const [label = '', value, ...more] = cells.filter((cell) => cell !== '')
  const isPair = value !== undefined && more.length === 0
  return [isPair ? `${label.replace(/\s*:$/, '')}: ${value}` : cells.filter(Boolean).join(' ')]
}
