import sharp from 'sharp'
import { hashOf } from '#src/basics/hash.ts'
import { fitPicture } from '#src/integrations/fit-picture.ts'
import { PICTURE_SIDE } from './picture-side.ts'

export type Prepared = { hash: string; jpeg: Buffer; width: number; height: number; looks: string }

/** A picture from outside as we keep it, by what is in it. Refuses what is no picture. */
export async function preparePicture(bytes: Buffer): Promise<Prepared> {
  const { jpeg, width, height } = await fitPicture(bytes, PICTURE_SIDE)
  const hash = hashOf(jpeg)
  return { hash, jpeg, width, height, looks: await readLooks(jpeg) }
}

/**
 * What a picture looks like in 16 hex digits and its mean colour: which of two neighbours is lighter, on a grid of
 * nine by eight. The colour stands beside it, since another colour of the same thing has the same lights.
 */
async function readLooks(jpeg: Buffer): Promise<string> {
  const grey = await sharp(jpeg).greyscale().resize(9, 8, { fit: 'fill' }).raw().toBuffer()
  let bits = 0n
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      const at = row * 9 + column
      bits = (bits << 1n) | ((grey[at] ?? 0) < (grey[at + 1] ?? 0) ? 1n : 0n)
    }
  }
  const [red = 0, green = 0, blue = 0] = await sharp(jpeg).resize(1, 1, { fit: 'fill' }).removeAlpha().raw().toBuffer()
  const colour = [red, green, blue].map((part) => (part >> 4).toString(16)).join('')
  return `${bits.toString(16).padStart(16, '0')}${colour}`
}
