import type { ScanOptions } from '#entities/catalog/instagram-sync.ts'
import type { Answers, Field, Form } from '#src/cards/form.ts'
import { Refusal } from '#src/errors.ts'
import { MOST_POSTS, usualOptions } from './start-scan.ts'

const yesOrNo = (name: string, label: string, value: 'yes' | 'no'): Field => ({
  ...{ name, label, kind: 'choice', value },
  choices: [
    { value: 'yes', label: 'Yes' },
    { value: 'no', label: 'No' },
  ],
})

/** What a scan looks through, as it starts when nothing is said. */
export const scanForm: Form = {
  title: 'Scan options',
  submit: 'Start scan',
  fields: [
    yesOrNo('albums', 'Include posts with several pictures', 'yes'),
    yesOrNo('videos', 'Include videos', 'no'),
    yesOrNo('recent', 'Only posts of the last 6 months', 'yes'),
    { name: 'limit', label: 'At most so many posts', kind: 'text', value: '100', hint: `Up to ${MOST_POSTS}` },
  ],
}

export function readScanForm({ albums, videos, recent, limit }: Answers, now: Date): ScanOptions {
  const usual = usualOptions(now)
  const count = limit?.trim() ? Number(limit) : usual.limit
  if (!Number.isInteger(count) || count < 1 || count > MOST_POSTS) {
    throw new Refusal(`How many posts? A number up to ${MOST_POSTS}.`, { limit: `A number up to ${MOST_POSTS}.` })
  }
  return {
    limit: count,
    includeVideos: videos === 'yes',
    includeCarousels: albums !== 'no',
    since: recent === 'no' ? null : usual.since,
  }
}
