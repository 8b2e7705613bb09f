import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { Command } from 'commander'
import type { App } from '#src/app.ts'
import { Refusal } from '#src/errors.ts'
import { UsageError } from './usage-error.ts'
import { writeOut } from './write-out.ts'

const PATIENCE_MS = 10 * 60_000

/** `deskhand connect google` */
export function addConnectCommands(program: Command): void {
  program
    .command('connect')
    .description('accounts that a person has to allow')
    .command('google')
    .description('connect Gmail and Calendar: prints an address to open in a browser on this machine')
    .option(
      '--port <port>',
      'where the browser comes back to; it must be in the OAuth client\u2019s redirect URIs',
      '8765',
    )
    .action(async ({ port: text }: { port: string }) => {
      const port = Number(text)
      if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError(`'${text}' is no port.`)
      const { withApp } = await import('./open-app.ts')
      const said = await withApp((app) => connectGoogle(app, port))
      await writeOut(`${said} Processes that run now use it at once.\n`)
    })
}

/** Prints the address of Google's page, and waits for what it sends back here -> a sentence: what is connected. */
export async function connectGoogle(app: App, port: number): Promise<string> {
  const { CONSENT_HINT, GOOGLE_SCOPES, takeGoogleGrant } = await import('#src/desk/people/connect-google.ts')
  const { google } = app
  if (!google) throw new Refusal('Set GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET first: docs/accounts/google.md.')
  // Before anyone goes to Google: without a key the token could not be kept.
  app.keys.isCurrent('')
  const [state = '', verifier = ''] = [randomBytes(32), randomBytes(32)].map((bytes) => bytes.toString('base64url'))
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  return withCallback(port, state, async (redirectUri, cameBack) => {
    const url = google.consentUrl({ redirectUri, scopes: GOOGLE_SCOPES, state, challenge })
    await writeOut(`Open this in a browser on this machine:\n\n${url}\n\n${CONSENT_HINT}\n`)
    return takeGoogleGrant(app, { code: await cameBack, redirectUri, verifier })
  })
}

/** Listens on loopback for the one answer that carries our state; others are told off and change nothing. */
async function withCallback<T>(
  port: number,
  state: string,
  work: (redirectUri: string, cameBack: Promise<string>) => Promise<T>,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  promise.catch(() => {})
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const isOurs = pathname === '/oauth/google' && searchParams.get('state') === state
    const code = searchParams.get('code')
    response.writeHead(isOurs ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
    response.end(isOurs ? 'Thanks. You can close this window; the terminal says how it went.' : 'Nothing here.')
    if (isOurs && code) resolve(code)
    else if (isOurs) reject(new Refusal('Google was told no, so nothing has changed.'))
  })
  const timer = setTimeout(() => reject(new Refusal('Nobody came back from Google within ten minutes.')), PATIENCE_MS)
  try {
    const used = await listen(server, port)
    return await work(`http://127.0.0.1:${used}/oauth/google`, promise)
  } finally {
    clearTimeout(timer)
    server.close()
  }
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new Refusal(`Port ${port} is taken. Give another with --port.`, null, { cause })),
    )
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}
