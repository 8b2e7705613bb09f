import type { Reader } from '#src/inbox/reader.ts'
import { bookingReader } from './read-mails.ts'
import { labelReader } from './take-labelled.ts'
import { statusReader, textReader } from './take-texts.ts'

/** What the pipeline reads of what comes in. */
export const bookingReaders: Reader[] = [bookingReader, labelReader, textReader, statusReader]
