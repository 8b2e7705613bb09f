import type { KnownBlock, RichTextBlock, RichTextSection } from '@slack/types'
import { type Button, type Card, dots } from '#src/cards/card.ts'
import { clip, tame } from '#src/cards/clip.ts'
import { fit } from '#src/cards/fit.ts'
import { lintSlackMessage } from '#src/cards/lint-slack.ts'
import type { SlackPicture } from './upload-picture.ts'

export type SlackFace = { text: string; blocks: KnownBlock[] }

/**
 * A card in Block Kit. Words stand in rich text, which Slack shows as they are: nothing in them can become
 * a mention, a link or markup.
 */
export function renderSlack(card: Card, picture: SlackPicture | null = null): SlackFace {
  return draw(
    fit(card, (one) => lintSlackMessage(draw(one, picture))),
    picture,
  )
}

function draw(card: Card, picture: SlackPicture | null): SlackFace {
  const title = `${dots[card.tone]} ${clip(tame(card.title), 300)}`
  const blocks: KnownBlock[] = [rich([{ text: title, bold: true }])]
  if (card.quote) blocks.push(quote(card.quote))
  if (card.facts.length > 0) blocks.push(facts(card.facts))
  if (picture) blocks.push(image(picture))
  if (card.footer) blocks.push(context(card.footer))
  const elements = buttonsOf(card)
  if (elements.length > 0) blocks.push({ type: 'actions', elements })
  return { text: escapeSlack(title), blocks }
}

/** Its buttons, then its links: at most 25, as Slack allows. */
export function buttonsOf(card: Pick<Card, 'buttons' | 'links'>) {
  return [...card.buttons.map(button), ...(card.links ?? []).map(link)].slice(0, 25)
}

type Piece = { text: string; bold?: boolean; italic?: boolean }

function rich(pieces: Piece[]): RichTextBlock {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: pieces.map(textOf) }] }
}

function textOf({ text, bold, italic }: Piece): RichTextSection['elements'][number] {
  return {
    type: 'text',
    text,
    ...((bold || italic) && { style: { ...(bold && { bold }), ...(italic && { italic }) } }),
  }
}

function quote(text: string): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_quote', elements: [textOf({ text: clip(tame(text), 1500) })] }],
  }
}

function facts(list: Card['facts']): RichTextBlock {
  const lines = list.flatMap(({ label, value }, index) => [
    { text: `${index ? '\n' : ''}${tame(label)}  `, bold: true },
    { text: clip(tame(value), 600) },
  ])
  return rich(lines)
}

function image({ file, alt }: SlackPicture): KnownBlock {
  return { type: 'image', slack_file: { id: file }, alt_text: clip(tame(alt), 2000) || 'picture' }
}

function context(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'plain_text', text: clip(tame(text), 1000), emoji: false }] }
}

function button({ label, token, style }: Button) {
  return {
    type: 'button' as const,
    action_id: token,
    text: { type: 'plain_text' as const, text: clip(label, 75), emoji: true },
    ...(style === 'plain' ? {} : { style }),
  }
}

function link({ label, url }: NonNullable<Card['links']>[number], index: number) {
  return {
    type: 'button' as const,
    action_id: `link.${index}`,
    text: { type: 'plain_text' as const, text: clip(label, 75), emoji: true },
    url,
  }
}

/** Slack's three control characters, for the places where it reads markup. */
export function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
