import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { type Prepared, preparePicture } from './prepare.ts'

const HASH = /^[0-9a-f]{64}$/

/** A picture that is kept. `size`: bytes of its JPEG. */
export type Kept = Omit<Prepared, 'jpeg'> & { size: number }

/** Keeps a picture by what is in it, once however often it comes. Refuses what is no picture. */
export async function keepPicture({ pictures }: Needs<'pictures'>, bytes: Buffer): Promise<Kept> {
  const { jpeg, ...picture } = await preparePicture(bytes)
  await pictures.put(keyOf(picture.hash), jpeg)
  return { ...picture, size: jpeg.length }
}

/** Writes down what is kept, with whatever shows it. */
export async function notePictures({ em, at }: Pick<Tx, 'em' | 'at'>, kept: Kept[]): Promise<void> {
  if (kept.length === 0) return
  await sql(
    em,
    `insert into product_pictures (hash, width, height, bytes, looks, created_at)
     select distinct on (v.hash) v.hash, v.width, v.height, v.size, v.looks, $2::timestamptz
     from jsonb_to_recordset($1::jsonb) as v(hash text, width int, height int, size int, looks text) order by v.hash
     on conflict (hash) do nothing`,
    [JSON.stringify(kept), at],
  )
}

/** The JPEG of a picture we keep; null when there is none. */
export async function openPicture({ pictures }: Needs<'pictures'>, hash: string): Promise<Buffer | null> {
  if (!HASH.test(hash)) throw new Refusal('There is no such picture.')
  return pictures.get(keyOf(hash))
}

function keyOf(hash: string): string {
  return `${hash.slice(0, 2)}/${hash}.jpg`
}
