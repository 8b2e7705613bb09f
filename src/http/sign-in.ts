import type { Context } from 'hono'
import { Person } from '#entities/people/person.ts'
import type { Needs } from '#src/app.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { useLink } from '#src/links/links.ts'
import { type Html, html } from '#src/web/html.ts'
import { renderPublicPage } from '#src/web/public-page.ts'
import { checkGuardedForm, guardForm, openSession } from './session.ts'
import type { Web } from './web.ts'

type SigningIn = Needs<'em' | 'clock' | 'ring' | 'settings' | 'publicUrl'>

/** Asks before it signs in: whoever only looks at the link, a previewer, is not signed in and does not use it up. */
export async function renderSignIn(c: Context<Web>, app: SigningIn, personId: string): Promise<Html | null> {
  const person = await app.em.fork().findOne(Person, { id: personId, state: 'member' })
  if (!person) return null
  return renderPublicPage({
    shop: app.settings.STORE_NAME,
    title: 'Sign in',
    body: html`<section class="notice">
      <h1>Sign in</h1>
      <p>This opens the dashboard of <bdi>${app.settings.STORE_NAME}</bdi> in this browser for a week.</p>
      <form method="post">
        <input type="hidden" name="csrf" value="${guardForm(c, app)}">
        <button class="primary">Sign in as <bdi>&nbsp;${person.name}</bdi></button>
      </form>
    </section>`,
  })
}

/** Uses the link and signs its person in; false when the link is over, or the person was removed meanwhile. */
export async function signIn(c: Context<Web>, app: SigningIn, token: string, csrf: string): Promise<boolean> {
  checkGuardedForm(c, csrf)
  return inTransaction(app, async (tx) => {
    const link = await useLink(tx, token, tx.at)
    const person = link?.subjectId && (await tx.em.findOne(Person, { id: link.subjectId, state: 'member' }))
    if (!person) return false
    await openSession(c, app, tx, person.id)
    return true
  })
}
