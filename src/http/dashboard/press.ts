import type { Context } from 'hono'
import type { Answers } from '#src/cards/form.ts'
import { ANSWER, renderFormHtml } from '#src/cards/render-html.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { formFor, type PressingApp, press, pressOrAsk } from '#src/desk/press/press.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import { readForm } from '#src/web/answer.ts'
import { html } from '#src/web/html.ts'
import { checkCsrf, type SignedIn, say } from '../session.ts'
import { callOf, type Web } from '../web.ts'
import type { Drawn } from './frame.ts'

type Draw = (page: Drawn) => Response | Promise<Response>

/** A button of a card: asks first where the verb asks, else acts; what was said is shown on the page one came from. */
export async function pressHere(c: Context<Web>, app: PressingApp, me: SignedIn, draw: Draw): Promise<Response> {
  const sent = await readForm(callOf(c))
  checkCsrf(me.csrf, sent.csrf ?? '')
  const token = sent.token ?? ''
  const pressing = { token, csrf: me.csrf, back: readBack(sent.back) }
  const by: Visitor = { via: 'web', userId: me.member.id, name: me.member.name }
  const answers = answersOf(sent)
  try {
    const { said, form } = sent.answered
      ? { said: await press(app, token, by, answers), form: null }
      : await pressOrAsk(app, token, by)
    if (form) return await draw(formPage(renderFormHtml(form, pressing)))
    say(c, app, said)
  } catch (error) {
    if (!(error instanceof Refusal) || error instanceof NotAllowed) throw error
    const again = error.fields && (await formFor(app, token, by))
    if (again) return draw(formPage(renderFormHtml(again, pressing, answers, error.fields ?? {})))
    say(c, app, error.message)
  }
  return c.redirect(pressing.back, 303)
}

function answersOf(sent: Record<string, string>): Answers {
  const answers = Object.entries(sent).filter(([name]) => name.startsWith(ANSWER))
  return Object.fromEntries(
    answers.map(([name, value]) => [name.slice(ANSWER.length), value.replaceAll('\r\n', '\n').trim()]),
  )
}

/** Only a path of ours: `//elsewhere` is another host. */
function readBack(text: string | undefined): string {
  return text && /^\/(?![/\\])[\w/?=&.%-]*$/.test(text) ? text : '/'
}

function formPage(form: ReturnType<typeof renderFormHtml>): Drawn {
  return { title: 'Answer', area: '', kinds: [], body: html`${form}` }
}
