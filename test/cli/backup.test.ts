import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { Delivery } from '#entities/outbox/delivery.ts'
import { writeBackup } from '#src/database/backup.ts'
import { restoreBackup } from '#src/database/restore.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { createMail } from '#src/integrations/mail.ts'
import { orderDeliveries } from '#src/orders/deliveries.ts'
import { enqueue } from '#src/outbox/enqueue.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { createSenders } from '#src/outbox/senders.ts'
import { createSmtpStandIn } from '#src/world/smtp/smtp.ts'
import { testApp } from '#test/app.ts'
import { deskhand } from '#test/cli/command.ts'
import { everything } from '#test/http/web.ts'
import { openShop, type Shop } from '#test/orders/shop.ts'

let folder: string
let shop: Shop
const databases: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskhand-backup-'))
  shop = await openShop()
  await shop.openSale()
  for (const username of ['sent', 'late', 'never']) {
    await shop.meta.act.comment({ username, text: `1 gold ${username}@example.com` })
  }
  shop.app.ring('orders.scrape')
  await shop.settle()
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  for (const name of databases) await administer(`drop database ${name} with (force)`)
})

async function administer(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${inject('postgresUrl')}/postgres` })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

/** A database with nothing in it, not even tables. */
async function emptyDatabase(): Promise<string> {
  const name = `restored_${process.pid}_${databases.length}_${Date.now()}`
  databases.push(name)
  await administer(`create database ${name}`)
  return `${inject('postgresUrl')}/${name}`
}

const run = (url: string, ...args: string[]) => deskhand(args, { env: { DATABASE_URL: url } })

async function approve(username: string): Promise<void> {
  await shop.press(shop.ann, 'order', 'approve', (await shop.order(username)).id)
}
const letters = (username: string) =>
  shop.google
    .view()
    .customers.find(({ address }) => address === `${username}@example.com`)
    ?.threads.flatMap((thread) => thread.letters) ?? []

test('a backup restored into an empty database sends nothing again, and what had not left leaves once', async () => {
  await approve('sent')
  shop.pass(15)
  await shop.settle()
  await approve('late')
  await approve('never')
  const hostile = 'tab\t newline\n return\r backslash \\. \\N quote " \u2028 emoji 🦊 nul-like \\0'
  await sql(
    shop.app.em.fork(),
    `insert into notes (name, value, at) values ('hostile', $1, now()), ('null', 'null', now())`,
    [JSON.stringify({ hostile })],
  )
  // More than any buffer on the way holds.
  await sql(
    shop.app.em.fork(),
    `insert into notes (name, value, at) select 'n' || i, to_jsonb(repeat(md5(i::text), 8)), now() from generate_series(1, 30000) i`,
  )
  const file = join(folder, 'night.gz')
  const made = await run(shop.app.databaseUrl, 'backup', file)
  expect(made).toEqual({ code: 0, err: '', out: expect.stringMatching(/night\.gz: [\d,]+ rows of \d+ tables\./) })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const before = JSON.parse(await everything(shop.app)) as { t: string; sum: string }[]

  // The day after the backup one mail leaves; then the database is lost.
  await sql(
    shop.app.em.fork(),
    `update deliveries set not_before = not_before + interval '1 day' where recipient like 'never%'`,
  )
  shop.pass(15)
  await shop.settle()
  expect([letters('sent').length, letters('late').length, letters('never').length]).toEqual([1, 1, 0])

  const url = await emptyDatabase()
  expect(await run(url, 'restore', file)).toEqual({
    code: 0,
    err: '',
    out: expect.stringMatching(/^Restored [\d,]+ rows as of .*\n2 messages may have left since: each is looked up/),
  })
  const restored = await openRestored(url)
  const after = JSON.parse(await everything(restored)) as { t: string; sum: string }[]
  const differing = after.filter(({ t, sum }) => before.find((one) => one.t === t)?.sum !== sum).map(({ t }) => t)
  expect(differing.filter((name) => !/^(deliveries|mikro_orm_migrations|agenda_|sessions)/.test(name))).toEqual([])
  expect(
    await sql(restored.em.fork(), `select value->>'hostile' as hostile from notes where name = 'hostile'`),
  ).toEqual([{ hostile }])

  restored.now = new Date(shop.app.now.getTime() + 60_000)
  await sendDue(restored, createSenders(shop.app), orderDeliveries)
  await sendDue(restored, createSenders(shop.app), orderDeliveries)
  expect([letters('sent').length, letters('late').length, letters('never').length]).toEqual([1, 1, 1])
  expect(await restored.em.fork().count(Delivery, { state: 'sent' })).toBe(3)
  await sql(shop.app.em.fork(), `delete from notes where name like 'n%'`)
  const next = await sql<{ number: number }>(restored.em.fork(), `select nextval('orders_number')::int as number`)
  expect(next[0]?.number).toBeGreaterThan(3)
})

/** An app on a database that `testApp` did not make. */
async function openRestored(url: string) {
  const app = await testApp()
  const { openDatabase } = await import('#src/database/open-database.ts')
  const database = await openDatabase(url, 4)
  app.em = database.em as typeof app.em
  app.databaseUrl = url
  restoredDatabases.push(database)
  return app
}
const restoredDatabases: { close(): Promise<unknown> }[] = []
afterAll(async () => {
  for (const database of restoredDatabases) await database.close()
})

test('where the vendor cannot tell whether a mail left, a card asks', async () => {
  const smtp = await createSmtpStandIn()
  const mail = createMail({ url: smtp.url, from: 'shop@example.com' })
  const app = await testApp({ mail })
  await inTransaction(app, (tx) =>
    enqueue(tx, [
      {
        ...{ key: 'k', kind: 'orders.ask-address', channel: 'mail', recipient: 'a@example.com', zone: 'UTC' },
        ...{
          payload: { subject: 's', text: 't' },
          subject: 'order',
          subjectId: '00000000-0000-7000-8000-000000000001',
        },
      },
    ]),
  )
  const file = join(folder, 'smtp.gz')
  await writeBackup(app.databaseUrl, file, new Date())
  const url = await emptyDatabase()
  await restoreBackup(url, file, app.now)
  const restored = await openRestored(url)
  await sendDue(restored, createSenders({ ...restored, mail }), orderDeliveries)
  expect(smtp.view().mails).toEqual([])
  expect(await restored.em.fork().findOneOrFail(Delivery, { key: 'k' })).toMatchObject({ state: 'doubtful' })
  const posts = await sql(restored.em.fork(), `select 1 from card_posts where subject = 'delivery'`)
  expect(posts.length).toBeGreaterThan(0)
  await smtp.close()
})

test('a database with anything in it is not touched', async () => {
  const file = join(folder, 'again.gz')
  await writeBackup(shop.app.databaseUrl, file, new Date())
  const before = await everything(shop.app)
  const refused = await run(shop.app.databaseUrl, 'restore', file)
  expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringContaining('The database is not empty') })
  expect(await everything(shop.app)).toBe(before)
})

test('a damaged, cut or foreign file is refused, and nothing of it stays', async () => {
  const file = join(folder, 'whole.gz')
  await writeBackup(shop.app.databaseUrl, file, new Date())
  const text = gunzipSync(await readFile(file)).toString()
  const lines = text.split('\n')
  const broken: [string, Buffer, RegExp][] = [
    ['cut', gzipSync(lines.slice(0, -3).join('\n')), /cut off/],
    ['cut gzip', (await readFile(file)).subarray(0, 600), /cannot be read|cut off/],
    ['fewer rows', gzipSync(text.replace(/(COPY sales [^\n]*\n)[^\n]*\n/, '$1')), /damaged|foreign key/],
    ['other', gzipSync('hello\n'), /no backup/],
    ['newer', gzipSync(text.replace('"migrations":["', '"migrations":["0000-unknown","')), /newer Deskhand/],
    ['no gzip', Buffer.from('hello'), /cannot be read/],
  ]
  const url = await emptyDatabase()
  for (const [name, bytes, said] of broken) {
    const path = join(folder, `${name}.gz`)
    await writeFile(path, bytes)
    await expect(restoreBackup(url, path, new Date()), name).rejects.toThrow(said)
  }
  expect(await run(url, 'restore', join(folder, 'nowhere.gz'))).toMatchObject({
    code: 1,
    err: expect.stringContaining('ENOENT'),
  })
  await restoreBackup(url, file, new Date())
})
