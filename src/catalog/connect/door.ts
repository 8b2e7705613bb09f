import type { App } from '#src/app.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { type Answer, type Call, FRESH, redirect } from '#src/web/answer.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { Problem } from '#src/web/problem.ts'
import { CHOOSE_LINK, keepChoice } from './choose.ts'
import { overNotice } from './connect-page.ts'
import { connected, page } from './connected.ts'
import { type Consent, readConsent } from './consent.ts'
import { type Connecting, useState } from './oauth-state.ts'

const BAD_STATE = 'bad_state'

/** Where Meta sends a person back: a page for a browser, the documented answer for a program. */
export const callbackDoor: OpenDoor = {
  method: 'get',
  path: '/api/instagram/auth/callback',
  async take(app, call) {
    const isBrowser = (call.headers.get('accept') ?? '').includes('text/html')
    try {
      return await takeCallback(app, call, isBrowser)
    } catch (error) {
      if (!isBrowser || !(error instanceof Refusal || error instanceof OutsideError)) throw error
      return tell(app, error)
    }
  },
}

async function takeCallback(app: App, { query }: Call, isBrowser: boolean): Promise<Answer> {
  const who = query.state ? await useState(app, query.state) : null
  if (!who) throw new Problem(400, BAD_STATE, 'This sign-in is over, or was used already. Write: connect')
  if (query.error)
    throw new Problem(403, 'denied', 'You did not let us in. Nothing was connected. Write connect to try again.')
  if (!query.code) throw new Problem(400, 'no_code', 'Meta sent no code. Write connect to try again.')
  const consent = await readConsent(app, query.code)
  const [only, ...others] = consent.pages
  if (only && others.length === 0) return connected(app, who, consent, only, isBrowser)
  if (!isBrowser)
    throw new Problem(409, 'several_pages', 'There are several Pages: open the link in a browser and choose one.')
  return redirect(await choiceLink(app, who, consent))
}

/** The token waits, encrypted, while the person chooses. */
async function choiceLink(app: App, who: Connecting, consent: Consent): Promise<string> {
  return inTransaction(app, async (tx) => {
    const subjectId = await keepChoice(tx, app, { who, consent })
    const expiresAt = new Date(tx.at.getTime() + 20 * 60_000)
    return writeLink(app.publicUrl, await mintLink(tx, { purpose: CHOOSE_LINK, subjectId, expiresAt }))
  })
}

function tell({ settings }: App, error: Refusal | OutsideError): Answer {
  if (error instanceof Problem && error.code === BAD_STATE)
    return { html: overNotice(settings), headers: FRESH, status: error.status }
  const isMetas = error instanceof OutsideError
  const said = isMetas ? 'Meta does not answer properly. Write connect to try again in a minute.' : error.message
  const status = error instanceof Problem ? error.status : isMetas ? 502 : 409
  return { ...page(settings.STORE_NAME, 'Not connected', said), status }
}
