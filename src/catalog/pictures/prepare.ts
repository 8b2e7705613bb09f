import { createHash } from 'node:crypto'
import { fileTypeFromBuffer } from 'file-type'
import sharp from 'sharp'
import { Refusal } from '#src/errors.ts'

export type Prepared = { hash: string; jpeg: Buffer; width: number; height: number; looks: string }

const TYPES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/heic'])
const MOST_PIXELS = 50_000_000
/** As large as Instagram shows them; what cards and pages need, no more. */
const SIDE = 1080

/**
 * A picture from outside as we keep it: its type told by its bytes, not by its name; JPEG, upright, at most 1080 a
 * side, without what the camera wrote into it. Refuses what is no picture, or unpacks to more than 50 megapixels.
 *
 * @see https://sharp.pixelplumbing.com/api-constructor
 */
export async function preparePicture(bytes: Buffer): Promise<Prepared> {
  const type = await fileTypeFromBuffer(bytes)
  if (!type || !TYPES.has(type.mime)) throw new Refusal('That is not a picture I can keep.')
  const open = () => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' }).rotate()
  try {
    const fitted = open().resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
    const { data, info } = await fitted
      .flatten({ background: '#fff' })
      .jpeg({ quality: 82 })
      .toBuffer({ resolveWithObject: true })
    const hash = createHash('sha256').update(data).digest('hex')
    return { hash, jpeg: data, width: info.width, height: info.height, looks: await readLooks(data) }
  } catch (error) {
    throw new Refusal('That picture cannot be opened.', null, { cause: error })
  }
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
