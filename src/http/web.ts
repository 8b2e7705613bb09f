import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context } from 'hono'
import type { Needs } from '#src/app.ts'
import type { CommandApp } from '#src/cards/command.ts'
import type { Caller } from './records.ts'
import type { SignedIn } from './session.ts'

/** A request whose body was read whole, before anything looks at it. */
export type Incoming = IncomingMessage & { rawBody?: Buffer; requestId?: string }

/** What the routes run in. `me` is there on the dashboard, `caller` in the API. */
export type Web = {
  Bindings: { incoming: Incoming; outgoing: ServerResponse }
  Variables: { me: SignedIn; caller: Caller }
}

export type WebApp = CommandApp &
  Needs<
    'em' | 'clock' | 'ring' | 'inlet' | 'log' | 'settings' | 'publicUrl' | 'twilio' | 'keys' | 'google' | 'gmail' | 'calendar'
  >

/** The bytes as they came: what a signature is over. */
export function rawBodyOf(c: Context<Web>): Buffer {
  return c.env.incoming.rawBody ?? Buffer.alloc(0)
}

export function isHttps({ publicUrl }: Needs<'publicUrl'>): boolean {
  return publicUrl.startsWith('https:')
}
