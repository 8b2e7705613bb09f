import { html } from 'hono/html'
import type { Html } from '#src/cards/render-html.ts'
import type { Member } from '#src/cards/subject.ts'
import { renderDocument } from '../document.ts'
import type { SignedIn } from '../session.ts'

export type Page = {
  title: string
  /** The part of the menu this belongs to: `/orders`. */
  area: string
  /** The kinds of record the page shows: news of them refreshes it. */
  kinds: string[]
  /** The one record it is about: news of others of its kind do not. */
  record?: { kind: string; id: string }
  body: Html
}

const menu: [string, string][] = [
  ['/', 'Overview'],
  ['/orders', 'Orders'],
  ['/sales', 'Sales'],
]
const adminMenu: [string, string][] = [['/deliveries', 'Deliveries']]

/** The frame of every signed-in page. Only `main` is exchanged when something moves. */
export function renderFrame(shop: string, me: SignedIn, said: string | null, page: Page): Html {
  const { record, kinds } = page
  return renderDocument({
    title: `${page.title} - ${shop}`,
    isLive: true,
    body: html`<body class="frame">
<a class="skip" href="#main">To the content</a>
<header><div>
  <p class="shop"><bdi>${shop}</bdi></p>
  <nav aria-label="Areas">${menuOf(me.member).map(
    ([path, name]) => html`<a href="${path}" ${path === page.area ? html`aria-current="page"` : ''}>${name}</a>`,
  )}</nav>
  <form class="who" method="post" action="/sign-out">
    <small id="live" role="status"></small>
    <bdi>${me.member.name}</bdi>
    <input type="hidden" name="csrf" value="${me.csrf}">
    <button>Sign out</button>
  </form>
</div></header>
${said ? html`<div class="said" role="status"><p>${said}</p></div>` : ''}
<main id="main" data-kinds="${kinds.join(' ')}" data-kind="${record?.kind ?? ''}" data-record="${record?.id ?? ''}">${page.body}</main>
</body>`,
  })
}

function menuOf({ role }: Member): [string, string][] {
  return role === 'admin' ? [...menu, ...adminMenu] : menu
}
