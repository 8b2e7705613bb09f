import type { Temporal } from 'temporal-polyfill'
import type { DigestLine } from '#entities/operations/digest.ts'
import type { Platform } from '#entities/people/identity.ts'
import type { Needs } from '#src/app.ts'
import { writeCount } from '#src/basics/write-count.ts'
import { zoned } from '#src/basics/zoned.ts'
import { writeWhen } from '#src/cards/times.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { findAllRoutes } from '#src/moves/routes.ts'
import type { Pipeline } from '#src/pipeline.ts'
import { configuredPipelines, hoursOfAll } from '../pipelines.ts'
import { zonesOf } from '../places/zones-of.ts'
import { subjects } from '../press/subjects.ts'
import { loadWaitingRows } from '../queue/waiting-rows.ts'
import { tellPlace } from './tell-place.ts'

/** The step that tells every place in the morning what yesterday brought. */
export const DIGEST = 'desk.digest'

/** From nine; whoever was not told by noon is told tomorrow. */
const FROM_HOUR = 9
const UNTIL_HOUR = 12

type App = Needs<'em' | 'clock' | 'ring' | 'settings'>
type Place = { platform: Platform; place: string; zone: string; pipelines: Pipeline[] }
type Day = { day: string; from: Date; to: Date }

/** Tells every place whose morning it is, once a day, however many processes try. How many were told. */
export async function tellDigests(app: App): Promise<number> {
  const places = await findPlaces(app)
  let told = 0
  for (const place of places) {
    const day = morningOf(place.zone, app.clock())
    if (day && (await inTransaction(app, (tx) => tellOne(tx, place, day)))) told += 1
  }
  return told
}

/** The places of the pipelines, each in the zone of the person whose chat it is, or of the store. */
async function findPlaces({ em, settings }: App): Promise<Place[]> {
  const fork = em.fork()
  const places = new Map<string, Place>()
  const pipelines = configuredPipelines(settings)
  const routes = await findAllRoutes(
    fork,
    pipelines.map(({ name }) => name),
  )
  for (const pipeline of pipelines) {
    for (const { platform, place } of routes.filter((route) => route.pipeline === pipeline.name)) {
      const known = places.get(`${platform} ${place}`)
      if (known) known.pipelines.push(pipeline)
      else places.set(`${platform} ${place}`, { platform, place, zone: settings.STORE_TIMEZONE, pipelines: [pipeline] })
    }
  }
  const zones = await zonesOf(fork, [...places.values()])
  return [...places].map(([key, place]) => ({ ...place, zone: zones.get(key) ?? place.zone }))
}

/** Today and the bounds of yesterday there; null when it is not morning. */
function morningOf(zone: string, now: Date): Day | null {
  const here = zoned(now, zone)
  if (here.hour < FROM_HOUR || here.hour >= UNTIL_HOUR) return null
  const today = here.toPlainDate()
  const startOf = (date: Temporal.PlainDate) => new Date(date.toZonedDateTime(zone).epochMilliseconds)
  return { day: today.toString(), from: startOf(today.subtract({ days: 1 })), to: startOf(today) }
}

/** The row is the proof that it was told. A day without news leaves none. */
async function tellOne(tx: Tx, { platform, place, zone, pipelines }: Place, day: Day): Promise<boolean> {
  const known = await sql(tx.em, 'select 1 from digests where platform = $1 and place = $2 and day = $3', [
    platform,
    place,
    day.day,
  ])
  if (known.length > 0) return false
  const lines: DigestLine[] = []
  const when = (at: Date) => writeWhen(at, zone, tx.at, hoursOfAll(pipelines))
  for (const pipeline of pipelines) lines.push(...(await tellPipeline(tx, pipeline, day, when)))
  return lines.length > 0 && tellPlace(tx, { platform, place }, day.day, lines)
}

/** `Yesterday: 12 orders in, 9 approved, 7 links, 2 wait. Oldest waits since Mon 2 Mar, 14:02.` */
async function tellPipeline(
  tx: Tx,
  pipeline: Pipeline,
  { from, to }: Day,
  when: (at: Date) => string,
): Promise<DigestLine[]> {
  const parts = await pipeline.digest(tx.em, from, to)
  const waiting: Date[] = []
  for (const { kind } of subjects().filter((subject) => subject.kind.name !== 'queue')) {
    const rows = await loadWaitingRows(tx.em, kind, pipeline.name)
    waiting.push(...rows.map(({ since }) => since))
  }
  const oldest = waiting.sort((a, b) => a.getTime() - b.getTime())[0]
  // What came this morning has just rung: it is no news of yesterday.
  if (parts.length === 0 && (!oldest || oldest >= to)) return []
  const count = writeCount(waiting.length, 'waits', 'wait')
  const since = oldest ? ` Oldest waits since ${when(oldest)}.` : ''
  const done = parts.length > 0 ? parts : [`no news of ${pipeline.name}`]
  return [{ pipeline: pipeline.name, text: `Yesterday: ${[...done, count].join(', ')}.${since}` }]
}
