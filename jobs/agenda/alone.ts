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

  /** Steps share the connection, and a connection takes one question at a time. */
  let asked: Promise<unknown> = Promise.resolve()
  function ask(held: pg.Client, question: string, name: string): Promise<pg.QueryResult> {
    const answer = asked.then(() => held.query(`select ${question}(hashtext($1)) as mine`, [`step ${name}`]))
    asked = answer.catch(() => undefined)
    return answer
  }

  return {
    async run(name, work) {
      const held = await connect()
      const { rows } = await ask(held, 'pg_try_advisory_lock', name)
      if (!rows[0]?.mine) return null
      try {
        return await work()
      } finally {
        await ask(held, 'pg_advisory_unlock', name).catch(onError)
      }
    },
    async close() {
      const held = client
      client = null
      await held?.then((open) => open.end()).catch(onError)
    },
  }
}
