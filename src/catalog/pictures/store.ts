import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { Refusal } from '#src/errors.ts'
import { type Prepared, preparePicture } from './prepare.ts'

const HASH = /^[0-9a-f]{64}$/

/** Keeps a picture by what is in it, once however often it comes. Refuses what is no picture. */
export async function keepPicture(app: Needs<'em' | 'clock' | 'pictures'>, bytes: Buffer): Promise<Prepared> {
  const picture = await preparePicture(bytes)
  await app.pictures.put(keyOf(picture.hash), picture.jpeg)
  await sql(
    app.em.fork(),
    `insert into product_pictures (hash, width, height, bytes, looks, created_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (hash) do nothing`,
    [picture.hash, picture.width, picture.height, picture.jpeg.length, picture.looks, app.clock()],
  )
  return picture
}

/** The JPEG of a picture we keep; null when there is none. */
export async function openPicture({ pictures }: Needs<'pictures'>, hash: string): Promise<Buffer | null> {
  if (!HASH.test(hash)) throw new Refusal('There is no such picture.')
  return pictures.get(keyOf(hash))
}

function keyOf(hash: string): string {
  return `${hash.slice(0, 2)}/${hash}.jpg`
}
