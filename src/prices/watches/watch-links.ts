import type { App } from '#src/app.ts'
import type { Settings } from '#src/config.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import type { OpenedLink } from '#src/links/links.ts'
import { type Answer, FRESH } from '#src/web/answer.ts'
import type { Html } from '#src/web/html.ts'
import type { PublicLink } from '#src/web/public-link.ts'
import { renderNotice } from '#src/web/public-page.ts'
import { chartOf } from '../history/history.ts'
import { fetchPicture } from '../pictures.ts'
import { actOnWatch } from './act-on-watch.ts'
import { isConfirmed } from './keep-watch.ts'
import { renderConfirm, renderConfirmed } from './pages/confirm-pages.ts'
import { renderManage } from './pages/watch-pages.ts'
import { confirmWatch, lockWatch } from './watch-acts.ts'
import { loadWatches, type WatchView } from './watch-view.ts'

const VIA_LINK = { personId: null, via: 'link' as const }

/**
 * The first mail's link: looking shows what was read, the button confirms the product and the address. From then on it
 * leads to their watches.
 */
const confirmLink: PublicLink = {
  async show(app, link, call) {
    const view = await find(app, link)
    if (view && isConfirmed(view)) return manageLink.show(app, link, call)
    return view && { html: renderConfirm(app, view, call.path), headers: FRESH }
  },
  async take(app, link, form, call) {
    const { subjectId } = link
    const known = await find(app, link)
    if (known && isConfirmed(known) && form.do !== 'confirm') return manageLink.take(app, link, form, call)
    const stops = Boolean(form['List-Unsubscribe']) || form.do === 'stop'
    // Only the button confirms: whatever else is sent here shows the question again.
    if (!stops && (form.do !== 'confirm' || (known && isUnread(known)))) return confirmLink.show(app, link, call)
    const done = await inTransaction(app, async (tx) => {
      const watch = subjectId ? await lockWatch(tx, subjectId) : null
      if (!watch) return null
      const by = { ...VIA_LINK, name: 'The subscriber' }
      if (stops) return actOnWatch(tx, app, watch, { do: 'stop' }, by)
      return confirmWatch(tx, app, watch, by)
    })
    const view = done && (await find(app, link))
    return view ? { html: renderConfirmed(app, view, call.path), headers: FRESH } : null
  },
  files: { 'product.jpg': sendProduct, 'chart.png': sendChart },
  over,
}

/** There is no price to say right to: its page could not be read since it is watched again. */
function isUnread({ state, product }: WatchView): boolean {
  return state === 'asked' && product.price === null
}

/**
 * The subscriber's watches, to change, stop, call wrong, or have everything deleted. `oneClick`: what a mail program's
 * own Unsubscribe does.
 */
const manageBy = (oneClick: Record<string, string>) =>
  ({
    async show(app, link, { query, path }) {
      const view = await find(app, link)
      return view && { html: await renderManage(app, view, path, query.do ?? '', null), headers: FRESH }
    },
    async take(app, link, form, { path }) {
      const { subjectId } = link
      const asked = form['List-Unsubscribe'] === 'One-Click' ? oneClick : form
      const done = await answerOf(app, subjectId, asked)
      if (done === null) return null
      const view = await find(app, link)
      if (!view) return { html: renderNotice(app.settings.STORE_NAME, 'Deleted', done.words), headers: FRESH }
      return { status: done.status, html: await renderManage(app, view, path, '', done.words), headers: FRESH }
    },
    files: { 'chart.png': sendChart },
    over,
  }) satisfies PublicLink

const manageLink = manageBy({ do: 'stop' })

/** The link of every alert ends that watch, the one of the daily mail only the daily mail. */
export const priceLinks = {
  'price-confirm': confirmLink,
  'price-watch': manageLink,
  'price-daily': manageBy({ do: 'digest', digest: 'off' }),
}

async function answerOf(app: App, id: string | null, form: Record<string, string>) {
  if (form.do === 'delete') return deleteMe(app, id)
  try {
    const words = await inTransaction(app, async (tx) => {
      const watch = id ? await lockWatch(tx, id) : null
      return watch && actOnWatch(tx, app, watch, form, { ...VIA_LINK, name: 'The subscriber' })
    })
    return words === null ? null : { status: 200, words }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { status: 400, words: error.message }
  }
}

/** The link came by their own mail or text: the address is theirs. */
async function deleteMe(app: App, id: string | null) {
  const [view] = id ? await loadWatches(app.em.fork(), [id]) : []
  if (!view) return null
  const { email, phoneNumber } = view.user
  await app.forget('prices', { emails: email ? [email] : [], phones: phoneNumber ? [phoneNumber] : [] })
  return { status: 200, words: 'Your address and everything you watched is deleted.' }
}

async function find({ em }: App, { subjectId }: OpenedLink): Promise<WatchView | null> {
  const [view] = subjectId ? await loadWatches(em.fork(), [subjectId]) : []
  return view ?? null
}

async function sendChart(app: App, link: OpenedLink): Promise<Answer | null> {
  const view = await find(app, link)
  const png = view && (await chartOf(app.em.fork(), view.product, app.clock(), view.user.zone))
  return png ? { bytes: png, type: 'image/png', headers: FRESH } : null
}

async function sendProduct(app: App, link: OpenedLink): Promise<Answer | null> {
  const view = await find(app, link)
  const picture = view && (await fetchPicture(app, view.product))
  return picture && { ...picture, headers: { 'cache-control': 'private, max-age=86400' } }
}

function over({ STORE_NAME }: Settings): Html {
  return renderNotice(STORE_NAME, 'This link no longer works', 'Sign up again, and we send you a new one.')
}
