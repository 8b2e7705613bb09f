import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { Alert } from '#entities/operations/alert.ts'
import { createRunner } from '#jobs/agenda/run-step.ts'
import { createPruneSteps } from '#jobs/prune.ts'
import { backUpNightly, backUpNow } from '#src/backup/nightly.ts'
import { sql } from '#src/database/sql.ts'
import { tellStatus } from '#src/desk/told/status.ts'
import { checkBackup } from '#src/doctor/backup.ts'
import { writeFinding } from '#src/doctor/finding.ts'
import { createObjectStore } from '#src/integrations/open-object-store.ts'
import { pipelines } from '#src/pipelines.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { deskhand, deskhandHere } from '#test/cli/command.ts'
import { fillTables } from '#test/database/fill.ts'
import { everything } from '#test/http/web.ts'
import { openS3 } from '#test/s3.ts'

const MINUTE_MS = 60_000
/** A command starts anew each time, also on a busy machine. */
const PATIENCE_MS = 240_000
const restoredName = `restored_${randomUUID().replaceAll('-', '')}`
let folder: string
let app: TestApp
let backups: ReturnType<typeof createObjectStore>
let pictures: ReturnType<typeof createObjectStore>
const urlOf = (name: string) => pathToFileURL(join(folder, name)).href

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskhand-nightly-'))
  backups = createObjectStore({ url: urlOf('backups'), vendor: 'backup' })
  pictures = createObjectStore({ url: urlOf('pictures'), vendor: 'pictures' })
  app = await testApp({ backups, pictures }, { BACKUP_URL: urlOf('backups'), STORE_TIMEZONE: 'Europe/Prague' })
})
afterAll(async () => {
  await administer(`drop database if exists ${restoredName} with (force)`)
  await rm(folder, { recursive: true })
})

