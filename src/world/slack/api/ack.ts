import type { Bag } from '../bag.ts'

/** What the app answered within the time; `failure` in Slack's own words. */
export type Ack = { body: Bag } | { failure: Failure }

export type Failure = 'operation_timeout' | 'dispatch_failed' | 'http_service_error'
