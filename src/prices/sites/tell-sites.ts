import type { Asked, Reply } from '#src/cards/command.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import { readLink, withoutWww } from '../canonical-url.ts'
import { pointAt } from './point-at.ts'
import { listSites } from './sites.ts'

const MOST_LISTED = 50

/** `sites`, `sites shop.example`; for admins `sites shop.example main .price` and `sites shop.example off`. */
export async function tellSites({ app, member, rest }: Asked): Promise<Reply> {
  const [named = '', ...words] = rest.trim().split(/\s+/)
  if (/^(?:off|[.#[].*)$/i.test(named))
    throw new Refusal(`Of which shop? Write: sites shop.example ${named.slice(0, 60)}`)
  const domain = hostIn(named)
  if (words.length > 0) {
    if (member.role !== 'admin') throw new NotAllowed('Only an admin says where a price stands.')
    return { text: await pointAt(app, domain, words.join(' ')) }
  }
  const all = await listSites(app)
  if (all.length === 0) return { text: 'No shop is known yet. Write: track <url>' }
  const known = all.filter((site) => site.domain.includes(domain))
  if (known.length === 0) throw new Refusal(`I do not know ${domain.slice(0, 60)}. Write sites for those I know.`)
  const left = known.length - MOST_LISTED
  const lines = known.slice(0, MOST_LISTED).map((site) => site.words)
  return { text: [...lines, ...(left > 0 ? [`and ${left} more: sites <name>`] : [])].join('\n') }
}

/** The shop of what was typed: `shop.example`, a part of that, or the link of one of its pages. */
function hostIn(named: string): string {
  const link = readLink(named)
  const host = link.includes('/') ? URL.parse(/^https?:/i.test(link) ? link : `https://${link}`)?.host : null
  return withoutWww(host || link)
}
