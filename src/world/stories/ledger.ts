import { lookUp } from './happened.ts'
import type { Stage } from './story.ts'

/** One kind of thing that left: how many we say, how many of them nobody has, and how many someone has twice. */
export type Entry = { one: string; many: string; count: number; lost: number; twice: number; waiting: number }

/** Our books held against what the vendors have. */
export async function keepLedger(stage: Stage): Promise<Entry[]> {
  const sent = await lookUp<Sent>(
    stage,
    `select channel, state, vendor_ref as ref, trying_since is not null as "isInHand", recipient, payload
     from deliveries where state <> 'cancelled'`,
  )
  const entries = [
    mails(stage, sent),
    texts(stage, sent),
    events(stage, sent),
    await acts(stage),
    await comments(stage),
  ]
  return entries.filter(({ count, waiting, lost }) => count + waiting + lost > 0)
}

type Sent = {
  channel: string
  state: string
  ref: Record<string, string> | null
  isInHand: boolean
  recipient: string
  payload: { removeId?: string }
}

/** `theirs`: the ids of what arrived there, doubles too; `idOf`: the id under which we noted it. */
function compare(
  words: [one: string, many: string],
  sent: Sent[],
  theirs: string[],
  idOf: (sent: Sent) => string,
): Entry {
  const done = sent.filter(({ state }) => state === 'sent')
  const arrived = new Set(theirs)
  const ours = new Set(done.map(idOf))
  const stray = theirs.filter((id) => !ours.has(id)).length
  // Taken by the vendor, and not yet noted down by us.
  const inHand = sent.filter(({ state, isInHand }) => state !== 'sent' && isInHand).length
  return {
    ...{ one: words[0], many: words[1], count: done.length },
    lost: done.filter((one) => !arrived.has(idOf(one))).length + sent.filter(({ state }) => state === 'dead').length,
    twice: theirs.length - arrived.size + Math.max(0, stray - inHand),
    waiting: sent.filter(({ state }) => state === 'waiting' || state === 'doubtful').length,
  }
}

function mails({ world }: Stage, sent: Sent[]): Entry {
  const { ours, customers } = world.google.view()
  const letters = customers.flatMap(({ threads }) => threads.flatMap((thread) => thread.letters))
  const arrived = letters.filter(({ outgoing, from }) => !outgoing && ours.includes(from))
  return compare(
    ['mail', 'mails'],
    sent.filter(({ channel }) => channel.endsWith('mail')),
    arrived.map(({ rfcMessageId }) => rfcMessageId),
    ({ ref }) => ref?.rfcMessageId ?? '',
  )
}

function texts({ world }: Stage, sent: Sent[]): Entry {
  const arrived = world.twilio.view().phones.flatMap((phone) => phone.texts.filter(({ own }) => !own))
  return compare(
    ['text', 'texts'],
    sent.filter(({ channel }) => channel.endsWith('sms')),
    arrived.map(({ sid }) => sid),
    ({ ref }) => ref?.sid ?? '',
  )
}

/** An event that was taken away again is not missed. */
function events({ world }: Stage, sent: Sent[]): Entry {
  const ours = sent.filter(({ channel }) => channel === 'calendar')
  const removed = new Set(ours.map(({ payload }) => payload.removeId))
  const put = ours.filter(({ payload, ref }) => !payload.removeId && !removed.has(ref?.eventId))
  const there = world.google
    .view()
    .calendars.flatMap(({ id, events: all }) =>
      all.filter((event) => Object.keys(event.private).length > 0).map((event) => `${id} ${event.id}`),
    )
  return compare(
    ['calendar entry', 'calendar entries'],
    put,
    there,
    ({ recipient, ref }) => `${recipient} ${ref?.eventId}`,
  )
}

/** What reps did, against what the channels' services were asked to do; in the sandbox of an account nothing leaves. */
async function acts(stage: Stage): Promise<Entry> {
  const rows = await lookUp<{ id: string; state: string }>(
    stage,
    'select id, state from rep_requests where not sandbox',
  )
  const theirs = Object.values(stage.world.channels).flatMap((channel) =>
    channel.view().received.flatMap(({ id, status }) => (status === 'done' ? [id] : [])),
  )
  const states = new Map(rows.map(({ id, state }) => [id, state]))
  const done = rows.filter(({ state }) => state === 'done')
  const arrived = new Set(theirs)
  const open = new Set(['queued', 'sending', 'doubtful'])
  const stray = [...arrived].filter((id) => states.get(id) !== 'done' && !open.has(states.get(id) ?? ''))
  return {
    ...{ one: 'act', many: 'acts', count: done.length },
    lost: done.filter(({ id }) => !arrived.has(id)).length,
    twice: theirs.length - arrived.size + stray.length,
    waiting: rows.filter(({ state }) => open.has(state)).length,
  }
}

/** Comments under open sales, and the orders they became. */
async function comments(stage: Stage): Promise<Entry> {
  const rows = await lookUp<{ id: string }>(stage, 'select comment_id as id from orders')
  const open = new Set(
    (await lookUp<{ media: string }>(stage, `select ig_media_id as media from sales where state = 'open'`)).map(
      ({ media }) => media,
    ),
  )
  const posts = stage.world.meta.view().posts.filter(({ id }) => open.has(id))
  const written = posts.flatMap((post) => post.comments.flatMap((comment) => [comment, ...comment.replies]))
  const taken = new Set(rows.map(({ id }) => id))
  return {
    ...{ one: 'comment', many: 'comments', count: taken.size, lost: 0 },
    twice: rows.length - taken.size,
    waiting: written.filter(({ id }) => !taken.has(id)).length,
  }
}
