import { z } from 'zod'
import { hashOf } from '#src/basics/hash.ts'
import { OutsideError } from '#src/errors.ts'
import type { ObjectStore } from '#src/integrations/object-store.ts'
import { type Row, readCsv } from './csv.ts'
import { type ArchivedTable, archivedTables } from './tables.ts'

const fileShape = z.object({
  table: z.enum(Object.keys(archivedTables) as [ArchivedTable, ...ArchivedTable[]]),
  key: z.string(),
  rows: z.int(),
  sha256: z.string(),
})

const manifestShape = z.object({
  /** UTC: `2026-03-02`. */
  day: z.iso.date(),
  /** 2 and more: what was found of that day after it was archived. */
  part: z.int(),
  exportedAt: z.iso.datetime(),
  files: z.array(fileShape),
})

export type ArchivedFile = z.infer<typeof fileShape>
/** What an archived day consists of; it is written last, so that a day is there wholly or not at all. */
export type Manifest = z.infer<typeof manifestShape>

const NAME = /^\d{4}-\d\d-\d\d\/manifest(?:-\d+)?\.json$/

export function keyOf(day: string, name: string, part: number, ending: string): string {
  return `${day}/${name}${part > 1 ? `-${part}` : ''}.${ending}`
}

/** Every archived day, oldest first; `below`: of one day only. */
export async function readManifests(store: ObjectStore, below = ''): Promise<Manifest[]> {
  const keys = (await store.list(below)).filter((key) => NAME.test(key))
  const manifests: Manifest[] = []
  for (const key of keys) manifests.push(await readManifest(store, key))
  return manifests.sort((a, b) => a.day.localeCompare(b.day) || a.part - b.part)
}

async function readManifest(store: ObjectStore, key: string): Promise<Manifest> {
  const bytes = await store.get(key)
  const read = manifestShape.safeParse(bytes && readJson(bytes.toString('utf8')))
  if (read.success) return read.data
  throw new OutsideError('archive', `${key} cannot be read`, { retry: 'never' })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The rows of an archived file, if it is byte for byte what was written. */
export async function readFileBack(store: ObjectStore, { key, rows, sha256 }: ArchivedFile): Promise<Row[]> {
  const bytes = await store.get(key)
  if (!bytes || hashOf(bytes) !== sha256) throw unlike(key)
  const read = readCsv(bytes.toString('utf8'))
  if (read.length !== rows) throw unlike(key)
  return read
}

function unlike(key: string): OutsideError {
  return new OutsideError('archive', `${key} does not read back as it was written`, { retry: 'later' })
}
