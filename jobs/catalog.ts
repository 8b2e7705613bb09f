import { expireDrafts } from '#src/catalog/expire.ts'
import { extractPosts } from '#src/catalog/extract.ts'
import { fetchMedia } from '#src/catalog/fetch-media.ts'
import { keepTokens } from '#src/catalog/keep-tokens.ts'
import { pollAccounts } from '#src/catalog/poll.ts'
import { listScans } from '#src/catalog/scan.ts'
import * as names from '#src/catalog/steps.ts'
import { takeNotices } from '#src/catalog/take-notices.ts'
import { defineStep, type Step } from './job.ts'

const pipeline = 'catalog'

/** Instagram post -> draft -> product. */
export function createCatalogSteps(): Step[] {
  return [
    defineStep({ name: names.SCAN, every: '1 minute', pipeline, run: listScans }),
    defineStep({ name: names.EXTRACT, every: '1 minute', pipeline, run: extractPosts }),
    defineStep({ name: names.TAKE_NOTICES, every: '1 minute', pipeline, run: takeNotices }),
    defineStep({ name: names.FETCH_MEDIA, every: '1 minute', pipeline, run: fetchMedia }),
    defineStep({ name: names.POLL, every: '1 minute', pipeline, run: pollAccounts }),
    defineStep({ name: names.EXPIRE, every: '1 hour', pipeline, run: expireDrafts }),
    defineStep({ name: names.KEEP_TOKENS, every: '1 hour', pipeline, run: keepTokens }),
  ]
}
