import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { Refusal } from '#src/errors.ts'
import { type Prepared, preparePicture } from './prepare.ts'

type Keeping = Needs<'em' | 'clock' | 'settings'>

const HASH = /^[0-9a-f]{64}$/

/** Keeps a picture by what is in it, once however often it comes. Refuses what is no picture. */
export async function keepPicture(app: Keeping, bytes: Buffer): Promise<Prepared> {
  const picture = await preparePicture(bytes)
  const path = pathOf(app, picture.hash)
  await mkdir(dirname(path), { recursive: true })
  // Whole or not at all: two processes may write the same one.
  const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`
  await writeFile(draft, picture.jpeg)
  await rename(draft, path)
  await sql(
    app.em.fork(),
    `insert into product_pictures (hash, width, height, bytes, looks, created_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (hash) do nothing`,
    [picture.hash, picture.width, picture.height, picture.jpeg.length, picture.looks, app.clock()],
  )
  return picture
}

/** The JPEG of a picture we keep; null when there is none. */
export async function openPicture(app: Needs<'settings'>, hash: string): Promise<Buffer | null> {
  if (!HASH.test(hash)) throw new Refusal('There is no such picture.')
  return readFile(pathOf(app, hash)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}

function pathOf({ settings }: Needs<'settings'>, hash: string): string {
  return join(settings.DATA_DIR, 'pictures', hash.slice(0, 2), `${hash}.jpg`)
}
