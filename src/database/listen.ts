import pg from 'pg'

const BEAT_MS = 10_000
const ANSWER_MS = 5_000
const RETRY_MS = 250
const GOODBYE_MS = 1_000

type Hearing = {
  url: string
  channels: string[]
  onNotice(channel: string, payload: string): void
  /** Also after every loss: what was told meanwhile was not heard. */
  onListening(): void
  onLost(error: unknown): void
}

export type Line = {
  /** It listens, or has failed once; it goes on trying. */
  ready: Promise<void>
  close(): Promise<void>
}

/** Hears what is told by NOTIFY, over one connection that is made anew whenever it is lost. */
export function listen({ url, channels, onNotice, onListening, onLost }: Hearing): Line {
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  async function open(): Promise<void> {
    const mine = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    })
    client = mine
    mine.on('error', (error) => lose(mine, error))
    mine.on('end', () => lose(mine, new Error('the listening connection ended')))
    mine.on('notification', ({ channel, payload }) => onNotice(channel, payload ?? ''))
    try {
      await mine.connect()
      await mine.query(channels.map((channel) => `listen ${channel}`).join('; '))
      beat(mine)
      onListening()
    } catch (error) {
      lose(mine, error)
    }
  }

  /** A connection may be dead without saying so. */
  function beat(mine: pg.Client): void {
    if (client !== mine) return
    const ask = () =>
      mine.query('select 1').then(
        () => beat(mine),
        (error: unknown) => lose(mine, error),
      )
    timer = setTimeout(ask, BEAT_MS).unref()
  }

  function lose(mine: pg.Client, error: unknown): void {
    // Each connection is lost once, however many ways it says so.
    if (client !== mine) return
    client = null
    onLost(error)
    mine.end().catch(() => undefined)
    clearTimeout(timer)
    if (!isClosed) timer = setTimeout(() => void open(), RETRY_MS).unref()
  }

  return {
    ready: open(),
    async close() {
      isClosed = true
      clearTimeout(timer)
      const last = client
      client = null
      const goodbye = new Promise((resolve) => setTimeout(resolve, GOODBYE_MS).unref())
      // A connection that is only half dead never says it.
      if (last) await Promise.race([last.end().catch(() => undefined), goodbye])
    },
  }
}
