import { badRequest } from './refusal.ts'

export type Upload = { name: string; type: string; bytes: Uint8Array }

/** What a call carries, the same for JSON, forms, multipart and the query string. */
export type Params = {
  text(name: string): string
  number(name: string): number | undefined
  flag(name: string): boolean
  /** A JSON value, sent as such or as text. */
  value<T>(name: string): T | undefined
  /** The file sent as this parameter, or under the name it points to by attach://. */
  upload(name: string): Upload | undefined
  /** The file an attach:// reference inside a JSON value points to. */
  attached(reference: string): Upload | undefined
}

export async function readParams(request: Request): Promise<Params> {
  const values = new Map<string, unknown>(new URL(request.url).searchParams)
  const uploads = new Map<string, Upload>()
  const type = request.headers.get('content-type') ?? ''
  if (type.includes('json'))
    for (const [name, value] of Object.entries(await readJson(request))) values.set(name, value)
  if (!/multipart|urlencoded/.test(type)) return createParams(values, uploads)
  for (const [name, value] of await request.formData()) {
    if (typeof value === 'string') values.set(name, value)
    else uploads.set(name, { name: value.name, type: value.type, bytes: await value.bytes() })
  }
  return createParams(values, uploads)
}

async function readJson(request: Request): Promise<Record<string, unknown>> {
  const body = await request.text()
  if (body === '') return {}
  try {
    return JSON.parse(body)
  } catch {
    throw badRequest("Can't parse the JSON object")
  }
}

export function createParams(values: Map<string, unknown>, uploads = new Map<string, Upload>()): Params {
  const text = (name: string) => {
    const value = values.get(name) ?? ''
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  const attached = (reference: string) => uploads.get(reference.replace(/^attach:\/\//, ''))
  return {
    text,
    number: (name) => (/^-?\d+$/.test(text(name)) ? Number(text(name)) : undefined),
    flag: (name) => ['true', '1', 'yes'].includes(text(name).toLowerCase()),
    value: (name) => readValue(name, values.get(name)),
    upload: (name) => attached(text(name)) ?? uploads.get(name),
    attached,
  }
}

function readValue<T>(name: string, value: unknown): T | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string') return value as T
  try {
    return JSON.parse(value)
  } catch {
    throw badRequest(`Can't parse ${name} JSON object`)
  }
}
