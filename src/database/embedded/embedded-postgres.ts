import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openCluster } from './embedded-cluster.ts'
import { explainFailure } from './embedded-failure.ts'
import { type Hold, takeHold } from './embedded-hold.ts'
import { openHome } from './embedded-home.ts'
import { findPostmaster, type Postmaster, removeStaleLock, stopServer } from './embedded-postmaster.ts'
import { launchServer, type Site } from './embedded-server.ts'
import { openBinaries } from './postgres-binaries.ts'

export type EmbeddedPostgresOptions = {
  /** The folder of the database; root may be sent elsewhere, which the log then tells. */
  dataDir: string
  /** Hears the server's own lines, where we started it. */
  log?: (line: string) => void
  /** Server parameters, for a server we start; a shared one keeps its own. */
  settings?: Record<string, string>
  /** Made when missing. */
  database?: string
  /** For a server we start; else a free one. */
  port?: number
}

export type EmbeddedPostgres = {
  /** `postgres://deskhand:<password>@127.0.0.1:<port>/<database>` */
  url: string
  /** Lets go of the server; whoever is the last to let go stops it, no matter who started it. */
  stop(): Promise<void>
}

type Running = { postmaster: Postmaster; hold: Hold }

const PATIENCE_MS = 30_000

/**
 * The Postgres of this folder, made and started as needed. A server another living process uses is shared; one left by
 * a killed process is stopped cleanly and started anew, on the same port. Rejects with the server's own words.
 * Installs no signal handler: the caller calls stop().
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log = () => undefined, settings = {}, database = 'deskhand', port } = options
  const home = await openHome(resolve(dataDir), log)
  const bin = await openBinaries(home)
  const { data, password } = await openCluster(home, bin, settings.fsync !== 'off')
  const site = { account: home.account, bin, data, settings, log }
  const writeUrl = (at: number, name: string) => `postgres://deskhand:${password}@127.0.0.1:${at}/${name}`
  const hold = (at: number) => takeHold(writeUrl(at, 'postgres'), database)
  const running = await reachServer(site, hold, port)
  let stopped: Promise<void> | undefined
  return {
    url: writeUrl(running.postmaster.port, encodeURIComponent(database)),
    stop: () => {
      stopped ??= leaveServer(running, data)
      return stopped
    },
  }
}

type TakeHold = (port: number) => ReturnType<typeof takeHold>

/** Two processes may start, stop and die on one folder in any order; what lost a race looks again. */
async function reachServer(site: Site, hold: TakeHold, wanted: number | undefined): Promise<Running> {
  const deadline = Date.now() + PATIENCE_MS
  let port = wanted
  for (let waitMs = 20; ; waitMs = Math.min(waitMs * 2, 500)) {
    const found = await findPostmaster(site.data)
    const outcome = found ? await joinServer(found, site, hold) : await startServer(site, hold, port)
    if (typeof outcome !== 'string') return outcome
    if (Date.now() > deadline) throw explainFailure('Postgres could not be reached', outcome, site.data)
    port = found?.port ?? wanted
    await sleep(waitMs)
  }
}

/** A string: look again, and why. */
async function startServer(site: Site, hold: TakeHold, port: number | undefined): Promise<Running | string> {
  const postmaster = await launchServer(site, port)
  if (typeof postmaster !== 'string') return joinServer(postmaster, site, hold)
  await removeStaleLock(site.data)
  return postmaster
}

async function joinServer(postmaster: Postmaster, site: Site, hold: TakeHold): Promise<Running | string> {
  try {
    const answer = await hold(postmaster.port)
    if (answer === 'abandoned') await stopServer(postmaster, site.data)
    return typeof answer === 'string' ? `the server ${postmaster.pid} is ${answer}` : { postmaster, hold: answer }
  } catch (error) {
    // Just starting, just stopping.
    return `the server ${postmaster.pid} does not answer: ${error instanceof Error ? error.message : error}`
  }
}

async function leaveServer({ postmaster, hold }: Running, data: string): Promise<void> {
  // A server that does not answer has nobody left to serve.
  if (await hold.letGo().catch(() => true)) await stopServer(postmaster, data)
}
