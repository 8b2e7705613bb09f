import { z } from 'zod'
import { capital } from '#src/basics/capital.ts'
import type { ApiRoute } from '#src/web/route.ts'
import { errorShape } from '#src/web/shapes.ts'

type Json = Record<string, unknown>

const ERRORS: Record<number, string> = {
  400: 'Something of what was sent cannot be read',
  401: 'No key, or one that was taken back',
  403: 'This key may not',
  404: 'There is no such thing',
  409: 'Not possible in this state',
  422: 'This Idempotency-Key was sent with another request before',
}
const NOT_BY_LOOKING = [409, 422]

/** The API in OpenAPI 3.1, from the schemas that validate it. */
export function writeOpenApi(routes: ApiRoute[], { shop, publicUrl }: { shop: string; publicUrl: string }): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = `/api${pathOf(route)}`
    paths[path] = { ...paths[path], [route.method]: writeRoute(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: `Deskhand of ${shop}`, version: '1', description: DESCRIPTION },
    servers: [{ url: publicUrl }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'npx --no deskhand key create' } },
      schemas: { Error: writeSchema(errorShape) },
    },
  }
}

export const DESCRIPTION =
  'Lists take page and limit (at most 200) and tell total and pages. Amounts are decimal strings, times ISO 8601 ' +
  'in UTC, records are known by refs such as O-142. A POST, PATCH or DELETE with an Idempotency-Key header that is ' +
  'sent again within 24 hours is not done again: it reads the first answer.'

/** `/orders/:ref` -> `/orders/{ref}` */
export function pathOf({ path }: Pick<ApiRoute, 'path'>): string {
  return path.replace(/:(\w+)/g, '{$1}')
}

/** JSON Schema of what may be sent (`input`), or of what is answered. */
export function writeSchema(shape: z.ZodType, io: 'input' | 'output' = 'output'): Json {
  const { $schema, ...schema } = z.toJSONSchema(shape, { io })
  return schema
}

function writeRoute(route: ApiRoute): Json {
  const parameters = [...pathParameters(route), ...queryParameters(route), ...headerParameters(route)]
  return {
    operationId: nameOf(route),
    summary: route.summary,
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: { required: needs(route.body), content: json(writeSchema(route.body, 'input')) },
    }),
    responses: {
      [route.status]: { description: 'Done', content: json(writeSchema(route.answer)) },
      ...writeErrors(route),
    },
  }
}

function pathParameters({ path, params }: ApiRoute): Json[] {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  return names.map((name) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
    ...(params[name] && { description: params[name] }),
  }))
}

function queryParameters({ query }: ApiRoute): Json[] {
  return Object.entries(query?.shape ?? {}).map(([name, shape]) => ({
    ...{ name, in: 'query', required: needs(shape as z.ZodType), schema: writeSchema(shape as z.ZodType) },
  }))
}

function headerParameters({ method }: ApiRoute): Json[] {
  if (method === 'get') return []
  return [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 } }]
}

function writeErrors({ method }: ApiRoute): Json {
  const told = Object.entries(ERRORS).filter(([status]) => method !== 'get' || !NOT_BY_LOOKING.includes(Number(status)))
  const content = json({ $ref: '#/components/schemas/Error' })
  return Object.fromEntries(told.map(([status, description]) => [status, { description, content }]))
}

function needs(shape: z.ZodType): boolean {
  return !shape.safeParse(undefined).success && !shape.safeParse({}).success
}

/** `GET /orders/:ref` -> `getOrdersRef` */
function nameOf({ method, path }: ApiRoute): string {
  const words = path.split(/[/:-]+/).filter(Boolean)
  return method + words.map(capital).join('')
}

function json(schema: Json): Json {
  return { 'application/json': { schema } }
}
