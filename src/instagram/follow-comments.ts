import type { Comment, Page } from '#src/integrations/meta/instagram.ts'

type Mark = { id: string; at: string }

/**
 * How far a post's comments are read. Not the newest order tells: a webhook may have brought it, past others that
 * never came, and a run may have ended before the older pages.
 */
export type Progress = {
  /** All up to this comment are read. */
  through: Mark | null
  /** Under way: where to go on, the newest comment it began with, and how many were shown so far. */
  resume: { cursor: string; head: Mark | null; shown: number } | null
}

/** Where a page leaves us. 'known': what follows was read before. 'window': Instagram shows no more. */
export type Read = { progress: Progress; ended: 'known' | 'window' | null; shown: number }

/** What is known after one more page, newest first, of a post's comments. */
export function follow({ through, resume }: Progress, { items, next }: Page<Comment>): Read {
  const head = resume ? resume.head : (markOf(items[0]) ?? through)
  const shown = (resume?.shown ?? 0) + items.length
  const isKnown = through !== null && items.some((comment) => reaches(comment, through))
  if (!isKnown && next !== null) {
    return { progress: { through, resume: { cursor: next, head, shown } }, ended: null, shown }
  }
  return { progress: { through: head, resume: null }, ended: isKnown ? 'known' : 'window', shown }
}

/** By its time too: the comment of the mark may have been deleted. */
function reaches({ id, timestamp }: Comment, through: Mark): boolean {
  return id === through.id || timestamp.toISOString() < through.at
}

function markOf(comment: Comment | undefined): Mark | null {
  return comment ? { id: comment.id, at: comment.timestamp.toISOString() } : null
}
