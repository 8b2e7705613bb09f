import { ProductDraft } from '#entities/catalog/product-draft.ts'
import type { App } from '#src/app.ts'
import { writeCount } from '#src/basics/write-count.ts'
import { clip } from '#src/cards/clip.ts'
import { writeRef } from '#src/cards/ref.ts'
import type { Member } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { type Html, html } from '#src/web/html.ts'
import { ownStore } from '#src/web/own-store.ts'
import type { Page } from '#src/web/page.ts'
import { listChoices } from '../choices/choices.ts'
import { isSure } from '../extract/is-sure.ts'
import { draftKind } from '../kinds.ts'
import { approveDrafts, draftNow, whyNotApproved } from './approve.ts'
import { type DraftView, loadDrafts } from './draft-view.ts'
import { nameAndPrice, percent } from './draft-words.ts'
import { findDrafts, SHOW, SHOWN } from './find-drafts.ts'

const A_PAGE = 48
/** Of a tile: its own page has them all. */
const MOST_CHOICES = 80

/**
 * The drafts that wait, as a grid of pictures: those that are surely read are ticked, one press approves the ticked.
 */
export const reviewPage: Page = {
  path: '/review',
  title: 'Review',
  isInMenu: true,
  roles: ['seller'],
  kinds: ['draft'],
  async draw({ em: all, clock }, { member, csrf, call }) {
    const em = all.fork()
    const show = SHOW.find((name) => name === call.query.show) ?? 'all'
    const filter = { state: 'pending' as const, show }
    const { ids, total } = await findDrafts(em, member, filter, { page: 1, limit: A_PAGE }, clock())
    if (total === 0) return html`${drawShow(show)}<p class="soft">${nothing(show)}</p>`
    const views = await loadDrafts(em, ids)
    const shown = ids.flatMap((id) => views.find((view) => view.id === id) ?? [])
    const isAll = call.query.all === '1'
    const here = show === 'all' ? '/review?' : `/review?show=${show}&`
    const other = isAll
      ? html`<a href="${here.slice(0, -1)}">Tick only the sure ones</a>`
      : html`<a href="${here}all=1">Tick all with a price</a>`
    const part = total > A_PAGE ? `: these are ${A_PAGE}` : ''
    const head = `${writeCount(total, 'product waits', 'products wait')}, the surest first${part}.`
    return html`${drawShow(show)}<p>${head}
        ${other}</p>
      <form method="post" action="/review"><input type="hidden" name="csrf" value="${csrf}">
      <ul class="review">${shown.map((view) => drawTile(view, isAll))}</ul>
      <p class="buttons stays"><button class="button primary">Approve the ticked</button></p></form>`
  },
  take: approveTicked,
}

/** `All · Above 80 % · 80 % or less · Running out` */
function drawShow(chosen: (typeof SHOW)[number]): Html {
  const links = Object.entries({ all: 'All', ...SHOWN }).map(([show, words]) =>
    show === chosen
      ? html`<strong>${words}</strong>`
      : html`<a href="${show === 'all' ? '/review' : `/review?show=${show}`}">${words}</a>`,
  )
  return html`<p class="ways">${links}</p>`
}

function nothing(show: string): string {
  return show === 'all' ? 'No draft waits. Write scan to look through your posts.' : 'None of them.'
}

function drawTile(view: DraftView, isAll: boolean): Html {
  const [name, price] = nameAndPrice(view)
  const sure = html`<span class="soft">${percent(draftNow(view).confidence)}</span>`
  const ref = writeRef(draftKind, view)
  const isOpen = whyNotApproved(view) === null
  const toDo = price ? 'add a price' : 'part'
  const links = [isOpen ? 'edit' : toDo, 'reject', view.igPermalink && 'view post']
  const standing = isOpen ? (isAll || isSure(view) ? 'checked' : '') : 'disabled'
  const box = html`<input type="checkbox" name="draft:${view.id}" value="yes" ${standing}>`
  const [hash] = view.pictures
  const picture = hash
    ? html`<img src="/product-pictures/${hash}.jpg" alt="" width="240" height="240" loading="lazy">`
    : html`<span class="soft blank">No picture</span>`
  return html`<li><label>${picture}<span>${box} <strong>${name}</strong></span>
    <span class="worth">${price && html`<span>${price}</span>`}${sure}</span>${drawChoices(view)}</label>
    <a href="/drafts/${ref}">${ref}: ${links.filter(Boolean).join(', ')}</a></li>`
}

function drawChoices(view: DraftView): Html {
  const choices = listChoices(draftNow(view).variants)
  return choices ? html`<span class="soft">${clip(choices, MOST_CHOICES)}</span>` : html``
}

async function approveTicked(app: App, member: Member, form: Record<string, string>): Promise<string> {
  const ids = Object.keys(form).flatMap((name) => /^draft:([0-9a-f-]{36})$/.exec(name)?.[1] ?? [])
  if (ids.length === 0) throw new Refusal('Tick what you want to approve.')
  const { storeId = null } = ownStore(member)
  const by = { personId: member.id, name: member.name, via: 'web' as const }
  const count = await inTransaction(app, async (tx) => {
    const free = await sql<{ id: string }>(
      tx.em,
      `select id from product_drafts where id = any($1::uuid[]) and state = 'pending'
         and ($2::uuid is null or store_id = $2) order by id for update`,
      [ids, storeId],
    )
    const drafts = await tx.em.find(ProductDraft, { id: { $in: free.map(({ id }) => id) } }, { refresh: true })
    const ready = drafts.filter((draft) => whyNotApproved(draft) === null)
    for (const own of Map.groupBy(ready, ({ storeId }) => storeId).values()) await approveDrafts(tx, own, by)
    return ready.length
  })
  if (count === 0) throw new Refusal('They are decided already.')
  return `${writeCount(count, 'product is approved', 'products are approved')}.`
}
