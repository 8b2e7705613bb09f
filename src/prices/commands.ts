import { cardOf } from '#src/cards/card-of.ts'
import type { Alias, Asked, Command, CommandApp, Reply } from '#src/cards/command.ts'
import { Refusal } from '#src/errors.ts'
import { readLink } from './canonical-url.ts'
import { tellSites } from './sites/tell-sites.ts'
import { writeTier } from './sites/write-tier.ts'
import { listPrices } from './watches/list-watches.ts'
import { subscribe } from './watches/subscribe.ts'
import { watchSubject } from './watches/watch-subject.ts'
import { loadWatches } from './watches/watch-view.ts'

const shared = { pipeline: 'prices' } satisfies Partial<Command>

/** What one can type about prices. */
export const priceCommands: (Command | Alias)[] = [
  {
    name: 'track',
    usage: '<url> [10% | 5 off | under 20 | up]',
    example: 'track https://shop.example/jacket under 50',
    help: 'watch the price of a product page',
    ...shared,
    run: track,
  },
  { name: 'prices', usage: '[words]', help: 'what is watched, and how fast alerts left', ...shared, run: listPrices },
  { name: 'untrack', usage: '<W-3>', help: 'stop watching', ...shared, verb: 'stop' },
  {
    name: 'sites',
    usage: '[shop.example] [.price | off]',
    help: 'the shops, and how they answer; for admins: where the price stands on the pages of one',
    ...shared,
    run: tellSites,
  },
]

async function track({ app, member, by, rest }: Asked): Promise<Reply> {
  const { url, rule } = readWish(rest)
  if (!url) throw new Refusal('Which page? Write: track https://shop.example/jacket under 50')
  const { watch, product } = await subscribe(app, {
    url,
    rule,
    subscriber: { notifyBy: 'chat', personId: member.id, firstName: member.name, zone: member.zone },
    by: { personId: member.id, name: member.name, via: by.via },
  })
  if (product.state === 'unreadable') throw new Refusal(`I cannot read a price there: ${product.lastError}.`)
  return { text: await writeTier(app, product), cards: [await watchCard(app, watch.id, member)], isPrivate: true }
}

/** The link, wherever it stands, without the marks of the sentence; what stands around it is the rule. */
function readWish(typed: string): { url: string; rule: string } {
  const words = typed.split(/\s+/).filter((word) => !/^[.,;:!?()[\]]*$/.test(word))
  const at = Math.max(
    0,
    words.findIndex((word) => word.includes('://')),
  )
  return {
    url: readLink(words[at] ?? ''),
    rule: words
      .toSpliced(at, 1)
      .join(' ')
      .replace(/[.,;!]$/, ''),
  }
}

async function watchCard(app: CommandApp, id: string, member: Asked['member']) {
  const [view] = await loadWatches(app.em.fork(), [id])
  if (!view) throw new Refusal('It is gone.')
  return cardOf(watchSubject, view, app, 'loud', member)
}