async function administer(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${inject('postgresUrl')}/postgres` })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

const status = async () => (await tellStatus(app, 'Europe/Prague')).filter((line) => /backup/i.test(line))
const doctor = async () =>
  writeFinding({ vendor: 'Backups', ...(await checkBackup(app)) }).replace(urlOf('backups'), 'there')
const nights = async () => (await backups.list('2')).filter((key) => key.endsWith('manifest.json')).length

test('at ten past three in the shop\u2019s zone, or as soon as it can, once a night; status says when', async () => {
  expect(await status()).toEqual(['No backup yet.'])
  expect(await doctor()).toContain('the first backup is made within ten minutes of the start')
  app.now = new Date('2026-03-02T14:02:00Z')
  expect(await backUpNightly(app)).toBe(1)
  expect(await backUpNightly(app)).toBe(0)
  app.now = new Date('2026-03-03T02:09:00Z')
  expect(await backUpNightly(app)).toBe(0)
  app.now = new Date('2026-03-03T02:10:00Z')
  expect(await backUpNightly(app)).toBe(1)
  expect(await status()).toEqual(['Last backup 03:10.'])
  expect(await doctor()).toBe('Backups ok · there, 3 March 2026 at 02:10 UTC')
  app.now = new Date(app.now.getTime() + 27 * 60 * MINUTE_MS)
  expect(await status()).toEqual([expect.stringMatching(/^No backup since .*03:10: why says jobs\.backup\.$/)])
  expect(await doctor()).toBe(
    'Backups not working · there answers, but the last backup is of 3 March 2026 at 02:10 UTC',
  )
})

test(
  'every table of every pipeline comes back as it was, with the pictures',
  async () => {
    const filled = await fillTables(app)
    const own = pipelines.flatMap(({ kinds }) => kinds.map(({ subject }) => subject.kind.table))
    expect(own.filter((table) => !filled.includes(table))).toEqual([])
    const empty = await Promise.all(
      filled.map(async (table) => ((await sql(app.em.fork(), `select 1 from "${table}"`)).length === 0 ? [table] : [])),
    )
    expect(empty.flat()).toEqual([])
    await pictures.put('ab/abc.jpg', Buffer.from('a picture'))
    await backUpNow(app)
    const before = JSON.parse(await everything(app)) as { t: string; sum: string }[]

    await administer(`create database ${restoredName}`)
    const url = `${inject('postgresUrl')}/${restoredName}`
    const there = { DATABASE_URL: url, BACKUP_URL: urlOf('backups'), DATA_DIR: join(folder, 'other-machine') }
    const back = await deskhand(['restore', 'latest'], { env: there })
    expect(back).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^Restored [\d,]+ rows as of .*1 picture put back\.\n$/s),
    })
    const restored = { ...app, em: (await openOther(url)).em as TestApp['em'] }
    const after = JSON.parse(await everything(restored)) as { t: string; sum: string }[]
    const differing = after.filter(({ t, sum }) => before.find((one) => one.t === t)?.sum !== sum).map(({ t }) => t)
    // Sessions are left out; messages that waited count as tried; the backup itself is noted after it is made.
    expect(
      differing.filter((name) => !/^(deliveries|mikro_orm_migrations|agenda_\w+|sessions|notes)$/.test(name)),
    ).toEqual([])
    const elsewhere = createObjectStore({
      url: pathToFileURL(join(folder, 'other-machine', 'pictures')).href,
      vendor: 'x',
    })
    expect(await elsewhere.get('ab/abc.jpg')).toEqual(Buffer.from('a picture'))
  },
  PATIENCE_MS,
)

test(
  'one is made and named at the terminal; one that is not there is refused with those that are',
  async () => {
    const env = { DATABASE_URL: app.databaseUrl, BACKUP_URL: urlOf('backups'), DATA_DIR: folder }
    const made = await deskhand(['backup'], { env })
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toMatch(/^\d{4}-\d\d-\d\dT\d{6}: [\d,]+ rows, read back\. Keep SECRET_KEYS elsewhere\.\n$/)
    const unknown = await deskhandHere(['restore', '1999'], env)
    expect(unknown).toMatchObject({ code: 1, out: '' })
    expect(unknown.err).toContain('There is no backup 1999. There are: 2026-03-02T140200,')
    await rm(join(folder, 'backups', made.out.slice(0, 17)), { recursive: true })
  },
  PATIENCE_MS,
)

const opened: { close(): Promise<unknown> }[] = []
async function openOther(url: string) {
  const { openDatabase } = await import('#src/database/open-database.ts')
  const database = await openDatabase(url, 2)
  opened.push(database)
  return database
}
afterAll(() => Promise.all(opened.map((one) => one.close())))

test('fourteen are kept, and the pictures that one of them names', async () => {
  await pictures.put('cd/old.jpg', Buffer.from('soon gone'))
  app.now = new Date('2027-01-01T12:00:00Z')
  await backUpNightly(app)
  await pictures.remove('cd/old.jpg')
  expect(await backups.list('pictures/')).toEqual(['pictures/ab/abc.jpg', 'pictures/cd/old.jpg'])
  await backups.put('2027-01-01T130000/database.gz', Buffer.from('cut off'))
  for (let night = 0; night < 14; night += 1) {
    app.now = new Date(app.now.getTime() + 24 * 60 * MINUTE_MS)
    expect(await backUpNightly(app)).toBe(1)
  }
  expect(await nights()).toBe(14)
  expect(await backups.list('pictures/')).toEqual(['pictures/ab/abc.jpg'])
  expect((await backups.list('')).filter((key) => key.startsWith('2027-01-01'))).toEqual([])
})

test('one that comes back other than it was written is none, and rings', async () => {
  const [step] = createPruneSteps().filter(({ name }) => name === 'jobs.backup')
  if (!step) throw new Error('there is no such step')
  const before = await nights()
  const get = async (key: string) => (await backups.get(key))?.subarray(0, 100) ?? null
  const broken = { ...app, backups: { ...backups, get } }
  app.now = new Date(app.now.getTime() + 24 * 60 * MINUTE_MS)
  broken.now = app.now
  const alone = { run: (_: string, work: () => Promise<unknown>) => work(), close: async () => {} }
  await createRunner(broken, { markAfterMs: 1_000, alone: alone as never })(step, false)
  expect(await nights()).toBe(before)
  const alerts = await app.em.fork().find(Alert, { state: 'open', key: 'step:jobs.backup' })
  expect(alerts).toMatchObject([{ detail: expect.stringContaining('came back other than it was written') }])
  expect(await backUpNightly(app)).toBe(1)
})

test('a bucket is as good a place as a folder', async () => {
  const store = createObjectStore({ url: 's3://backups/nights', vendor: 'backup', ...(await openS3('backups')) })
  expect(await backUpNightly({ ...app, backups: store, clock: () => new Date('2028-01-01T12:00:00Z') })).toBe(1)
  const [key = ''] = await store.list('2028')
  expect(key).toBe('2028-01-01T120000/database.gz')
  await store.remove(key)
  await store.remove(key)
  expect(await store.list('2028')).toEqual(['2028-01-01T120000/manifest.json'])
})
