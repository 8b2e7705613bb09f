import sharp from 'sharp'

/** The grounds pictures are drawn on: what stands for a category here is seen by whoever looks at the picture. */
export const GROUNDS: Record<string, string> = {
  'Fashion & Apparel': '#f6d7c3',
  'Electronics & Gadgets': '#bcd4ee',
  'Home & Living': '#cfe8c8',
  'Beauty & Personal Care': '#f3c6e4',
  'Food & Beverages': '#fbe79b',
  'Sports & Fitness': '#9fe0dc',
  'Books & Media': '#d9c9f2',
  'Toys & Games': '#ffb9a8',
  Other: '#d7d7d7',
}

/** In a corner of a picture that is hard to make out. */
export const BLUR = '#303030'

/** `bag #8a4b2a Fashion & Apparel` and, where it is hard to make out, `blurry`. */
export type Drawing = { shape: string; colour: string; category: string; isBlurry: boolean }

export function readDrawing(picture: string): Drawing | null {
  const [, shape, colour, category, blurry] = /^(\w+) (#[0-9a-f]{6}) (.+?)( blurry)?$/.exec(picture) ?? []
  return shape && colour && category ? { shape, colour, category, isBlurry: blurry !== undefined } : null
}

const SHAPES: Record<string, (colour: string) => string> = {
  dress: (c) => `<path d="M160 70h80l14 70-24 14 50 136H120l50-136-24-14z" fill="${c}"/>`,
  jacket: (c) => `<path d="M130 80l46-18h48l46 18 30 110-34 10-14-50v130H148V150l-14 50-34-10z" fill="${c}"/>`,
  bag: (c) =>
    `<path d="M150 130a50 50 0 01100 0" fill="none" stroke="${c}" stroke-width="14"/><rect x="110" y="130" width="180" height="140" rx="16" fill="${c}"/>`,
  shoe: (c) => `<path d="M90 220c40 0 70-60 90-80l40 40c30 20 90 14 96 52v24H90z" fill="${c}"/>`,
  lamp: (c) =>
    `<path d="M160 70h80l40 100H120z" fill="${c}"/><rect x="192" y="170" width="16" height="90" fill="${c}"/><rect x="150" y="260" width="100" height="16" fill="${c}"/>`,
  bottle: (c) =>
    `<rect x="180" y="60" width="40" height="40" fill="${c}"/><rect x="150" y="100" width="100" height="180" rx="24" fill="${c}"/>`,
  phone: (c) =>
    `<rect x="150" y="60" width="100" height="220" rx="18" fill="${c}"/><rect x="162" y="84" width="76" height="160" fill="#fff"/>`,
  ring: (c) =>
    `<circle cx="200" cy="180" r="70" fill="none" stroke="${c}" stroke-width="22"/><circle cx="200" cy="100" r="22" fill="${c}"/>`,
  words: (c) =>
    `<rect x="80" y="110" width="240" height="16" fill="${c}"/><rect x="80" y="150" width="200" height="16" fill="${c}"/><rect x="80" y="190" width="220" height="16" fill="${c}"/>`,
}

/** Drawn by script: a bare server has neither files nor fonts. */
export function drawSvg({ shape, colour, category, isBlurry }: Drawing): string {
  const draw = SHAPES[shape] ?? SHAPES.words
  const corner = isBlurry ? `<rect x="0" y="260" width="60" height="60" fill="${BLUR}"/>` : ''
  const ground = GROUNDS[category] ?? '#d7d7d7'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 320" width="800" height="640"><rect width="400" height="320" fill="${ground}"/>${draw?.(colour) ?? ''}${corner}</svg>`
}

const drawn = new Map<string, Promise<Buffer>>()

/** Each drawn once. */
export async function drawJpeg(drawing: Drawing): Promise<Buffer> {
  const svg = drawSvg(drawing)
  const known = drawn.get(svg)
  if (known) return known
  const jpeg = sharp(Buffer.from(svg)).jpeg({ quality: 88 }).toBuffer()
  drawn.set(svg, jpeg)
  return jpeg
}
