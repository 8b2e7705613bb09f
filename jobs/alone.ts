import pg from 'pg'

export type Alone = {
  /** Runs the work unless another process runs it now; null then. */
  run<T>(name: string, work: () => Promise<T>): Promise<T | null>
  close(): Promise<void>
}

/**
 * Advisory locks of one connection, for steps that ask a vendor for news: two processes would ask the same. A process
 * that is killed holds nothing: its locks end with its connection.
 */
export function createAlone(url: string, onError: (error: unknown) => void): Alone {
  let client: Promise<pg.Client> | null = null

  async function open(): Promise<pg.Client> {
    const opened = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true })
    const forget = () => {
      client = null
    }
    opened.on('error', (error) => {
      forget()
      onError(error)
    })
    opened.on('end', forget)
    await opened.connect()
    return opened
  }

  function connect(): Promise<pg.Client> {
    client ??= open().catch((error: unknown) => {
      client = null
      throw error
    })
    return client
  }

  return {
    async run(name, work) {
      const held = await connect()
      const { rows } = await held.query('select pg_try_advisory_lock(hashtext($1)) as mine', [`step ${name}`])
      if (!rows[0]?.mine) return null
      try {
        return await work()
      } finally {
        await held.query('select pg_advisory_unlock(hashtext($1))', [`step ${name}`]).catch(onError)
      }
    },
    async close() {
      const held = client
      client = null
      await held?.then((open) => open.end()).catch(onError)
    },
  }
}
