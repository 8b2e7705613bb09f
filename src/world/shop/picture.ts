import { drawJpeg } from '../meta/draw-product.ts'
import type { Good } from './goods.ts'

const SHAPES: [string, RegExp][] = [
  ['jacket', /jacket|coat|shirt|jacke|camisa/i],
  ['bag', /bag|tasche|bolsa|kikapu|kiondo/i],
  ['lamp', /lamp|lámpara/i],
]
const COLOURS: [string, RegExp][] = [
  ['#3f5f8f', /blue|blau|azul/i],
  ['#a83c3c', /red|rot|roj|kundu/i],
  ['#4c7a4a', /olive|grün|verde|kijani/i],
]

/** The picture of a product, drawn by its name. */
export function drawPicture({ name }: Good): Promise<Buffer> {
  const [shape = 'words'] = SHAPES.find(([, words]) => words.test(name)) ?? []
  const [colour = '#777777'] = COLOURS.find(([, words]) => words.test(name)) ?? []
  return drawJpeg({ shape, colour, category: 'Other', isBlurry: false })
}
