import { shopInstagram } from '../people.ts'
import { clearRecords } from './clear-records.ts'
import { exists, hasMoved } from './happened.ts'
import type { Act, Stage, Story } from './story.ts'

const SALE = '28yy9oRb9O'
const BUYER = 'tilly.f'

const inSlack = (put: string): Act => ({ in: 'slack', put, into: '.composer [name=text]', send: true })
const inMail = (put: string): Act => ({ in: 'mail', put, into: '[action$="/reply"] [name=text]', send: true })

/** A comment under the post of the sale. */
const comment = (username: string, text: string): Act[] => {
  const box = 'article > .box'
  return [
    { in: 'instagram', put: username, into: `${box} [name=username]` },
    { in: 'instagram', put: text, into: `${box} [name=text]`, send: true },
  ]
}

/** A comment becomes an order, the order a cart link; then forty come at once. */
export const orders: Story = {
  name: 'orders',
  who: 'An Instagram shop',
  sentence: 'A comment becomes an order, a question is answered, a cart link goes out.',
  minutes: 2,
  panes: [['instagram', 'stripe'], ['mail']],
  steps: [
    {
      name: 'sale',
      who: 'Slack, as Ann',
      say: 'Tell Deskhand which post is the sale.',
      acts: [inSlack(`/desk sale add https://www.instagram.com/p/${SALE}`)],
      done: exists(`select 1 from sales where state in ('proposed', 'open', 'closed')`),
    },
    {
      name: 'start',
      who: 'Slack, as Ann',
      say: 'The card shows what was read of the post. It is right: press Right, start.',
      acts: [{ in: 'slack', press: 'Right, start', on: 'Sale S-' }],
      done: hasMoved('sale', 'confirm'),
    },
    {
      name: 'comment',
      who: 'Instagram, as a customer',
      say: 'Comment as people do under such a post.',
      acts: comment(BUYER, '2 black 1 red tilly.fernsworth@example.com'),
      done: hasMoved('order', 'extract'),
    },
    {
      name: 'approve',
      who: 'Slack, as Ann',
      say: 'The order rings in Slack and in Telegram. Press Approve in one of them, and watch both cards change.',
      acts: [{ in: 'slack', press: 'Approve', on: `@${BUYER}` }],
      done: hasMoved('order', 'approve'),
    },
    {
      name: 'mailed',
      who: 'Wait 15 seconds',
      say: 'Until then Undo takes it back. Then one mail leaves, and the cards say so.',
      acts: [],
      done: hasMoved('order', 'sent'),
    },
    {
      name: 'question',
      who: 'Mail, as the customer',
      say: 'Answer with a question instead of an address.',
      acts: [inMail('Do you ship to Canada?')],
      done: exists(`select 1 from order_mails where direction = 'in'`),
    },
    {
      name: 'reply',
      who: 'Slack, as Ann',
      say: 'A new card rings. Press Reply on it and write a sentence.',
      acts: [
        { in: 'slack', press: 'Reply', on: `@${BUYER} asks` },
        { in: 'slack', put: 'Yes, for $5 more.', into: '[role=dialog] textarea' },
        { in: 'slack', press: 'Send', on: 'Your answer' },
      ],
      done: hasMoved('order', 'reply'),
    },
    {
      name: 'address',
      who: 'Mail, as the customer',
      say: 'Now send the address. It is checked, and the cart link comes back in the same thread.',
      acts: [inMail('1420 Alderwick Lane, Springfield IL 62704')],
      done: hasMoved('order', 'link'),
    },
    {
      name: 'pay',
      who: 'Pay page, as the customer',
      say: 'The link of the mail leads to Stripe. Press Pay: Stripe tells Deskhand, and the cards say Paid.',
      acts: [{ in: 'stripe', press: 'Pay' }],
      done: hasMoved('order', 'paid'),
    },
    {
      name: 'flood',
      who: 'Instagram, everybody',
      say: 'Thirty-seven people comment at once. Six messages at most ring in the shop, not 37.',
      button: { label: 'Let 37 people comment', happen: flood },
      acts: [{ in: 'steps', press: 'Let 37 people comment' }],
      done: exists(`select 1 from orders where state <> 'scraped' offset 36`),
    },
    {
      name: 'batch',
      who: 'Slack, as Ann',
      say: 'One press approves the clear ones; Check shows the others one by one.',
      acts: [{ in: 'slack', press: 'Approve', on: 'new orders' }],
      done: hasMoved('order', 'approve', 30),
    },
  ],
  async reset(stage) {
    await clearRecords(stage, {
      pipeline: 'orders',
      kinds: ['order', 'sale', 'roundup'],
      tables: ['roundups', 'sales', 'orders', 'order_mails', 'order_examples'],
      sources: ['instagram', 'gmail', 'stripe'],
    })
    await stage.world.meta.act.clearComments(shopInstagram)
    await stage.world.stripe.reset()
  },
}

/** 33 clear comments, and 4 for a colour that is not on offer. */
async function flood({ world }: Stage): Promise<void> {
  const clear = Array.from({ length: 33 }, (_, n) => ({
    username: `buyer.${n}`,
    text: `1 black buyer${n}@example.com`,
  }))
  const unsure = Array.from({ length: 4 }, (_, n) => ({
    username: `unsure.${n}`,
    text: `1 cherry unsure${n}@example.com`,
  }))
  await world.meta.act.comments([...clear, ...unsure].map((one) => ({ ...one, shortcode: SALE })))
}
