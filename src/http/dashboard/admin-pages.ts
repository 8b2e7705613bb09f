import { type Context, Hono } from 'hono'
import type { App } from '#src/app.ts'
import { forReader } from '#src/cards/for-reader.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { forReaderOfAll } from '#src/desk/pipelines.ts'
import { Refusal } from '#src/errors.ts'
import { refuse } from '../records.ts'
import { checkCsrf, say } from '../session.ts'
import { shownDelivery } from '../shown.ts'
import type { Web } from '../web.ts'
import { callerOf } from './caller.ts'
import type { Drawn } from './frame.ts'
import { drawJobs, jobCommands } from './jobs.ts'
import { drawList } from './lists.ts'
import { drawPeople } from './people.ts'
import { readPage } from './rows.ts'

type Draw = (c: Context<Web>, page: Drawn) => Response | Promise<Response>

/** Whose paths only admins may open. */
const PATHS = ['/deliveries', '/people', '/jobs']

/** What only admins see: everything that leaves, everyone, every step. */
export function adminPages(app: App, draw: Draw): Hono<Web> {
  const web = new Hono<Web>()
  const mixed = (c: Context<Web>) => forReaderOfAll(app, c.get('me').member)
  for (const path of PATHS) {
    web.use(path, async (c, next) => {
      const me = c.get('me')
      if (me.member.role !== 'admin') await refuse(app, callerOf(me), `open ${path}`, 'Only admins see this page.')
      return next()
    })
  }
  return web
    .get('/deliveries', async (c) =>
      draw(c, await drawList(mixed(c), shownDelivery(), c.get('me').member, c.req.query())),
    )
    .get('/people', async (c) =>
      draw(c, await drawPeople(forReader(app, c.get('me').member), c.get('me'), readPage(c.req.query('page')))),
    )
    .get('/jobs', async (c) => draw(c, await drawJobs(mixed(c), c.get('me'))))
    .post('/jobs', async (c) => {
      await commandStep(c, app)
      return c.redirect('/jobs', 303)
    })
}

/** The buttons of a step are its commands: the same words, the same refusals. */
async function commandStep(c: Context<Web>, app: App): Promise<void> {
  const form = await c.req.parseBody()
  const me = c.get('me')
  checkCsrf(me.csrf, String(form.csrf ?? ''))
  const command = jobCommands.find((one) => one === form.command)
  try {
    if (!command) throw new Refusal('There is no such button.')
    say(c, app, (await runCommand(app, `${command} ${String(form.step ?? '')}`, callerOf(me).by)).text)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    say(c, app, error.message)
  }
}
