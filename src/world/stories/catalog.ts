import { sql } from '#src/database/sql.ts'
import { ZURI } from '../meta/state.ts'
import { clearRecords } from './clear-records.ts'
import { exists, hasMoved, lookUp } from './happened.ts'
import type { Act, Stage, Story } from './story.ts'

const inSlack = (put: string): Act => ({ in: 'slack', put, into: '.composer [name=text]', send: true })
const JACKET = 'Blue denim jacket'

/** Sixty posts become a shop: connected, scanned, approved at once, edited, and a conflict settled. */
export const catalog: Story = {
  name: 'catalog',
  who: 'A shop that sells by Instagram',
  sentence:
    'Sixty posts become a catalogue; the good ones are approved at once; a price that changed on both sides is settled.',
  minutes: 2,
  panes: [['zuri']],
  steps: [
    {
      name: 'connect',
      who: 'Slack, as Ann',
      say: 'Ask to connect the shop Zuri Closet.',
      acts: [inSlack('/desk connect Zuri')],
      done: exists(`select 1 from links where purpose = 'connect-instagram'`),
    },
    {
      name: 'consent',
      who: 'Facebook, as Ann',
      say: 'Open the private link and say yes at Facebook, or let it be done here.',
      button: { label: 'Say yes at Facebook', happen: sayYes },
      acts: [{ in: 'steps', press: 'Say yes at Facebook' }],
      done: exists(
        `select 1 from card_posts c join instagram_accounts a on a.id = c.subject_id
         where c.subject = 'igconnection' and a.state = 'active' and c.platform = 'slack' and c.message_ref is not null`,
      ),
    },
    {
      name: 'scan',
      who: 'Slack, as Ann',
      say: 'The card says who is connected. Press Scan now.',
      acts: [{ in: 'slack', press: 'Scan now', on: '@zuricloset is connected' }],
      done: exists('select 1 from instagram_sync_history where total_processed > 0'),
    },
    {
      name: 'found',
      who: 'Wait a moment',
      say: 'One card tells how far it is: what is a product, what is not, what lacks a price.',
      acts: [],
      done: exists(
        `select 1 from card_posts c join instagram_sync_history s on s.id = c.subject_id
         where c.subject = 'scan' and s.state = 'success' and c.platform = 'slack' and c.shown = c.wanted`,
      ),
    },
    {
      name: 'batch',
      who: 'Slack, as Ann',
      say: 'Approve all that are surely read, with one press.',
      acts: [{ in: 'slack', press: 'Approve 28 above 80 %', on: '42 products' }],
      done: hasMoved('draft', 'approve', 28),
    },
    {
      name: 'products',
      who: 'Slack, as Ann',
      say: 'What is in the shop now?',
      acts: [inSlack('/desk products')],
      done: async ({ world }) => JSON.stringify(world.slack.view()).includes('28 products, 28 in the shop'),
    },
    {
      name: 'edit',
      who: 'Slack, as Ann',
      say: 'The jacket costs 2,100 now: edit it.',
      acts: async (stage) => [
        inSlack(`/desk edit ${await refOf(stage)}`),
        { in: 'slack', put: '2100', into: '[role=dialog] input[name*=price]' },
        { in: 'slack', press: 'Save', on: 'Edit PR-' },
      ],
      done: hasMoved('product', 'edit'),
    },
    {
      name: 'instagram',
      who: 'Instagram, as the shop',
      say: 'The post is edited too: "now 2000".',
      acts: async (stage) => [{ ...(await editOf(stage)), send: true }],
      done: exists(
        `select 1 from card_posts c join products p on p.id = c.subject_id
         where c.subject = 'product' and p.conflict is not null and c.platform = 'slack' and c.message_ref is not null`,
      ),
    },
    {
      name: 'settle',
      who: 'Slack, as Ann',
      say: 'Both changed the price. The card asks which one is right: take the one of Instagram.',
      acts: [{ in: 'slack', press: 'Take 2,000', on: 'Shop 2,100' }],
      done: hasMoved('product', 'take'),
    },
  ],
  async reset(stage) {
    const tables = [
      'instagram_webhook_events',
      'product_drafts',
      'products',
      'instagram_sync_history',
      'instagram_posts',
    ]
    await clearRecords(stage, {
      pipeline: 'catalog',
      kinds: ['draft', 'product', 'scan', 'igconnection'],
      tables,
      sources: [],
    })
    await sql(stage.app.em.fork(), 'delete from instagram_accounts where ig_user_id = $1', [ZURI.id])
    await sql(stage.app.em.fork(), `delete from links where purpose like 'connect-instagram'`)
    await stage.world.meta.act.restorePosts(ZURI.id)
  },
}

async function refOf(stage: Stage): Promise<string> {
  const [row] = await lookUp<{ number: number }>(stage, 'select number from products where name = $1', [JACKET])
  return `PR-${row?.number ?? 0}`
}

async function editOf({ world }: Stage): Promise<Extract<Act, { put: string }>> {
  const post = world.meta.view(ZURI.id).posts.find(({ caption }) => caption.startsWith(JACKET))
  const caption = `${JACKET}, thrift grade A. Was 3000 now 2000!! Sizes M and L. #denim #zuricloset`
  return { in: 'zuri', put: caption, into: `[data-post="${post?.shortcode}"] [name=caption]` }
}

/** Of all links that were sent the one that still connects; looking at the others uses none of them up. */
async function findConnectLink(links: string[]): Promise<string | null> {
  for (const link of links) if ((await (await fetch(link)).text()).includes('Continue with Facebook')) return link
  return null
}

/** What a browser does when Ann opens her private link, goes on to Facebook and presses Continue there. */
async function sayYes({ app, world }: Stage): Promise<void> {
  const links = JSON.stringify(world.slack.view()).match(new RegExp(`${app.publicUrl}/a/[\\w-]{22}`, 'g')) ?? []
  const link = await findConnectLink(links)
  if (!link) throw new Error('there is no private link in Slack yet')
  const started = await fetch(link, { method: 'POST', redirect: 'manual', headers: { origin: app.publicUrl } })
  const consent = new URL(started.headers.get('refresh')?.replace('0; url=', '') ?? '')
  const form = new URLSearchParams({ answer: 'yes', user: 'zuri' })
  for (const name of ['redirect_uri', 'state']) form.set(name, consent.searchParams.get(name) ?? '')
  for (const scope of consent.searchParams.get('scope')?.split(',') ?? []) form.append('scope', scope)
  const back = await fetch(`${consent.origin}${consent.pathname}`, { method: 'POST', body: form, redirect: 'manual' })
  await fetch(back.headers.get('location') ?? '', { headers: { accept: 'text/html' } })
}
