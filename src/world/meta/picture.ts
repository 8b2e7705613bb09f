import { html } from 'hono/html'

type Bead = { x: number; y: number; r: number; color: string }

const COLORS = ['#1c1c1e', '#c8102e', '#fdfdfb', '#d4a017']

/** What a post shows: drawn, since a picture or an emoji needs files and fonts a bare server has not. */
export function renderPicture(picture: string) {
  const beads = (DRAWINGS[picture] ?? strewn)()
  return html`<svg viewBox="0 0 400 300" role="img" aria-label="Picture: ${picture}">
    <rect width="400" height="300" class="cloth"></rect>
    ${beads.map(
      ({ x, y, r, color }) =>
        html`<circle cx="${x}" cy="${y}" r="${r}" fill="${color}"></circle><circle cx="${x - r / 3}" cy="${y - r / 3}" r="${r / 4}" fill="#fff" opacity="0.55"></circle>`,
    )}
  </svg>`
}

const DRAWINGS: Record<string, () => Bead[]> = {
  bracelets: () => COLORS.flatMap((color, n) => ring(95 + (n % 2) * 200, 85 + Math.floor(n / 2) * 130, 48, color)),
  market: () => [ring(200, 150, 105, '#5b7f4f'), ring(200, 150, 70, '#e7b7a0'), ring(200, 150, 35, '#7b5ea7')].flat(),
  bench: () => [0, 1, 2].flatMap((row) => line(70, 90 + row * 60, 14, COLORS[row] ?? '')),
}

function ring(cx: number, cy: number, radius: number, color: string): Bead[] {
  const count = Math.floor((2 * Math.PI * radius) / 17)
  return Array.from({ length: count }, (_, n) => {
    const angle = (2 * Math.PI * n) / count
    return { x: round(cx + radius * Math.cos(angle)), y: round(cy + radius * Math.sin(angle)), r: 8, color }
  })
}

function line(x: number, y: number, count: number, color: string): Bead[] {
  return Array.from({ length: count }, (_, n) => ({ x: x + n * 20, y, r: 9, color }))
}

function strewn(): Bead[] {
  return Array.from({ length: 24 }, (_, n) => ({
    x: 40 + ((n * 137) % 320),
    y: 40 + ((n * 89) % 220),
    r: 9,
    color: COLORS[n % COLORS.length] ?? '',
  }))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
