import { bookingReaders } from '#src/bookings/readers.ts'
import type { Reader } from '#src/inbox/reader.ts'
import { fetchReader } from '#src/mailbox/fetch-mails.ts'
import { orderReaders } from '#src/orders/readers.ts'

/** Everyone who reads what comes in: the shared rooms' own readers, and those of every pipeline. */
export const inboxReaders: readonly Reader[] = [fetchReader, ...orderReaders, ...bookingReaders]
