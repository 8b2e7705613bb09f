export { html, raw } from 'hono/html'
export type { Html } from '#src/cards/render-html.ts'
