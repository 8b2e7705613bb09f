import type { Role } from '#entities/people/person.ts'
import type { Member } from '#src/cards/subject.ts'
import { writeCity } from '#src/cards/times.ts'
import type { Settings } from '#src/config.ts'
import { isShown } from '#src/desk/pipelines.ts'
import { pipelines } from '#src/pipelines.ts'
import { type Html, html } from '#src/web/html.ts'
import { renderDocument } from '#src/web/public-page.ts'
import type { SignedIn } from '../session.ts'
import { writeWord } from './rows.ts'

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
 * A page of the menu, in its group; of a pipeline: only while it is configured. `roles`: whom it is for besides
 * admins; none: everyone.
 */
type Area = { path: string; name: string; group: string; pipeline?: string; roles?: Role[] }

function menu(): Area[] {
  return [{ path: '/', name: 'Overview', group: 'Overview' }, ...pipelineAreas(), ...ofAdmins]
}

/** The lists of the pipelines, and their pages after them. */
function pipelineAreas(): Area[] {
  return pipelines.flatMap(({ name: pipeline, kinds, pages = [] }) => {
    const lists = kinds.flatMap(({ shown }) =>
      shown && !pages.some(({ path }) => path === `/${shown.path}`)
        ? [{ path: `/${shown.path}`, name: shown.title, roles: shown.roles }]
        : [],
    )
    const own = pages.flatMap(({ path, title, roles, isInMenu }) => (isInMenu ? [{ path, name: title, roles }] : []))
    return [...lists, ...own].map((page) => ({ ...page, group: writeWord(pipeline), pipeline }))
  })
}

const OPERATIONS = 'Operations'
const ofAdmins: Area[] = [
  { path: '/deliveries', name: 'Deliveries', group: OPERATIONS, roles: ['admin'] },
  { path: '/people', name: 'People', group: OPERATIONS, roles: ['admin'] },
  { path: '/jobs', name: 'Jobs', group: OPERATIONS, roles: ['admin'] },
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
  ${renderMenu(menuOf(settings, me.member), page.area)}
  <form class="who" method="post" action="/sign-out">
    <small id="live" role="status"></small>
    <bdi>${me.member.name}</bdi> <small>${writeCity(me.member.zone)} time</small>
    <input type="hidden" name="csrf" value="${me.csrf}">
    <button>Sign out</button>
  </form>
</div></header>
${said ? html`<div class="said" role="status"><p>${said}</p></div>` : ''}
<main id="main" data-kinds="${kinds.join(' ')}" data-kind="${record?.kind ?? ''}"
  data-record="${record?.id ?? ''}">${page.body}</main>
</body>`,
  })
}

/** The groups, each by its first page, and the pages of the group that is open. */
function renderMenu(areas: Area[], here: string): Html {
  const groups = Map.groupBy(areas, ({ group }) => group)
  const open = areas.find(({ path }) => path === here)?.group
  const pages = groups.get(open ?? '') ?? []
  return html`<nav aria-label="Areas">${[...groups].map(([name, [first]]) =>
    renderLink(first?.path ?? '/', name, name === open && (pages.length > 1 ? 'true' : 'page')),
  )}</nav>
  ${
    pages.length > 1
      ? html`<nav class="within" aria-label="${open}">${pages.map(({ path, name }) =>
          renderLink(path, name, path === here && 'page'),
        )}</nav>`
      : ''
  }`
}

function renderLink(path: string, name: string, current: string | false): Html {
  return html`<a href="${path}" ${current ? html`aria-current="${current}"` : ''}>${name}</a>`
}

function menuOf(settings: Settings, { role }: Member): Area[] {
  const maySee = ({ roles }: Area) => !roles || role === 'admin' || roles.includes(role)
  return menu().filter((area) => isShown(settings, area.pipeline) && maySee(area))
}

/** Whether anything of the dashboard is for a role. */
export function hasPages(role: Role): boolean {
  return role === 'admin' || pipelineAreas().some(({ roles }) => roles?.includes(role))
}
