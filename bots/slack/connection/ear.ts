import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App as Bolt, Receiver } from '@slack/bolt'
import type { Settings } from '#src/config.ts'

/** How we hear Slack. */
export type Ear = {
  /** Takes Slack's requests under `/slack/`, when they come by HTTP. */
  requests: ((request: IncomingMessage, response: ServerResponse) => void) | null
  /** Opens the socket where this process does. */
  listen(roles: Settings['DESKHAND_ROLES']): Promise<void>
  stop(): Promise<void>
}

/** Puts what we do with Slack's words behind a receiver of Bolt. */
export type OpenListener = (receiver: Receiver) => Bolt
