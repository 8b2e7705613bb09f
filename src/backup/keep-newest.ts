import type { ObjectStore } from '#src/integrations/object-store.ts'
import { PICTURES, readBackups } from './backups.ts'

/** Nights that are kept. */
const KEPT = 14

/** The oldest go; also what a cut-off night left, and pictures that no backup names any more. */
export async function keepNewest(store: ObjectStore): Promise<void> {
  const kept = (await readBackups(store)).slice(-KEPT)
  const first = kept[0]?.name ?? ''
  const isKept = new Set(kept.map(({ name }) => name))
  const pictures = new Set(kept.flatMap((one) => one.pictures.map((key) => `${PICTURES}/${key}`)))
  for (const key of await store.list('')) {
    const [folder = ''] = key.split('/')
    const isOurs = folder === PICTURES || /^\d{4}-\d\d-\d\dT\d{4}/.test(folder)
    const isGone = folder === PICTURES ? !pictures.has(key) : folder < first || !isKept.has(folder)
    if (isOurs && isGone) await store.remove(key)
  }
}
