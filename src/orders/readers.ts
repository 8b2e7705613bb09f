import type { Reader } from '#src/inbox/reader.ts'
import { commentReader } from './take-comments.ts'
import { mailReader } from './take-mails.ts'

/** What the pipeline reads of what comes in. */
export const orderReaders: Reader[] = [commentReader, mailReader]
