import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Account, runOptions } from './embedded-account.ts'
import { explainFailure } from './embedded-failure.ts'
import { findPostmaster, nameCluster, type Postmaster } from './embedded-postmaster.ts'

/** What is needed to run the server of one cluster. */
export type Site = {
  account: Account
  bin: string
  data: string
  settings: Record<string, string>
  log: (line: string) => void
}

/** A setting of our own: the process that started the server, which may not hold it yet. */
export const STARTER = 'deskhand.starter'

/** A start that lost a race (for the port, for the data) and is worth another try. */
const LOST_RACE = /lock file ".*" already exists|shared memory block|already in use|could not bind|shutdown request/i
const TAIL_CHARS = 8_000

/**
 * Starts a server and waits until it takes connections (after a crash: until its log is replayed). A string: try
 * again, and why.
 */
export async function launchServer(site: Site, port: number | undefined): Promise<Postmaster | string> {
  const chosen = port ?? (await findFreePort())
  const child = spawn(join(site.bin, 'postgres'), writeArguments(site, chosen), {
    ...runOptions(site.account),
    stdio: ['ignore', 'ignore', 'pipe'],
    // Ctrl-C reaches every process of the terminal's group: the server must outlive our orderly shutdown.
    detached: true,
  })
  const ended = followOutput(child, site.log)
  const ready = await waitUntilReady(child, site.data)
  if (ready) {
    // Whoever shares the server may need it longer than we live.
    child.unref()
    if (child.stderr instanceof Socket) child.stderr.unref()
    return ready
  }
  const said = await ended
  if (LOST_RACE.test(said)) return said
  throw explainFailure('Postgres did not start', said, site.data)
}

function writeArguments({ data, settings }: Site, port: number): string[] {
  const all = {
    max_connections: '100',
    ...settings,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    cluster_name: nameCluster(data),
    [STARTER]: String(process.pid),
  }
  return ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** Hands every line on; resolves to the last ones when the server has ended. */
function followOutput(child: ChildProcess, log: (line: string) => void): Promise<string> {
  let tail = ''
  let line = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-TAIL_CHARS)
    const lines = (line + text).split('\n')
    line = lines.pop() ?? ''
    for (const whole of lines) log(whole)
  })
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => resolve(tail || `postgres ended with ${code}`))
  })
}

/** Undefined when it ended before. */
async function waitUntilReady(child: ChildProcess, data: string): Promise<Postmaster | undefined> {
  while (child.pid && child.exitCode === null && child.signalCode === null) {
    const found = await findPostmaster(data)
    if (found?.ready && found.pid === child.pid) return found
    await sleep(5)
  }
  return undefined
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0))
    })
  })
}
