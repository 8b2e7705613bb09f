import { uuid } from '#entities/uuid.ts'
import type { App, Needs } from '#src/app.ts'
import { forgetNote, readNote, writeNote } from '#src/database/notes.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { FRESH } from '#src/web/answer.ts'
import { type Html, html } from '#src/web/html.ts'
import type { PublicLink } from '#src/web/public-link.ts'
import { renderPublicPage } from '#src/web/public-page.ts'
import { storeOf } from '../stores/sellers.ts'
import { overNotice } from './connect-page.ts'
import { connected } from './connected.ts'
import type { Consent } from './consent.ts'
import { type Connecting, mayConnect } from './oauth-state.ts'

/** Behind it one chooses which Page's Instagram account to connect. */
export const CHOOSE_LINK = 'choose-page'

type Choice = { who: Connecting; consent: Consent }

/** Kept encrypted: there is a token in it. Its id stands behind the link. */
export async function keepChoice(tx: Tx, { keys }: Needs<'keys'>, choice: Choice): Promise<string> {
  const id = uuid()
  const sealed = keys.seal(JSON.stringify(choice), { table: 'notes', id })
  await writeNote(tx.em, nameOf(id), sealed, tx.at)
  return id
}

export const chooseLink: PublicLink = {
  async show(app, link) {
    const choice = await openChoice(app, link.subjectId)
    if (!choice) return null
    const { name } = await storeOf(app.em.fork(), choice.who.storeId)
    return { html: draw(name, choice.consent), headers: FRESH }
  },
  async take(app, link, form) {
    const choice = await openChoice(app, link.subjectId)
    if (!choice) return null
    const chosen = choice.consent.pages.find(({ id }) => id === form.page)
    if (!chosen) throw new Refusal('Choose one of them.')
    const answer = await connected(app, choice.who, choice.consent, chosen, true)
    await forgetNote(app.em.fork(), nameOf(link.subjectId ?? ''))
    return answer
  },
  over: overNotice,
}

async function openChoice({ em, keys }: App, id: string | null): Promise<Choice | null> {
  const note = await readNote<string>(em.fork(), nameOf(id ?? ''))
  if (!note || !id) return null
  const { who, consent } = JSON.parse(keys.open(note.value, { table: 'notes', id })) as Choice
  if (!(await mayConnect(em.fork(), who))) return null
  return { who, consent: { ...consent, expiresAt: consent.expiresAt && new Date(consent.expiresAt) } }
}

function draw(shop: string, { pages }: Consent): Html {
  const title = 'Which account is it?'
  return renderPublicPage({
    shop,
    title,
    body: html`<section class="notice"><h1>${title}</h1>
      <p>Several of your Pages have an Instagram account. Whose posts does ${shop} sell?</p>
      <form method="post">${pages.map(({ id, name }) => {
        const box = html`<input type="radio" name="page" value="${id}" required>`
        return html`<p class="choice"><label>${box} ${name}</label></p>`
      })}<button class="button primary">Connect</button></form></section>`,
  })
}

function nameOf(id: string): string {
  return `choice:${id}`
}
