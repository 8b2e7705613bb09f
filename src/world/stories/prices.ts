import { clearRecords } from './clear-records.ts'
import { exists, hasMoved, lookUp } from './happened.ts'
import type { Act, Stage, Step, Story } from './story.ts'

const NIA = 'nia@example.com'
const JACKET = 'blue-denim-jacket'

const setPrice = (put: string): Act => ({ in: 'shop', put, into: '[name=price]', send: true })
const click = (press: string): Act => ({ in: 'browser', press })

/** A price is watched from the sign-up to the alert; a flap is not told twice, a slip is asked of an admin. */
export const prices: Story = {
  name: 'prices',
  who: 'Someone who waits for a sale',
  sentence: 'A price falls and the mail is there in seconds; a flap and a slipped point fool nobody.',
  minutes: 2,
  panes: [['browser'], ['mail', 'shop']],
  as: { mail: NIA },
  steps: [
    {
      name: 'sign-up',
      who: 'Web browser, as Nia',
      say: 'Paste the link of a product and leave an address. What was read of the page is shown at once.',
      acts: [
        { in: 'browser', put: NIA, into: '.sign-up [name=email]' },
        { in: 'browser', press: 'Watch it' },
      ],
      done: exists(`select 1 from deliveries where kind = 'prices.confirm' and state = 'sent'`),
    },
    {
      name: 'drop',
      who: 'The shop, as its owner',
      say: 'The price falls before she has confirmed. That drop is not lost.',
      acts: [setPrice('49.00')],
      done: exists('select 1 from prices where price = 4900'),
    },
    {
      name: 'open',
      who: 'Web browser, as Nia',
      say: 'Open the link of the mail: looking changes nothing.',
      acts: [click('Confirm')],
      done: seenOr('right?', 'select 1 from price_subscriptions where confirmed_at is not null'),
    },
    {
      name: 'confirm',
      who: 'Web browser, as Nia',
      say: 'Press Confirm on the page: one click for the address and the product. The drop is mailed with its receipt.',
      acts: [click('Confirm')],
      done: exists('select 1 from price_alerts where sent_at is not null'),
    },
    {
      name: 'flap',
      who: 'The shop',
      say: 'The price jumps to 59 and back to 49. One mail was enough: no other comes.',
      button: { label: 'Let the price jump', happen: flap },
      acts: [{ in: 'steps', press: 'Let the price jump' }],
      done: exists(
        `select 1 from tracked_products where price = 4900 and (select count(*) from prices where price = 5900) > 1`,
      ),
    },
    {
      name: 'slip',
      who: 'The shop, as its owner',
      say: 'A slipped point: 5.90 for 59.00. Nobody is mailed; an admin is asked.',
      acts: [setPrice('5.90')],
      done: hasMoved('tracked', 'doubt'),
    },
    {
      name: 'judge',
      who: 'Slack, as Ann',
      say: 'The card quotes the page. It is a slip: press Wrong.',
      acts: [{ in: 'slack', press: 'Wrong', on: 'Really $5.90?' }],
      done: hasMoved('tracked', 'wrong'),
    },
    {
      name: 'mend',
      who: 'The shop, as its owner',
      say: 'The owner mends the slip: 49.00 again. Nothing has changed for anybody, and nobody is written to.',
      acts: [setPrice('49.00')],
      done: exists(`select 1 from tracked_products where rejected is null and seen_at > (
        select max(at) from moves where kind = 'tracked' and verb = 'wrong')`),
    },
    {
      name: 'complain',
      who: 'Web browser, as Nia',
      say: 'In the mail she presses Wrong price: the page asks which.',
      acts: [click('Wrong price')],
      done: seenOr('is a wrong price', `select 1 from moves where kind = 'tracked' and verb = 'report'`),
    },
    {
      name: 'withdraw',
      who: 'Web browser, as Nia',
      say: 'One press takes the price back, and an admin hears of it.',
      acts: [click('$49.00 is a wrong price')],
      done: hasMoved('tracked', 'report'),
    },
    {
      name: 'real',
      who: 'Slack, as Ann',
      say: 'Ann looks at the page: it costs that. Press Real: it counts again, and Nia is mailed once more.',
      acts: [{ in: 'slack', press: 'Real', on: 'Really $49.00?' }],
      done: exists(`select 1 from price_alerts where sent_at > (
        select max(at) from moves where kind = 'tracked' and verb = 'real')`),
    },
  ],
  async reset(stage) {
    const tables = ['websites', 'tracked_products', 'prices', 'price_users', 'price_subscriptions']
    await clearRecords(stage, {
      pipeline: 'prices',
      kinds: ['tracked', 'watch'],
      tables: [...tables, 'price_days', 'price_alerts', 'price_archives'],
    })
    await stage.world.shop.reset()
    stage.world.browser.reset()
  },
}

/** The page of a mail's link shows these words; or what they led to has happened, for the page goes on. */
function seenOr(words: string, query: string): Step['done'] {
  return async (stage) => {
    const { page, address } = stage.world.browser.view()
    return (address.includes('/a/') && page.includes(words)) || exists(query)(stage)
  }
}

const JUMPS = [5900, 4900]
const LONGEST_MS = 15_000

/** Each price stands until it was seen. */
async function flap(stage: Stage): Promise<void> {
  for (const price of JUMPS) {
    stage.world.shop.act.set(JACKET, { price })
    await untilSeen(stage, price)
  }
}

async function untilSeen(stage: Stage, price: number): Promise<void> {
  for (const end = Date.now() + LONGEST_MS; Date.now() < end; ) {
    const [seen] = await lookUp<{ price: string }>(stage, 'select price::text from tracked_products limit 1')
    if (seen?.price === String(price)) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
