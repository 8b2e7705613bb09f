import { drawJpeg } from './meta/draw-product.ts'

const THINGS: Record<string, string> = {
  ...{ dress: 'Fashion & Apparel', jacket: 'Fashion & Apparel', bag: 'Fashion & Apparel', shoe: 'Fashion & Apparel' },
  ...{ ring: 'Fashion & Apparel', lamp: 'Home & Living', bottle: 'Beauty & Personal Care' },
  phone: 'Electronics & Gadgets',
}
const COLOURS: Record<string, string> = {
  ...{ blue: '#3f5f8f', red: '#b3262e', black: '#1c1c1e', green: '#3d7a4b', white: '#fdfdfb', yellow: '#e0b93a' },
  ...{ pink: '#d8709a', gold: '#d4a017', brown: '#8a4b2a' },
}

/** A photo of what the words below it name, drawn: a bag where they name nothing that can be drawn. */
export async function takePhoto(words: string): Promise<Buffer> {
  const named = words.toLowerCase()
  const shape = Object.keys(THINGS).find((thing) => named.includes(thing)) ?? 'bag'
  const colour = Object.entries(COLOURS).find(([name]) => named.includes(name))?.[1] ?? '#8a4b2a'
  return drawJpeg({ shape, colour, category: THINGS[shape] ?? 'Other', isBlurry: false })
}
