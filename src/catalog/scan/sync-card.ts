import type { SyncState } from '#entities/catalog/instagram-sync.ts'
import type { App } from '#src/app.ts'
import { writeCount } from '#src/basics/write-count.ts'
import type { Card, Fact, Tone } from '#src/cards/card.ts'
import { writeRef } from '#src/cards/ref.ts'
import { writeWhen } from '#src/cards/times.ts'
import { draftNow } from '../drafts/approve.ts'
import { expiryOf } from '../drafts/draft-card.ts'
import { nameAndPrice, percent } from '../drafts/draft-words.ts'
import { syncKind } from '../kinds.ts'
import { type SyncView, sureOnes } from './sync-view.ts'

type Drawing = Pick<App, 'clock' | 'settings'>

const BAR = 12
const MOST_LISTED = 6

/** One card for a scan: how far it is, and then what it found. */
export function syncCard(view: SyncView, { clock, settings }: Drawing): Omit<Card, 'buttons'> {
  return {
    title: `${writeRef(syncKind, view)} ${titleOf(view)}`,
    tone: toneOf(view),
    facts: view.state === 'running' ? progressOf(view) : factsOf(view),
    footer: footerOf(view, clock(), settings.STORE_TIMEZONE),
  }
}

function titleOf(view: SyncView): string {
  const { state, totalProcessed, totalMedia, listedAt } = view
  if (state !== 'running') return `${endings[state]}${countsOf(view)}`
  if (totalMedia === 0) return 'Scan · asking Instagram for the posts'
  return `Scan · ${totalProcessed} of ${totalMedia}${listedAt ? '' : '+'} posts`
}

const endings: Record<SyncState, string> = {
  running: '',
  success: '',
  partial_success: 'Some posts could not be read · ',
  failed: 'The scan failed · ',
  cancelled: 'Cancelled · ',
}

/** `42 products · 15 not products · 3 need a price` */
function countsOf({ priced, unpriced, notProducts, productsSkipped, productsFailed }: SyncView): string {
  const parts = [
    writeCount(priced, 'product'),
    notProducts > 0 && writeCount(notProducts, 'is no product', 'not products'),
    unpriced > 0 && writeCount(unpriced, 'needs a price', 'need a price'),
    productsSkipped > 0 && `${productsSkipped} known already`,
    productsFailed > 0 && `${productsFailed} failed`,
  ]
  return parts.filter(Boolean).join(' · ')
}

function toneOf({ state, undecided }: SyncView): Tone {
  if (state === 'running') return 'waiting'
  if (state === 'failed') return 'bad'
  if (undecided) return 'todo'
  return state === 'cancelled' ? 'done' : 'good'
}

function progressOf({ totalProcessed, totalMedia, username }: SyncView): Fact[] {
  const done = totalMedia === 0 ? 0 : Math.round((BAR * totalProcessed) / totalMedia)
  const bar = { label: 'Analyzing posts', value: `${'▓'.repeat(done)}${'░'.repeat(BAR - done)}` }
  return [...(username ? [{ label: 'Account', value: `@${username}` }] : []), bar]
}

function factsOf(view: SyncView): Fact[] {
  const { errors, username } = view
  const lines = view.waiting.slice(0, MOST_LISTED).map((draft) => {
    return `• ${[...nameAndPrice(draft), percent(draftNow(draft).confidence)].join(' · ')}`
  })
  const more = view.waiting.length - lines.length
  const problems = errors.slice(-2).map(({ mediaId, error }) => [mediaId, error].filter(Boolean).join(': '))
  const rows: [string, string | false | null][] = [
    ['Account', username && `@${username}`],
    [
      'To decide',
      lines.length > 0 && ['the surest first', ...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
    ],
    ['Problems', problems.join(' · ')],
  ]
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

function footerOf(view: SyncView, now: Date, zone: string): string {
  const { state, undecided, lastMove } = view
  if (state === 'running') return runningWords(view, now, zone)
  if (lastMove && lastMove.verb === 'approve') {
    const rest = view.waiting.length > 0 ? ` · ${view.waiting.length} still to look at` : ''
    return `Approved ${view.productsImported} by ${lastMove.by.name}, ${writeWhen(lastMove.at, zone, now)}${rest}`
  }
  if (state === 'failed')
    return view.isConnected ? 'Press Scan again to start over.' : 'Connect the account again, then scan.'
  if (undecided) return [undecidedWords(view), soonWords(view, now)].filter(Boolean).join(' ')
  return restWords(view)
}

function runningWords(view: SyncView, now: Date, zone: string): string {
  const { resumesAt, nextTryAt } = view
  const goesOn = (at: Date) => `It goes on at ${writeWhen(at, zone, now)}.`
  if (resumesAt && resumesAt > now) return `Instagram lets us ask only so often. ${goesOn(resumesAt)}`
  if (nextTryAt && nextTryAt > now) return `Instagram does not answer properly. ${goesOn(nextTryAt)}`
  return timeLeft(view, now)
}

/** Of what nothing was found in nothing was decided. */
function restWords({ state, waiting, priced, unpriced, productsSkipped, options: { since } }: SyncView): string {
  if (waiting.length > 0) return `${waiting.length} still to look at: drafts`
  if (priced + unpriced > 0) return 'All decided.'
  if (state === 'cancelled') return 'It was stopped before it found anything. To begin anew: scan'
  if (state === 'partial_success') return 'The next scan tries the failed ones again.'
  if (productsSkipped > 0) return 'Nothing new since the last look.'
  return `None of them offers anything.${since ? ' For older posts: scan all' : ''}`
}

function undecidedWords(view: SyncView): string {
  const sure = sureOnes(view).length
  if (sure === view.waiting.length) return sure === 1 ? 'It is surely read.' : `All ${sure} are surely read.`
  return sure === 0 ? 'Each wants a look.' : `${writeCount(sure, 'is', 'are')} surely read. The others want a look.`
}

const SOON_MS = 48 * 3_600_000

/** `3 of them run out in 6 hours.` */
function soonWords({ waiting }: SyncView, now: Date): string | null {
  const soon = waiting.filter(({ expiresAt }) => expiresAt.getTime() - now.getTime() <= SOON_MS)
  const [first] = soon.toSorted((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime())
  if (!first) return null
  const what = soon.length === waiting.length ? 'They run out' : `${soon.length} of them run out`
  return `${waiting.length === 1 ? 'It runs out' : what} ${expiryOf(first, now)}.`
}

function timeLeft({ startedAt, totalProcessed, totalMedia, listedAt }: SyncView, now: Date): string {
  if (totalProcessed === 0 || !listedAt) return 'Reading what the posts offer.'
  const perPost = (now.getTime() - startedAt.getTime()) / totalProcessed
  const seconds = Math.max(1, Math.ceil((perPost * (totalMedia - totalProcessed)) / 1000))
  const left = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`
  return `About ${left} left. Nothing goes into the shop before you say so.`
}
