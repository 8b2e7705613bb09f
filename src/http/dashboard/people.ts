import type { Needs } from '#src/app.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { renderCardHtml } from '#src/cards/render-html.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import type { Html } from '#src/web/html.ts'
import { html } from '#src/web/html.ts'
import { findPeople } from '../find-people.ts'
import type { SignedIn } from '../session.ts'
import type { Drawn } from './frame.ts'
import { loadInOrder, renderPages } from './rows.ts'

const LIMIT = 50
const BACK = '/people'

const groups: [state: string, title: string][] = [
  ['asking', 'Ask to be let in'],
  ['member', 'Work here'],
  ['refused', 'Were refused'],
  ['removed', 'Were removed'],
]

/** Everyone, what they may do and where they are known, with the buttons that let in and remove. */
export async function drawPeople(
  app: Needs<'em' | 'clock' | 'settings' | 'publicUrl'>,
  { csrf }: SignedIn,
  pageNumber: number,
): Promise<Drawn> {
  const em = app.em.fork()
  const paging = { page: pageNumber, limit: LIMIT }
  const { ids, total } = await findPeople(em, paging)
  const subject = subjectNamed('person')
  const rows = await loadInOrder(subject, () => subject.load(em, ids), ids)
  const draw = (view: RecordRow) => renderCardHtml(cardOf(subject, view, app, 'all'), { csrf, back: BACK })
  return {
    title: 'People',
    area: BACK,
    kinds: ['person'],
    body: html`<h1>People <small>${total}</small></h1>
      <p class="soft">To be let in, someone writes to the bot; they are asked about here and in chat.</p>
      ${groups.map(([state, title]) => {
        const views = rows.map(({ view }) => view).filter((view) => view.state === state)
        return views.length > 0 ? renderGroup(state, title, views.map(draw)) : ''
      })}
      ${renderPages(BACK, {}, total, paging)}`,
  }
}

function renderGroup(id: string, title: string, cards: Html[]): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><div class="cards">${cards}</div></section>`
}
