import { Hono } from 'hono'
import type { z } from 'zod'
import type { Needs } from '#src/app.ts'
import { type Html, html } from '#src/web/html.ts'
import { renderPublicPage } from '#src/web/public-page.ts'
import type { ApiRoute } from '#src/web/route.ts'
import type { Web } from '../web.ts'
import { routes } from './api.ts'
import { DESCRIPTION, pathOf, writeOpenApi, writeSchema } from './openapi.ts'

/** The description of the API, for programs and for people. It tells nobody's data: anyone may read it. */
export function docsRoutes({ settings, publicUrl }: Needs<'settings' | 'publicUrl'>): Hono<Web> {
  const shop = settings.STORE_NAME
  return new Hono<Web>()
    .get('/openapi.json', (c) => c.json(writeOpenApi(routes(), { shop, publicUrl })))
    .get('/docs', (c) =>
      c.html(
        renderPublicPage({
          shop,
          title: 'API',
          body: html`${renderIntroduction(publicUrl)}${routes().map(renderRoute)}`,
        }),
      ),
    )
}

function renderIntroduction(publicUrl: string): Html {
  return html`<section aria-labelledby="api"><h1 id="api">API</h1>
    <p>${DESCRIPTION}</p>
    <p>Every call carries a key made by <code>npx --no deskhand key create</code>. The same in OpenAPI 3.1:
      <a href="/openapi.json">openapi.json</a>.</p>
    ${renderCode('An example call', `curl -H 'Authorization: Bearer dh_...' '${publicUrl}/api/orders?limit=10'`)}
    <p>An error is <code>{"error": {"code", "message", "fields"?}}</code>: the message is a sentence
      a person can read.</p>
  </section>`
}

function renderRoute(route: ApiRoute): Html {
  const { method, params, query, body, summary, roles, status, answer } = route
  const id = `${method}${pathOf(route)}`.replace(/[^\w]+/g, '-')
  return html`<section class="panel" aria-labelledby="${id}">
    <h2 id="${id}"><code>${method.toUpperCase()} /api${pathOf(route)}</code></h2>
    <p>${summary}. <small>Keys of: ${roles.join(', ')}</small></p>
    ${renderFields('In the path', Object.entries(params))}
    ${renderFields(
      'In the query',
      Object.entries(query?.shape ?? {}).map(([name, shape]) => [name, describe(shape as z.ZodType)]),
    )}
    ${body ? renderSchema('Body', writeSchema(body, 'input')) : ''}
    ${renderSchema(`Answer ${status}`, writeSchema(answer))}
  </section>`
}

function renderFields(title: string, fields: [string, string][]): Html {
  if (fields.length === 0) return html``
  return html`<h3>${title}</h3><dl>${fields.map(
    ([name, words]) => html`<div><dt><code>${name}</code></dt><dd>${words}</dd></div>`,
  )}</dl>`
}

function renderSchema(title: string, schema: object): Html {
  const text = JSON.stringify(schema, null, 2)
  return html`<details><summary>${title}</summary>${renderCode(`${title}, as JSON Schema`, text)}</details>`
}

function renderCode(name: string, text: string): Html {
  return html`<pre class="code" tabindex="0" aria-label="${name}">${text}</pre>`
}

/** `integer, 1 to 200, 50 unless told` */
function describe(shape: z.ZodType): string {
  const { type, enum: choices, minimum, maximum, default: usual, description } = writeSchema(shape)
  const range = minimum !== undefined && maximum !== undefined ? `${minimum} to ${maximum}` : ''
  const words = Array.isArray(choices) ? `one of ${choices.join(', ')}` : String(type ?? 'anything')
  return [description, words, range, usual === undefined ? '' : `${usual} unless told`].filter(Boolean).join(', ')
}
