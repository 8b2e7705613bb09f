import type { Role } from '#entities/people/person.ts'
import type { Member } from '#src/cards/subject.ts'
import { writeCity } from '#src/cards/times.ts'
import type { Settings } from '#src/config.ts'
import { isShown } from '#src/desk/pipelines.ts'
import { pipelines } from '#src/pipelines.ts'
import { type Html, html } from '#src/web/html.ts'
import { renderDocument } from '#src/web/public-page.ts'
import type { SignedIn } from '../session.ts'

export type Drawn = {
  title: string
  /** The part of the menu this belongs to: `/orders`. */
  area: string
  /** The kinds of record the page shows: news of them refreshes it. */
  kinds: string[]
  /** The one record it is about: news of others of its kind do not. */
  record?: { kind: string; id: string }
  body: Html
}

/**
 * An area of the menu; of a pipeline: only while it is configured. `roles`: whom it is for besides admins; none:
 * everyone.
 */
type Area = { path: string; name: string; pipeline?: string; roles?: Role[] }

function menu(): Area[] {
  return [{ path: '/', name: 'Overview' }, ...pipelineAreas(), ...ofAdmins]
}

/** The lists of the pipelines, and their pages after them. */
function pipelineAreas(): Area[] {
  return pipelines.flatMap(({ name: pipeline, kinds, pages = [] }) => [
    ...kinds.flatMap(({ shown }) =>
      shown && !pages.some(({ path }) => path === `/${shown.path}`)
        ? [{ path: `/${shown.path}`, name: shown.title, pipeline, roles: shown.roles }]
        : [],
    ),
    ...pages.flatMap(({ path, title, roles, isInMenu }) => (isInMenu ? [{ path, name: title, pipeline, roles }] : [])),
  ])
}

const ofAdmins: Area[] = [
  { path: '/deliveries', name: 'Deliveries', roles: [] },
  { path: '/people', name: 'People', roles: [] },
  { path: '/jobs', name: 'Jobs', roles: [] },
]

/** The frame of every signed-in page. Only `main` is exchanged when something moves. */
export function renderFrame(settings: Settings, me: SignedIn, said: string | null, page: Drawn): Html {
  const { record, kinds } = page
  const shop = settings.STORE_NAME
  return renderDocument({
    title: `${page.title} - ${shop}`,
    isLive: true,
    body: html`<body class="frame">
<a class="skip" href="#main">To the content</a>
<header><div>
  <p class="shop"><bdi>${shop}</bdi></p>
  <nav aria-label="Areas">${menuOf(settings, me.member).map(
    ({ path, name }) => html`<a href="${path}" ${path === page.area ? html`aria-current="page"` : ''}>${name}</a>`,
  )}</nav>
  <form class="who" method="post" action="/sign-out">
    <small id="live" role="status"></small>
    <bdi>${me.member.name}</bdi> <small>${writeCity(me.member.zone)} time</small>
    <input type="hidden" name="csrf" value="${me.csrf}">
    <button>Sign out</button>
  </form>
</div></header>
${said ? html`<div class="said" role="status"><p>${said}</p></div>` : ''}
<main id="main" data-kinds="${kinds.join(' ')}" data-kind="${record?.kind ?? ''}" data-record="${record?.id ?? ''}">${page.body}</main>
</body>`,
  })
}

function menuOf(settings: Settings, { role }: Member): Area[] {
  const maySee = ({ roles }: Area) => !roles || role === 'admin' || roles.includes(role)
  return menu().filter((area) => isShown(settings, area.pipeline) && maySee(area))
}

/** Whether anything of the dashboard is for a role. */
export function hasPages(role: Role): boolean {
  return role === 'admin' || pipelineAreas().some(({ roles }) => roles?.includes(role))
}
