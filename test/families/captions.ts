/** Captions made of parts: how many things each sells, and for what, is known by construction. */
export type CaptionMade = { text: string; price: number; things: number }

const things = ['Linen apron', 'Marble tray', 'Decorated jug', 'Wool scarf']
const sums: ((price: number) => string)[] = [
  (price) => `$${price}`,
  (price) => `USD ${price}`,
  (price) => `${price} USD`,
  (price) => `${price} dollars`,
]
/** A thing and what it costs, on one line or on several. */
const laid: ((thing: string, sum: string) => string)[] = [
  (thing, sum) => `${thing} ${sum}`,
  (thing, sum) => `${thing} - ${sum}`,
  (thing, sum) => `${thing}\n${sum}`,
  (thing, sum) => `${sum}\n${thing}`,
  (thing, sum) => `${thing} ..... ${sum}`,
  (thing, sum) => `${thing}\nPrice: ${sum}`,
  (thing, sum) => `${thing}, size M\n${sum}`,
  (thing, sum) => `${thing}\nSize 10\n${sum}`,
  (thing, sum) => `${thing}\nSoft and handmade\n${sum}`,
]
const marks = ['', '• ', '✨ ', '- ']
const between = ['\n', '\n\n', ', ', ' | ', ' and ', '. ']
/** Figures that stand beside a price and are none. */
const beside = ['500ml', 'Dec 12', '12 Dec', 'Size 38-42', '30 x 40 cm', 'was $70', 'Delivery $5', 'only 3 left']

export function captionsMade(): CaptionMade[] {
  const price = 45
  return sums.flatMap((sum) =>
    laid.flatMap((lay) => [
      ...things.flatMap((thing) =>
        beside.map((figure) => ({ text: `${lay(thing, sum(price))} ${figure}`, price, things: 1 })),
      ),
      ...marks.flatMap((mark) =>
        between.flatMap((gap) =>
          [2, 3].map((count) => ({
            text: things
              .slice(0, count)
              .map((thing) => mark + lay(thing, sum(price)))
              .join(gap),
            price,
            things: count,
          })),
        ),
      ),
    ]),
  )
}
