import type { HomeView, KnownBlock } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { type Card, dots } from '#src/cards/card.ts'
import { clip, tame } from '#src/cards/clip.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { type Home, readHome } from '#src/desk/commands/home.ts'
import type { ListeningApp } from '../bot.ts'
import { buttonsOf, escapeSlack } from './render.ts'

/** Draws the app's Home for one person, as it is now. `said`: the answer to what they just pressed there. */
export async function publishHome(app: ListeningApp, client: WebClient, by: Visitor, said?: string): Promise<void> {
  const user = by.userId.slice(by.userId.indexOf(':') + 1)
  await client.views.publish({ user_id: user, view: renderHome(await readHome(app, by), said) })
}

function renderHome({ title, cards, more, status, hints }: Home, said?: string): HomeView {
  return {
    type: 'home',
    blocks: [
      ...(said ? [words(said)] : []),
      { type: 'header', text: { type: 'plain_text', text: clip(title, 150) } },
      ...cards.flatMap(blocksOf),
      ...(more > 0 ? [words(`and ${more} more: /desk pending`)] : []),
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
