import { keepTokens } from '#src/catalog/connect/keep-tokens.ts'
import { expireDrafts } from '#src/catalog/drafts/expire.ts'
import { extractPosts } from '#src/catalog/extract/extract.ts'
import { lookAtRivals } from '#src/catalog/rivals/look-at-rivals.ts'
import { fetchMedia } from '#src/catalog/scan/fetch-media.ts'
import { pollAccounts } from '#src/catalog/scan/poll.ts'
import { listScans } from '#src/catalog/scan/scan.ts'
import { takeNotices } from '#src/catalog/scan/take-notices.ts'
import * as names from '#src/catalog/steps.ts'
import { watchFigures } from '#src/catalog/stores/watch-figures.ts'
import { defineStep, type Step } from './job.ts'

const pipeline = 'catalog'
const minutely = { every: '1 minute', pipeline }

/** Instagram post -> draft -> product. */
export function createCatalogSteps(): Step[] {
  return [
    defineStep({ name: names.SCAN, what: 'Scanning Instagram accounts', ...minutely, run: listScans }),
    defineStep({ name: names.EXTRACT, what: 'Reading posts', ...minutely, run: extractPosts }),
    defineStep({ name: names.TAKE_NOTICES, what: 'Taking in news from Instagram', ...minutely, run: takeNotices }),
    defineStep({
      name: names.FETCH_MEDIA,
      what: 'Fetching posts that Instagram told of',
      ...minutely,
      run: fetchMedia,
    }),
    defineStep({ name: names.POLL, what: 'Looking for new posts', ...minutely, run: pollAccounts }),
    defineStep({
      name: names.LOOK_AT_RIVALS,
      what: 'Looking at rivals\u2019 prices',
      every: '5 minutes',
      pipeline,
      run: lookAtRivals,
    }),
    defineStep({ name: names.EXPIRE, what: 'Closing old drafts', every: '1 hour', pipeline, run: expireDrafts }),
    defineStep({
      name: names.WATCH_FIGURES,
      what: 'Watching the shops\u2019 figures',
      every: '1 hour',
      pipeline,
      run: watchFigures,
    }),
    defineStep({
      name: names.KEEP_TOKENS,
      what: 'Renewing Instagram connections',
      every: '1 hour',
      pipeline,
      run: keepTokens,
    }),
  ]
}
