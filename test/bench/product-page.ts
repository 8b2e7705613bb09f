const SIZE = 440 * 1024
const MENU = Array.from({ length: 60 }, (_, at) => `<li class="nav__item"><a href="/c/${at}">Category ${at}</a></li>`)
const SCRIPT = `window.__q=window.__q||[];(function(d){var s=d.createElement("script");s.async=true;__q.push(s)})(document);`

/** A product page as shops send it, 440 KB (the median of real ones): its price in JSON-LD and on the page. */
export function writeProductPage(path: string, cents: number): string {
  const price = (cents / 100).toFixed(2)
  const offer = { '@type': 'Offer', price, priceCurrency: 'USD', availability: 'https://schema.org/InStock' }
  const data = { '@context': 'https://schema.org', '@type': 'Product', name: `Blue jacket ${path}`, offers: offer }
  const head = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Blue jacket ${path}</title>
<script type="application/ld+json">${JSON.stringify(data)}</script><script>${SCRIPT.repeat(400)}</script></head>`
  const body = `<body><nav><ul>${MENU.join('')}</ul></nav><main><h1>Blue jacket ${path}</h1>
<p class="price">$${price}</p><button>Add to cart</button></main>`
  const rest = SIZE - head.length - body.length - 14
  const filler =
    '<div class="grid__cell grid__cell--wide" data-testid="tile"><p>Cut from one piece, and lined.</p></div>'
  return `${head}${body}${filler.repeat(Math.max(0, Math.floor(rest / filler.length)))}</body></html>`
}
