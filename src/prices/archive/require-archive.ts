import type { Needs } from '#src/app.ts'
import { Refusal } from '#src/errors.ts'
import type { ObjectStore } from '#src/integrations/object-store.ts'

export function requireArchive({ archive }: Needs<'archive'>): ObjectStore {
  if (!archive) throw new Refusal('ARCHIVE_URL is not set: file:///folder or s3://bucket/prefix.')
  return archive
}
