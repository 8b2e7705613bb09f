import { Client, DatabaseError, escapeIdentifier } from 'pg'
import { isAlive } from './embedded-postmaster.ts'
import { STARTER } from './embedded-server.ts'

/** One process' claim on a running server: while anybody has one, nobody stops it. */
export type Hold = {
  /** True: nobody else has a hold, and nobody new gets one any more, so stop the server. Rejects when it is gone. */
  letGo(): Promise<boolean>
}

/**
 * A hold is a shared advisory lock on a connection of its own, so it ends with a process that is killed:
 * no file to go stale, no process number to be given out twice.
 */
const LOCK = 7_305_118_774_921
const AGAIN_MS = 1_000

/**
 * Takes a hold and makes the database unless it is there. 'busy': the server is being stopped. 'abandoned': it runs for
 * nobody and the process that started it is dead. Rejects when the server does not answer.
 */
export async function takeHold(url: string, database: string): Promise<Hold | 'abandoned' | 'busy'> {
  const client = await connect(url)
  const { rows } = await client.query<{ free: boolean; held: boolean; starter: string }>(
    `with probe as materialized (select pg_try_advisory_lock($1) as free)
     select free, pg_try_advisory_lock_shared($1) as held, current_setting($2, true) as starter from probe`,
    [LOCK, STARTER],
  )
  const { held, free, starter } = rows[0] ?? {}
  const abandoned = free && !isAlive(Number(starter))
  if (!held || abandoned) {
    await client.end()
    return held ? 'abandoned' : 'busy'
  }
  if (free) await client.query('select pg_advisory_unlock($1)', [LOCK])
  await createDatabase(client, database)
  return keepHold(url, client)
}

function keepHold(url: string, first: Client): Hold {
  let client: Client | undefined
  let leaving = false
  const keep = (next: Client) => {
    client = next
    next.once('end', () => {
      client = undefined
      if (!leaving) later()
    })
  }
  const later = () => setTimeout(() => void again(), AGAIN_MS).unref()
  // An operator may cut every connection; while the server does not answer there is nothing to hold.
  const again = () => (leaving ? undefined : connectShared(url).then(keep, later))
  keep(first)
  return {
    letGo: async () => {
      leaving = true
      const last = client ?? (await connect(url))
      await last.query('select pg_advisory_unlock_all()')
      const { rows } = await last.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [LOCK])
      // Kept until the server closes it: it bars newcomers.
      if (!rows[0]?.alone) await last.end()
      return rows[0]?.alone === true
    },
  }
}

async function connectShared(url: string): Promise<Client> {
  const client = await connect(url)
  await client.query('select pg_try_advisory_lock_shared($1)', [LOCK])
  return client
}

async function connect(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: 'deskhand holds the server',
    connectionTimeoutMillis: 5_000,
  })
  // Without a listener a cut connection ends the process; what follows from it is done on 'end'.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function createDatabase(client: Client, name: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
  if (rowCount) return
  await client.query(`create database ${escapeIdentifier(name)}`).catch((error: unknown) => {
    // Two first starts at once: the other one made it.
    if (!(error instanceof DatabaseError && ['42P04', '23505'].includes(error.code ?? ''))) throw error
  })
}
