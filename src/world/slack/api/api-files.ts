import type { Bag } from '../bag.ts'
import { asBags, asText } from '../bag.ts'
import type { Core } from '../core.ts'
import { nextId, postAsBot } from '../core.ts'
import type { StoredFile } from '../workspace.ts'
import { placeToWrite, readThread } from './api-chat.ts'
import { need } from './args.ts'
import { Rejection } from './rejection.ts'

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
export function getUploadUrl(core: Core, args: Bag): Bag {
  const name = need(args, 'filename', 'missing_argument')
  const length = Number(need(args, 'length', 'missing_argument'))
  if (!Number.isInteger(length) || length < 1) throw new Rejection('invalid_arguments')
  const id = nextId(core, 'F')
  core.workspace.files[id] = { id, name, title: name, altText: asText(args.alt_text), length, base64: null }
  return { file_id: id, upload_url: `${core.url}/upload/v1/${id}` }
}

/** Takes the bytes, as a form field or bare; false if they are not those that were announced. */
export async function takeUpload(core: Core, id: string, request: Request): Promise<boolean> {
  const file = core.workspace.files[id]
  const bytes = await readBytes(request)
  if (!file || bytes.length !== file.length) return false
  file.base64 = bytes.toString('base64')
  return true
}

/** Shares uploaded files, with one message if a channel is named. https://docs.slack.dev/reference/methods/files.completeUploadExternal */
export function completeUpload(core: Core, args: Bag): Bag {
  const named = asBags(args.files)
  const channel = asText(args.channel_id)
  const place = channel === '' ? undefined : placeToWrite(core, channel)
  const files = named.map((one) => finish(core, one))
  if (files.length === 0) throw new Rejection('invalid_arguments')
  if (place) postAsBot(core, place, { text: asText(args.initial_comment), files, ...readThread(place, args) })
  return { files }
}

function describeFile(core: Core, file: StoredFile): Bag {
  const type = file.name.split('.').at(-1)?.toLowerCase() ?? ''
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    alt_txt: file.altText,
    size: file.length,
    filetype: type,
    mimetype: mimeOf(file.name),
    url_private: `${core.url}/files/${file.id}`,
    url_private_download: `${core.url}/files/${file.id}/download/${encodeURIComponent(file.name)}`,
    permalink: `${core.url}/files/${file.id}`,
  }
}

export function mimeOf(name: string): string {
  const type = name.split('.').at(-1)?.toLowerCase() ?? ''
  const known: Record<string, string> = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif' }
  return known[type] ?? 'application/octet-stream'
}

/** What a person shares with their words. */
export function shareFile(core: Core, name: string, bytes: Uint8Array): Bag {
  const id = nextId(core, 'F')
  const base64 = Buffer.from(bytes).toString('base64')
  core.workspace.files[id] = { id, name, title: name, altText: '', length: bytes.length, base64 }
  return describeFile(core, core.workspace.files[id])
}

/** To the bot's token alone; to anyone else Slack shows the page where one signs in. */
export function downloadSlackFile(core: Core, id: string, authorization: string | null): Response {
  if (authorization !== `Bearer ${core.botToken}`)
    return new Response(null, { status: 302, headers: { location: '/' } })
  const bytes = core.workspace.files[id]?.base64
  if (!bytes) return new Response(null, { status: 404 })
  return new Response(Buffer.from(bytes, 'base64'), { headers: { 'content-type': 'application/octet-stream' } })
}

function finish(core: Core, one: Bag): Bag {
  const file = core.workspace.files[asText(one.id)]
  if (!file) throw new Rejection('file_not_found')
  if (!file.base64) throw new Rejection('invalid_upload')
  if (asText(one.title) !== '') file.title = asText(one.title)
  return describeFile(core, file)
}

async function readBytes(request: Request): Promise<Buffer> {
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('multipart/form-data')) return Buffer.from(await request.arrayBuffer())
  for (const value of (await request.formData()).values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer())
  }
  return Buffer.alloc(0)
}
