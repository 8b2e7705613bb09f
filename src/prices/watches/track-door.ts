import type { App } from '#src/app.ts'
import { Refusal } from '#src/errors.ts'
import { type Answer, type Call, readForm } from '#src/web/answer.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { notFound } from '#src/web/problem.ts'
import { readLink } from '../canonical-url.ts'
import { loadPicture } from '../pictures.ts'
import { confirmByCode } from './confirm-by-code.ts'
import { renderCode, renderForm, renderThanks } from './pages/track-pages.ts'
import { subscribe } from './subscribe.ts'

/** From one network: each sends a mail, or a text that costs money, to whomever was typed. */
const MOST_SIGN_UPS = 30

/** The public sign-up page: paste a link, leave an address. It is off unless `TRACK_PAGE=on`. */
export const trackDoors: OpenDoor[] = [
  { method: 'get', path: '/track', isForPeople: true, take: show },
  { method: 'post', path: '/track', isForPeople: true, mostPerHour: MOST_SIGN_UPS, take },
  { method: 'post', path: '/track/code', isForPeople: true, take: takeCode },
  { method: 'get', path: '/track/picture/:id', quiet: true, take: sendPicture },
]

async function show(app: App, { query }: Call): Promise<Answer> {
  requireOn(app)
  return renderForm(app, query, null)
}

async function take(app: App, call: Call): Promise<Answer> {
  requireOn(app)
  const form = await readForm(call)
  try {
    return await answer(app, form)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return renderForm(app, form, error.message)
  }
}

async function answer(app: App, form: Record<string, string>): Promise<Answer> {
  const notifyBy = form.email?.trim() || !form.phone?.trim() ? 'mail' : 'sms'
  const names = { firstName: clip(form.first_name), lastName: clip(form.last_name) }
  const subscriber = { notifyBy, email: form.email, phoneNumber: form.phone, zone: form.zone, ...names } as const
  const by = { personId: null, name: names.firstName ?? 'A subscriber', via: 'web' as const }
  return renderThanks(
    app,
    await subscribe(app, { url: readLink(form.url ?? ''), rule: form.rule ?? '', subscriber, by }),
  )
}

async function sendPicture(app: App, { params }: Call): Promise<Answer> {
  requireOn(app)
  const picture = await loadPicture(app, `photo/${params.id ?? ''}`)
  if (!picture) throw notFound()
  return { ...picture, headers: { 'cache-control': 'public, max-age=86400' } }
}

async function takeCode(app: App, call: Call): Promise<Answer> {
  requireOn(app)
  const { watch = '', code = '' } = await readForm(call)
  return renderCode(app, watch, await confirmByCode(app, watch, code))
}

function requireOn({ settings }: App): void {
  if (!settings.TRACK_PAGE) throw notFound()
}

function clip(text: string | undefined): string | null {
  return text?.trim().slice(0, 100) || null
}
