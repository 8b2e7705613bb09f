import type { App, Needs } from '#src/app.ts'
import { daysUntil } from '#src/basics/days-until.ts'
import { readModelEnd } from '#src/basics/model-end.ts'
import { writeDay } from '#src/basics/write-day.ts'
import { sql } from '#src/database/sql.ts'
import { type Check, off, ok, wrong } from '#src/doctor/finding.ts'
import { findModel } from '#src/integrations/openai/openai-model.ts'
import { describeMissing, readGrant } from './connect/grant.ts'

/** A person has to come and connect. */
const NOTICE_DAYS = 14
const CALLS_PER_H = 200
const DAY_MS = 86_400_000

export function catalogDoctor(app: App): Record<string, Check> {
  return {
    'Instagram shops': () => checkAccounts(app),
    'Instagram pictures': () => checkPictureModel(app),
    Pictures: () => checkPictures(app),
  }
}

/** Whether what keeps the pictures answers. */
async function checkPictures({ pictures, settings }: Needs<'pictures' | 'settings'>) {
  await pictures.get('doctor')
  return ok(`kept in ${settings.PICTURES_URL ?? 'the folder pictures of DATA_DIR'}`)
}

type Row = {
  username: string | null
  page: string | null
  store: string
  state: string
  says: string | null
  scopes: string[]
  isTold: boolean
  endsAt: string | null
  calls: number
}

/** Every account that a seller connected, as its last daily check found it. */
async function checkAccounts({ em, clock, settings }: Needs<'em' | 'clock' | 'settings'>) {
  if (!settings.META_APP_ID || !settings.META_APP_SECRET) return off('META_APP_ID and META_APP_SECRET are not set')
  const since = new Date(clock().getTime() - 3_600_000)
  const rows = await sql<Row>(
    em.fork(),
    `select a.username, a.fb_page_name as page, s.name as store, a.state, a.error_message as says,
       a.granted_scopes as scopes,
       a.webhook_subscribed as "isTold", a.expires_at::text as "endsAt",
       (select count(*)::int from calls c
         where c.budget like 'instagram:' || a.ig_user_id || '/%' and c.at > $1) as calls
     from instagram_accounts a join stores s on s.id = a.store_id where a.is_wanted order by a.created_at`,
    [since],
  )
  if (rows.length === 0) return ok('nobody has connected an account yet: connect')
  const problems = rows.flatMap((row) => problemsOf(row, clock()))
  if (problems.length > 0) return wrong(problems.join(' · '))
  return ok([...rows.map(describe), await describeDay({ em, clock, settings })].join(' · '))
}

function problemsOf({ username, state, says, scopes, endsAt }: Row, now: Date): string[] {
  const name = `@${username ?? '?'}`
  if (state !== 'active') return [`${name}: ${says ?? state} Write connect.`]
  const { missing } = readGrant(scopes.length > 0 ? scopes : null)
  const lacks = missing.length > 0 ? [`${name} may not ${describeMissing(missing)}. Connect again and tick it.`] : []
  if (endsAt === null) return lacks
  const end = new Date(endsAt)
  return daysUntil(end, now) < NOTICE_DAYS
    ? [...lacks, `${name}: the token ends on ${writeDay(end)}. Write connect.`]
    : lacks
}

function describe({ username, page, store, isTold, calls }: Row): string {
  const hears = isTold ? 'hears at once' : 'looks every 90 seconds'
  const by = page ? ` by the Page ${page}` : ''
  return `@${username ?? '?'} of ${store}${by} ${hears}, ${Math.max(0, CALLS_PER_H - calls)} calls left this hour`
}

/** One allowance for all of them. */
async function describeDay({ em, clock, settings }: Needs<'em' | 'clock' | 'settings'>): Promise<string> {
  const [row] = await sql<{ calls: number }>(
    em.fork(),
    `select count(*)::int as calls from calls where budget = 'instagram-app/day' and at > $1`,
    [new Date(clock().getTime() - DAY_MS)],
  )
  const { INSTAGRAM_CALLS_PER_DAY: most } = settings
  return `${most - (row?.calls ?? 0)} of ${most} calls left today for all of them`
}

async function checkPictureModel({ pictureModel, settings, clock }: App) {
  if (!pictureModel) return off('pictures get no category: set GEMINI_API_KEY or OPENAI_API_KEY')
  const isGemini = pictureModel.vendor === 'gemini'
  const apiKey = (isGemini ? settings.GEMINI_API_KEY : settings.OPENAI_API_KEY) ?? ''
  const baseUrl = isGemini ? settings.GEMINI_BASE_URL : (settings.OPENAI_BASE_URL ?? 'https://api.openai.com/v1')
  const model = await findModel({ apiKey, baseUrl }, pictureModel.model)
  const setting = isGemini ? 'GEMINI_MODEL' : 'OPENAI_MODEL'
  if (!model) return wrong(`this key may not use ${pictureModel.model}, or it is gone. Set ${setting} to another.`)
  const end = readModelEnd(model, clock())
  if (end?.isNear) return wrong(`${model.id} ${end.words}. Set ${setting} to its successor.`)
  return ok(`${pictureModel.model} looks at pictures${end ? `, and ${end.words}` : ''}`)
}
