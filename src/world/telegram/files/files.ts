import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { File as ApiFile } from 'grammy/types'
import type { Params, Upload } from '../params.ts'
import { badRequest } from '../refusal.ts'
import type { Media } from '../state.ts'
import type { Telegram } from '../telegram.ts'
import type { FileStore } from './file-store.ts'
import { readImageSize } from './image-size.ts'

const maxDownload = 20 * 1024 * 1024
const maxPhoto = 10 * 1024 * 1024
const maxDocument = 50 * 1024 * 1024

export async function createFileStore(folder: string | null, media: Media[]): Promise<FileStore> {
  const uploads = new Map<string, Upload>()
  for (const { fileId, name, type } of folder ? media : []) {
    const bytes = await readFile(join(folder ?? '', fileId)).catch(() => null)
    if (bytes) uploads.set(fileId, { name, type, bytes })
  }
  return {
    get: (id) => uploads.get(id),
    put: async (id, upload) => {
      uploads.set(id, upload)
      if (!folder) return
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, id), upload.bytes)
    },
  }
}

/** A file to send: an upload, the id of one sent before, or a public address (never one of this machine). */
export async function readMedia(telegram: Telegram, kind: Media['kind'], reference: string, upload?: Upload) {
  if (upload) return takeUpload(telegram, kind, upload)
  if (reference === '') throw badRequest(`there is no ${kind} in the request`)
  const known = findMedia(telegram, reference)
  if (known) return known
  if (!/^https?:\/\/[^/]*\./i.test(reference)) throw badRequest('wrong file identifier/HTTP URL specified')
  if (isPrivateAddress(reference)) throw badRequest('failed to get HTTP URL content')
  const name = reference.split('/').at(-1) ?? ''
  return { kind, fileId: newFileId(kind), name, type: '', size: 0, width: 0, height: 0 }
}

async function takeUpload(telegram: Telegram, kind: Media['kind'], upload: Upload): Promise<Media> {
  const { bytes, name } = upload
  if (bytes.length === 0) throw badRequest('file must be non-empty')
  if (bytes.length > (kind === 'photo' ? maxPhoto : maxDocument)) throw badRequest('file is too big')
  const size = kind === 'photo' ? readImageSize(bytes) : { width: 0, height: 0 }
  if (!size) throw badRequest('IMAGE_PROCESS_FAILED')
  if (size.width + size.height > 10_000) throw badRequest('PHOTO_INVALID_DIMENSIONS')
  const fileId = newFileId(kind)
  await telegram.files.put(fileId, upload)
  return { kind, fileId, name, type: upload.type, size: bytes.length, ...size }
}

function newFileId(kind: Media['kind']): string {
  return `${kind === 'photo' ? 'AgACAgI' : 'BQACAgI'}${randomBytes(24).toString('base64url')}`
}

function isPrivateAddress(url: string): boolean {
  const { hostname } = new URL(url)
  return /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|\[)/.test(hostname)
}

export function allMedia(messages: Record<string, { media?: Media }[]>): Media[] {
  return Object.values(messages).flatMap((chat) => chat.flatMap(({ media }) => media ?? []))
}

function findMedia(telegram: Telegram, fileId: string): Media | undefined {
  return allMedia(telegram.state.messages).find((media) => media.fileId === fileId)
}

export function getFile(telegram: Telegram, params: Params): ApiFile {
  const media = findMedia(telegram, params.text('file_id'))
  if (!media) throw badRequest('invalid file_id')
  if (media.size > maxDownload) throw badRequest('file is too big')
  return {
    file_id: media.fileId,
    file_unique_id: media.fileId.slice(-14),
    file_size: media.size,
    file_path: `${media.kind}s/${media.fileId}`,
  }
}

/** https://api.telegram.org/file/bot<token>/<file_path> */
export function downloadFile(telegram: Telegram, path: string): Response {
  const upload = telegram.files.get(path.split('/').at(-1) ?? '')
  if (!upload) return Response.json({ ok: false, error_code: 404, description: 'Not Found' }, { status: 404 })
  return new Response(new Uint8Array(upload.bytes), { headers: { 'Content-Type': 'application/octet-stream' } })
}
