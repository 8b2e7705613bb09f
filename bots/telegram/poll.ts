import type { Bot as Grammy } from 'grammy'
import pg from 'pg'
import type { Log } from '#src/log.ts'

/** Telegram gives its updates to one poller: any number that no other program on this database uses. */
const POLLER_LOCK = 5_317_421
const TRY_EVERY_MS = 5_000

export type Poller = { stop(): Promise<void> }

/** Polls while this process holds the lock, so that of many processes one polls and another takes over when it dies. */
export function startPolling(grammy: Grammy, databaseUrl: string, log: Log): Poller {
  const stopping = new AbortController()
  const done = keepPolling(grammy, databaseUrl, log, stopping.signal)
  return {
    async stop() {
      stopping.abort()
      if (grammy.isRunning()) await grammy.stop()
      await done
    },
  }
}

async function keepPolling(grammy: Grammy, databaseUrl: string, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await pollOnce(grammy, databaseUrl, signal)
    } catch (error) {
      log.warn({ operation: 'telegram.poll', error }, 'Telegram could not be polled')
    }
    await pause(TRY_EVERY_MS, signal)
  }
}

async function pollOnce(grammy: Grammy, databaseUrl: string, signal: AbortSignal): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, keepAlive: true })
  // The lock went with the connection: another process may poll now.
  client.on('error', () => void grammy.stop())
  await client.connect()
  try {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as got', [POLLER_LOCK])
    if (!rows[0]?.got || signal.aborted) return
    await grammy.start({ allowed_updates: ['message', 'callback_query', 'my_chat_member'], timeout: 25 })
  } finally {
    await client.end().catch(() => {})
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
