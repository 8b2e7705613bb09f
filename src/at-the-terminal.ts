import type { App } from '#src/app.ts'
import { createClaim } from '#src/desk/people/claim.ts'

type Running = { app: App; url: string; isSandbox: boolean; stop(): Promise<void> }

const STOP_MS = 12_000

/** What a person at the terminal reads. */
export async function greet({ app, url, isSandbox }: Omit<Running, 'stop'>): Promise<void> {
  const claim = isSandbox ? null : await createClaim(app)
  const lines = isSandbox
    ? [
        `Deskhand sandbox: ${url}/sandbox`,
        'Everything runs on this machine. Stop it with Ctrl-C and start it again: nothing is lost.',
      ]
    : [
        `Deskhand: ${url}`,
        ...(claim ? [`Send /start ${claim} to the bot, or type it to the Slack app: you become the first admin.`] : []),
      ]
  process.stdout.write(`\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`)
}

/** SIGTERM and Ctrl-C: what is in hand is finished, within ten seconds. */
export function stopOnSignals({ app, stop }: Pick<Running, 'app' | 'stop'>): void {
  let stopping = false
  const end = async (signal: string) => {
    if (stopping) return
    stopping = true
    app.log.info({ operation: 'stop', signal }, 'stopping')
    setTimeout(() => process.exit(1), STOP_MS).unref()
    const failed = await stop().then(
      () => null,
      (error: unknown) => error,
    )
    if (failed) app.log.error({ operation: 'stop', error: failed }, 'not everything could be closed')
    process.exit(failed ? 1 : 0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(signal))
  // A worker does not outlive its sandbox.
  process.on('disconnect', () => void end('disconnect'))
}

/** A worker whose parent is gone before it has started has nothing in hand: it ends at once. */
export function endWithParent(): () => void {
  const end = () => process.exit(0)
  process.on('disconnect', end)
  if (!process.connected) end()
  return end
}

export function tellParent(): void {
  if (process.connected) process.send?.('working', undefined, {}, () => {})
}

/** How what was opened is closed again. */
export type Closers = (() => Promise<unknown>)[]

/** Last first; one that fails leaves none of the others open. */
export async function closeAll(closers: Closers): Promise<void> {
  const failed: unknown[] = []
  for (const close of closers.splice(0).reverse()) await close().catch((error: unknown) => failed.push(error))
  if (failed.length > 0) throw new AggregateError(failed, 'not everything could be closed')
}
