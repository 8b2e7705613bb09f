import type { HomeView, KnownBlock } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { type Card, dots } from '#src/cards/card.ts'
import { clip, tame } from '#src/cards/clip.ts'
import { type Home, readHome } from '#src/desk/home.ts'
import type { Visitor } from '#src/desk/people.ts'
import type { ListeningApp } from '../bot.ts'
import { buttonsOf, escapeSlack } from './render.ts'

/** Slack's limit on the blocks of a view; what stands beside the cards needs some of them. */
const MOST_BLOCKS = 100
const BESIDE_CARDS = 20

/** Draws the app's Home for one person, as it is now. `said`: the answer to what they just pressed there. */
export async function publishHome(app: ListeningApp, client: WebClient, by: Visitor, said?: string): Promise<void> {
  const user = by.userId.slice(by.userId.indexOf(':') + 1)
  await client.views.publish({ user_id: user, view: renderHome(await readHome(app, by), said) })
}

function renderHome({ title, cards, more, status, hints }: Home, said?: string): HomeView {
  const drawn: KnownBlock[] = []
  let left = more
  for (const card of cards) {
    const blocks = blocksOf(card)
    if (drawn.length + blocks.length > MOST_BLOCKS - BESIDE_CARDS) left += 1
    else drawn.push(...blocks)
  }
  return {
    type: 'home',
    blocks: [
      ...(said ? [words(said)] : []),
      { type: 'header', text: { type: 'plain_text', text: clip(title, 150) } },
      ...drawn,
      ...(left > 0 ? [words(`and ${left} more: /desk pending`)] : []),
      ...(status.length > 0 ? [{ type: 'divider' } as const, words(status.join('\n'))] : []),
      { type: 'divider' },
      words(hints.join('\n')),
    ],
  }
}

function blocksOf(card: Card): KnownBlock[] {
  const title = words(`${dots[card.tone]} ${clip(tame(card.title), 300)}`)
  const elements = buttonsOf(card)
  return elements.length > 0 ? [title, { type: 'actions', elements }] : [title]
}

function words(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: clip(escapeSlack(text), 3000), verbatim: true } }
}
