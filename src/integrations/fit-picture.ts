import { fileTypeFromBuffer } from 'file-type'
import sharp from 'sharp'
import { Refusal } from '#src/errors.ts'

const TYPES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/heic'])
const MOST_PIXELS = 50_000_000

/**
 * A picture from outside as we show it: its type told by its bytes, not by its name; JPEG, upright, at most `side`
 * pixels a side, without what the camera wrote into it. Refuses what is no picture, or unpacks to more than 50
 * megapixels.
 *
 * @see https://sharp.pixelplumbing.com/api-constructor
 */
export async function fitPicture(
  bytes: Buffer,
  side: number,
): Promise<{ jpeg: Buffer; width: number; height: number }> {
  const type = await fileTypeFromBuffer(bytes)
  if (!type || !TYPES.has(type.mime)) throw new Refusal('That is not a picture I can keep.')
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .rotate()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .jpeg({ quality: 82 })
      .toBuffer({ resolveWithObject: true })
    return { jpeg: data, width: info.width, height: info.height }
  } catch (error) {
    throw new Refusal('That picture cannot be opened.', null, { cause: error })
  }
}
