import pg from 'pg'
import type { Log } from '#src/log.ts'

/** What moved, for whoever watches; null: something may have been missed, look at everything. */
type News = { kind: string; ids: string[] } | null
export type Live = {
  /** Tells news until unsubscribed; `onClose` when there will be no more. */
  subscribe(listener: (news: News) => void, onClose: () => void): () => void
  close(): Promise<void>
}

const CHANNEL = 'moves'
const BEAT_MS = 20_000
const ANSWER_MS = 5_000
const RETRY_MS = 500

/** News of the records by one LISTEN connection, opened when somebody first watches. */
export function createLive(databaseUrl: string, log: Log): Live {
  return new Listener(databaseUrl, log)
}

class Listener implements Live {
  readonly #url: string
  readonly #log: Log
  readonly #listeners = new Map<(news: News) => void, () => void>()
  #client: pg.Client | null = null
  #timer: NodeJS.Timeout | undefined
  #isOpen = false

  constructor(url: string, log: Log) {
    this.#url = url
    this.#log = log
  }

  subscribe(listener: (news: News) => void, onClose: () => void): () => void {
    this.#listeners.set(listener, onClose)
    if (!this.#isOpen) {
      this.#isOpen = true
      void this.#connect()
    }
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    this.#isOpen = false
    clearTimeout(this.#timer)
    for (const onClose of this.#listeners.values()) onClose()
    this.#listeners.clear()
    const client = this.#client
    this.#client = null
    await client?.end().catch(() => undefined)
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    })
    this.#client = client
    client.on('error', (error) => this.#lose(client, error))
    client.on('end', () => this.#lose(client, new Error('the listening connection ended')))
    client.on('notification', ({ payload }) => this.#tell(readNews(payload ?? '')))
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
      this.#tell(null)
      this.#beat(client)
    } catch (error) {
      this.#lose(client, error)
    }
  }

  /** A connection may be dead without saying so. */
  #beat(client: pg.Client): void {
    if (this.#client !== client) return
    this.#timer = setTimeout(() => {
      client.query('select 1').then(
        () => this.#beat(client),
        (error: unknown) => this.#lose(client, error),
      )
    }, BEAT_MS).unref()
  }

  #lose(client: pg.Client, error: unknown): void {
    // Each connection is lost once, however many ways it says so.
    if (this.#client !== client) return
    this.#client = null
    this.#log.warn({ operation: 'http.live', error }, 'the connection for live news was lost')
    client.end().catch(() => undefined)
    clearTimeout(this.#timer)
    if (this.#isOpen) this.#timer = setTimeout(() => void this.#connect(), RETRY_MS).unref()
  }

  #tell(news: News): void {
    for (const listener of this.#listeners.keys()) listener(news)
  }
}

function readNews(payload: string): News {
  try {
    const { kind, ids } = JSON.parse(payload)
    return { kind: String(kind), ids: [ids].flat().map(String) }
  } catch {
    return null
  }
}
