import type { RecordRow } from '#src/moves/kind.ts'
import type { ClaimedPost } from './claim-posts.ts'

export type Work = { post: ClaimedPost; view: RecordRow | null }
