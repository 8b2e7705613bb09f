import { type Context, Hono } from 'hono'
import type { Role } from '#entities/people/person.ts'
import type { App } from '#src/app.ts'
import { forReader } from '#src/cards/for-reader.ts'
import { sentenceFor } from '#src/errors.ts'
import { pipelines } from '#src/pipelines.ts'
import { readForm } from '#src/web/answer.ts'
import { html } from '#src/web/html.ts'
import type { Page } from '#src/web/page.ts'
import { refuse } from '../records.ts'
import { checkCsrf, say } from '../session.ts'
import { shownKinds } from '../shown.ts'
import { callOf, type Web } from '../web.ts'
import { callerOf } from './caller.ts'
import type { Drawn } from './frame.ts'
import { drawList } from './lists.ts'

type Draw = (c: Context<Web>, page: Drawn) => Response | Promise<Response>

/** The lists of every kind of record, and the pages that pipelines have besides. */
export function pipelinePages(app: App, draw: Draw): Hono<Web> {
  const web = new Hono<Web>()
  // A page of its own at the path of a list stands instead of it.
  for (const page of pipelines.flatMap(({ pages }) => pages ?? [])) addPage(web, app, page, draw)
  for (const kind of shownKinds()) {
    web.get(`/${kind.shown.path}`, async (c) => {
      await mayOpen(app, c, kind.shown.roles)
      return draw(c, await drawList(forReader(app, c.get('me').member), kind, c.get('me').member, c.req.query()))
    })
  }
  return web
}

function addPage(web: Hono<Web>, app: App, page: Page, draw: Draw): void {
  const { path, title, kinds, roles, take } = page
  web.get(path, async (c) => {
    await mayOpen(app, c, roles)
    const body = await page.draw(forReader(app, c.get('me').member), { ...c.get('me'), call: callOf(c) })
    return draw(c, { title, area: path, kinds, body: html`<h1>${title}</h1>${body}` })
  })
  if (!take) return
  web.post(path, async (c) => {
    await mayOpen(app, c, roles)
    const { csrf = '', ...form } = await readForm(callOf(c))
    checkCsrf(c.get('me').csrf, csrf)
    say(c, app, await take(app, c.get('me').member, form).catch(sentenceFor))
    return c.redirect(c.req.path, 303)
  })
}

async function mayOpen(app: App, c: Context<Web>, roles: Role[]): Promise<void> {
  const me = c.get('me')
  if (me.member.role === 'admin' || roles.includes(me.member.role)) return
  await refuse(app, callerOf(me), `open ${c.req.path}`, 'That page is not for you.')
}
