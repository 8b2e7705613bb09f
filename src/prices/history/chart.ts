import { fileURLToPath } from 'node:url'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'
import { Chart, LinearScale, LineController, LineElement, PointElement } from 'chart.js'
import { writeDate } from '#src/basics/write-date.ts'
import { minorUnits } from '#src/money.ts'
import { writePrice } from '../names.ts'

export type Point = { at: Date; price: bigint }

const WIDTH = 800
const HEIGHT = 320
const FONT = 'Inter'
/** Read on a phone too, where the picture is 310 points wide. */
const FONT_SIZE = 25
const HOUR_MS = 60 * 60_000
const TWO_DAYS_MS = 48 * HOUR_MS

Chart.register(LinearScale, LineController, LineElement, PointElement)
GlobalFonts.registerFromPath(
  fileURLToPath(import.meta.resolve('@fontsource/inter/files/inter-latin-400-normal.woff2')),
  FONT,
)

/** How long the last price is known to have held, and where the picture ends. */
type Ends = { held: Date; until: Date }

/** A product's prices as a PNG, 800 x 320: steps, for a price holds until the next. Newest last. */
export function drawChart(points: Point[], currency: string, { held, until }: Ends, zone: string): Buffer {
  const canvas = createCanvas(WIDTH, HEIGHT)
  const last = points.at(-1)
  const all = last ? [...points, { at: held > last.at ? held : last.at, price: last.price }] : []
  const scale = 10 ** minorUnits(currency)
  const end = until.getTime()
  const start = Math.min((points[0]?.at ?? until).getTime(), end - HOUR_MS)
  const chart = new Chart(canvas as unknown as HTMLCanvasElement, {
    type: 'line',
    data: {
      datasets: [
        {
          data: all.map(({ at, price }) => ({ x: at.getTime(), y: Number(price) / scale })),
          stepped: true,
          borderColor: '#0b6b3a',
          borderWidth: 3,
          // The last dot stands on the edge.
          clip: 6,
          pointRadius: all.length > 40 ? 0 : 3,
          pointBackgroundColor: '#0b6b3a',
        },
      ],
    },
    options: {
      responsive: false,
      animation: false,
      devicePixelRatio: 1,
      layout: { padding: 16 },
      font: { family: FONT, size: FONT_SIZE },
      scales: {
        x: {
          type: 'linear',
          min: start,
          max: end,
          ticks: {
            maxTicksLimit: 4,
            maxRotation: 0,
            font: { family: FONT, size: FONT_SIZE },
            callback: (value) => writeMoment(new Date(Number(value)), end - start, zone),
          },
          grid: { display: false },
        },
        y: {
          ticks: {
            maxTicksLimit: 5,
            font: { family: FONT, size: FONT_SIZE },
            callback: (value) => writePrice(BigInt(Math.round(Number(value) * scale)), currency),
          },
        },
      },
    },
    plugins: [{ id: 'paper', beforeDraw: (drawn) => paper(drawn.ctx) }],
  })
  chart.draw()
  const png = canvas.toBuffer('image/png')
  chart.destroy()
  return png
}

function paper(ctx: CanvasRenderingContext2D): void {
  ctx.save()
  ctx.globalCompositeOperation = 'destination-over'
  ctx.fillStyle = '#ffffff'
  ctx.fillRect(0, 0, WIDTH, HEIGHT)
  ctx.restore()
}

/** The day; within two days the hour too. */
function writeMoment(at: Date, spanMs: number, zone: string): string {
  const clock = { hour: '2-digit', minute: '2-digit' } as const
  const parts = { timeZone: zone, day: 'numeric', month: 'short', ...(spanMs < TWO_DAYS_MS && clock) } as const
  return writeDate(at, 'en-GB', parts)
}
