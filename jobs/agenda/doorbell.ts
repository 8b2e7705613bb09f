import { EventEmitter } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { JobNotification, NotificationChannel, NotificationChannelState, NotificationHandler } from 'agenda'
import { toJobId } from 'agenda'
import pg from 'pg'

const CHANNEL = 'agenda_jobs'
/** Bells need no row: one that nobody hears is made up for by the sweep. */
const BELLS = 'deskhand_bells'
const BEAT_MS = 10_000
const ANSWER_MS = 5_000
const RETRY_MS = 250
const GOODBYE_MS = 1_000
const PUBLISH_TRIES = 3
const PUBLISH_WAIT_MS = 50

/**
 * Tells every process at once that a bell was rung, by LISTEN/NOTIFY of our own Postgres, whichever backend keeps the
 * jobs. Agenda's own channel leaks a connection for every LISTEN that fails, says nothing while it reconnects, never
 * notices a connection that is only half dead, and announces each start and end of a job, which nobody here hears.
 */
export function createDoorbell(options: DoorbellOptions): Doorbell {
  return new PostgresDoorbell(options)
}

export type Doorbell = NotificationChannel & {
  /** Has this process look at its jobs of a name. */
  nudge(name: string): void
  /** Has the other processes take a step in hand. */
  tell(step: string): Promise<void>
}

type DoorbellOptions = {
  url: string
  pool: pg.Pool
  /** Told with every bell, so that nobody hears themselves. */
  holder: string
  /** Another process rang for a step. */
  onBell: (step: string) => void
  /** It was lost for a while: what was rung meanwhile was not heard. */
  onListeningAgain: () => void
  onError: (error: unknown) => void
}

class PostgresDoorbell extends EventEmitter implements Doorbell {
  /** Ringing needs only the pool, so it goes on while the listening connection is being replaced. */
  state: NotificationChannelState = 'disconnected'
  #options: DoorbellOptions
  #handlers = new Set<NotificationHandler>()
  #client: pg.Client | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(options: DoorbellOptions) {
    super()
    this.#options = options
  }

  async connect(): Promise<void> {
    this.state = 'connected'
    await this.#listen(() => undefined)
  }

  async disconnect(): Promise<void> {
    this.state = 'disconnected'
    clearTimeout(this.#timer)
    this.#handlers.clear()
    const client = this.#client
    this.#client = null
    // A connection that is only half dead never says goodbye.
    if (client) await Promise.race([client.end().catch(() => undefined), setTimeout(GOODBYE_MS, null, { ref: false })])
  }

  subscribe(handler: NotificationHandler): () => void {
    this.#handlers.add(handler)
    return () => this.#handlers.delete(handler)
  }

  publish(notification: JobNotification): Promise<void> {
    return this.#notify(CHANNEL, notification)
  }

  tell(step: string): Promise<void> {
    return this.#notify(BELLS, { step, from: this.#options.holder })
  }

  /** The connection may have been killed since it was last used: the next one is another. */
  async #notify(channel: string, what: object): Promise<void> {
    for (let left = PUBLISH_TRIES - 1; ; left -= 1) {
      try {
        await this.#options.pool.query('select pg_notify($1, $2)', [channel, JSON.stringify(what)])
        return
      } catch (error) {
        if (left === 0) throw error
      }
      await setTimeout(PUBLISH_WAIT_MS)
    }
  }

  nudge(jobName: string): void {
    this.#hear({ jobId: toJobId(''), jobName, nextRunAt: null, priority: 0, timestamp: new Date() })
  }

  /** A connection that cannot be had now is tried again; until then Agenda looks by itself every few seconds. */
  async #listen(listens: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.url,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    })
    this.#client = client
    client.on('error', (error) => this.#lose(client, error))
    client.on('end', () => this.#lose(client, new Error('the listening connection ended')))
    client.on('notification', ({ channel, payload }) => {
      if (channel === BELLS) this.#hearBell(payload ?? '')
      else this.#hear(readNotification(payload ?? ''))
    })
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}; listen ${BELLS}`)
      this.#beat(client)
      listens()
    } catch (error) {
      this.#lose(client, error)
    }
  }

  #beat(client: pg.Client): void {
    if (this.#client !== client) return
    this.#timer = globalThis
      .setTimeout(() => {
        client.query('select 1').then(
          () => this.#beat(client),
          (error: unknown) => this.#lose(client, error),
        )
      }, BEAT_MS)
      .unref()
  }

  #lose(client: pg.Client, error: unknown): void {
    // Each connection is lost once, however many ways it says so.
    if (this.#client !== client) return
    this.#client = null
    this.#options.onError(error)
    client.end().catch(() => undefined)
    clearTimeout(this.#timer)
    this.#timer = globalThis.setTimeout(() => void this.#listen(this.#options.onListeningAgain), RETRY_MS).unref()
  }

  #hearBell(payload: string): void {
    const { step, from } = readJson(payload)
    if (typeof step === 'string' && from !== this.#options.holder) this.#options.onBell(step)
  }

  #hear(told: JobNotification | null): void {
    if (!told) return
    for (const handler of this.#handlers) {
      Promise.resolve(handler(told)).catch(this.#options.onError)
    }
  }
}

/** Others may use the same channel name: what is not ours is not heard. */
function readNotification(payload: string): JobNotification | null {
  const { jobId, jobName, nextRunAt, priority, timestamp } = readJson(payload)
  if (typeof jobName !== 'string') return null
  return {
    jobId: toJobId(String(jobId)),
    jobName,
    nextRunAt: nextRunAt ? new Date(String(nextRunAt)) : null,
    priority: Number(priority),
    timestamp: new Date(String(timestamp)),
  }
}

function readJson(payload: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(payload))
  } catch {
    return {}
  }
}
