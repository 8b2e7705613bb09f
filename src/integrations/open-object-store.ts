import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createGuard } from './guard-store.ts'
import type { ObjectStore } from './object-store.ts'
import { openBucket } from './open-bucket.ts'

export type ObjectStoreConfig = {
  /** `file:///var/archive` or `s3://bucket/prefix` (credentials and region: the usual AWS variables). */
  url: string
  /** Another address for S3: a stand-in, or a service that speaks its language. */
  endpoint?: string
  /** As whose its failures are told: `archive`. */
  vendor: string
}

export function createObjectStore({ url, endpoint, vendor }: ObjectStoreConfig): ObjectStore {
  const { protocol, hostname, pathname } = new URL(url)
  const prefix = pathname.replace(/^\/|\/$/g, '')
  if (protocol === 'file:') return openFolder(fileURLToPath(url), vendor)
  if (protocol === 's3:') return openBucket({ bucket: hostname, prefix, endpoint, vendor })
  throw new Error(`A store's address starts with file:// or s3://, not ${protocol}//`)
}

function openFolder(root: string, vendor: string): ObjectStore {
  const guard = createGuard(vendor, 'ENOENT')
  return {
    put: (key, bytes) => guard(() => write(join(root, key), bytes)),
    get: (key) => guard(() => readFile(join(root, key)), null),
    remove: (key) => guard(() => rm(join(root, key), { force: true })),
    list: async (prefix) => {
      const files = await guard(() => readdir(root, { recursive: true, withFileTypes: true }), [])
      const keys = files.filter((file) => file.isFile()).map((file) => relative(root, join(file.parentPath, file.name)))
      return keys.filter((key) => key.startsWith(prefix) && !key.endsWith('.part')).sort()
    },
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
