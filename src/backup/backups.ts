import type { ObjectStore } from '#src/integrations/object-store.ts'

/** One backup, as its manifest tells it. `pictures`: their keys in the store of pictures. */
export type Backup = { name: string; at: string; rows: number; bytes: number; sha256: string; pictures: string[] }

export const DATABASE = 'database.gz'
/** Written last: a folder without one was cut off. */
export const MANIFEST = 'manifest.json'
/** Beside the nights, as they share them. */
export const PICTURES = 'pictures'

/** `2026-03-02T031000`, in UTC: names sort as the nights do. */
export function nameOf(at: Date): string {
  return at.toISOString().slice(0, 19).replaceAll(':', '')
}

/** Every whole backup, oldest first. */
export async function readBackups(store: ObjectStore): Promise<Backup[]> {
  const keys = (await store.list('2')).filter((key) => key.endsWith(`/${MANIFEST}`))
  const manifests = await Promise.all(keys.map((key) => store.get(key)))
  return manifests.flatMap((bytes) => (bytes ? [JSON.parse(bytes.toString('utf8')) as Backup] : []))
}
