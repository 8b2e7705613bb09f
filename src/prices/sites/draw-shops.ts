import type { Needs } from '#src/app.ts'
import { type Html, html } from '#src/web/html.ts'
import { REFUSALS } from '../canonical-url.ts'
import { listSites, SHOWN_TO_ALL, type Site } from './sites.ts'
import { sayMinutes } from './write-tier.ts'

const MOST_SHOWN = 100

/** The shops a subscriber can use, and how they answer: which, how often, and what is wrong, in plain words. */
export async function drawShops(app: Needs<'em' | 'settings'>): Promise<Html> {
  const sites = await listSites(app, SHOWN_TO_ALL)
  const left = sites.length - MOST_SHOWN
  const list = html`<p>These are watched now:</p><ul class="shops">${sites.slice(0, MOST_SHOWN).map(drawShop)}
${left > 0 ? html`<li>and ${left} more</li>` : ''}</ul>`
  return html`<section aria-label="Shops"><h2>Shops</h2>
<p>Any shop can be tried whose page shows its price. ${REFUSALS.join(' ')}</p>
${sites.length > 0 ? list : ''}</section>`
}

function drawShop({ domain, tierS, lastError, lost, attempts }: Site): Html {
  const trouble = attempts > 0 ? 'does not answer at the moment' : 'does not answer for some of its pages'
  const health = lastError === null && lost === 0 ? 'answers' : `${trouble}; we go on trying`
  return html`<li><strong>${domain}</strong> ${health} · looked at every ${sayMinutes(tierS)}</li>`
}
