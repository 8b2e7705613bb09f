import { EventEmitter } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { JobNotification, NotificationChannel, NotificationChannelState, NotificationHandler } from 'agenda'
import { toJobId } from 'agenda'
import type pg from 'pg'
import { type Line, listen } from '#src/database/listen.ts'

const CHANNEL = 'agenda_jobs'
/** Bells need no row: one that nobody hears is made up for by the sweep. */
const BELLS = 'deskhand_bells'
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
  #line: Line | null = null

  constructor(options: DoorbellOptions) {
    super()
    this.#options = options
  }

  /** A connection that cannot be had now is tried again; until then Agenda looks by itself every few seconds. */
  async connect(): Promise<void> {
    this.state = 'connected'
    const { url, onListeningAgain, onError } = this.#options
    let isFirst = true
    this.#line = listen({
      url,
      channels: [CHANNEL, BELLS],
      onNotice: (channel, payload) =>
        channel === BELLS ? this.#hearBell(payload) : this.#hear(readNotification(payload)),
      onListening: () => {
        if (!isFirst) onListeningAgain()
        isFirst = false
      },
      onLost: (error) => {
        isFirst = false
        onError(error)
      },
    })
    await this.#line.ready
  }

  async disconnect(): Promise<void> {
    this.state = 'disconnected'
    this.#handlers.clear()
    await this.#line?.close()
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
