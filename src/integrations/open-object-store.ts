import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OutsideError } from '#src/errors.ts'
import type { ObjectStore } from './object-store.ts'
import { openBucket } from './open-bucket.ts'

export type ObjectStoreConfig = {
  /** `file:///var/archive` or `s3://bucket/prefix` (credentials and region: the usual AWS variables). */
  url: string
  /** Another address for S3: a stand-in, or a service that speaks its language. */
  endpoint?: string
}

export function createObjectStore({ url, endpoint }: ObjectStoreConfig): ObjectStore {
  const { protocol, hostname, pathname } = new URL(url)
  if (protocol === 'file:') return openFolder(fileURLToPath(url))
  if (protocol === 's3:') return openBucket({ bucket: hostname, prefix: pathname.replace(/^\/|\/$/g, ''), endpoint })
  throw new Error(`An archive's address starts with file:// or s3://, not ${protocol}//`)
}

function openFolder(root: string): ObjectStore {
  return {
    put: (key, bytes) => guard(() => write(join(root, key), bytes)),
    get: (key) => guard(() => absent(readFile(join(root, key)), null)),
    list: (prefix) =>
      guard(async () => {
        const files = await absent(readdir(root, { recursive: true, withFileTypes: true }), [])
        const keys = files
          .filter((file) => file.isFile())
          .map((file) => relative(root, join(file.parentPath, file.name)))
        return keys.filter((key) => key.startsWith(prefix) && !key.endsWith('.part')).sort()
      }),
  }
}

/** The name is given once the bytes are on the disk: whoever reads it reads all of it. */
async function write(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const part = `${path}.${randomBytes(4).toString('hex')}.part`
  try {
    const file = await open(part, 'w', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function absent<T, N>(work: Promise<T>, none: N): Promise<T | N> {
  try {
    return await work
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return none
    throw error
  }
}

async function guard<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const { message, code } = cause as NodeJS.ErrnoException
    throw new OutsideError('archive', message, { retry: 'later', cause, ...(code && { code }) })
  }
}
