import { beforeAll, describe, expect, test } from 'vitest'
import { writeSettings } from '#src/cli/settings.ts'
import { readSettings } from '#src/config.ts'
import { sql } from '#src/database/sql.ts'
import { readKey } from '#src/http/api/keys.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { deskhand, deskhandHere } from '#test/cli/command.ts'
import { hearBells } from '#test/jobs/jobs.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})

const run = (...args: string[]) => deskhandHere(args, { DATABASE_URL: app.databaseUrl })
const runAlone = (...args: string[]) => deskhand(args, { env: { DATABASE_URL: app.databaseUrl } })
const people = () => sql<{ name: string }>(app.em.fork(), 'select name, role, zone, state from people order by number')

describe('deskhand person add', () => {
  test('lets someone in, known at Slack and Telegram', async () => {
    const args = [
      '--name',
      'Ann',
      '--role',
      'admin',
      '--slack',
      'T01:U02',
      '--telegram',
      '77',
      '--zone',
      'Europe/Prague',
    ]
    expect(await runAlone('person', 'add', ...args)).toEqual({ code: 0, out: 'Ann is in, as admin.\n', err: '' })
    expect(await people()).toEqual([{ name: 'Ann', role: 'admin', zone: 'Europe/Prague', state: 'member' }])
    const identities = await sql(app.em.fork(), 'select platform, user_id, place from identities order by platform')
    expect(identities).toEqual([
      { platform: 'slack', user_id: 'T01:U02', place: 'U02' },
      { platform: 'telegram', user_id: '77', place: '77' },
    ])
  })

  test('takes no account from whoever has it', async () => {
    const { code, err } = await run('person', 'add', '--name', 'Bob', '--role', 'rep', '--telegram', '77')
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('already') })
    expect(await people()).not.toContainEqual(expect.objectContaining({ name: 'Bob' }))
  })

  test.each([
    [['--role', 'rep'], '--name'],
    [['--name', 'Bob', '--role', 'boss'], 'admin, booker, seller, rep'],
    [['--name', 'Bob', '--role', 'rep', '--slack', 'bob'], 'T0123ABC:U0456DEF'],
    [['--name', 'Bob', '--role', 'rep', '--telegram', '@bob'], 'a number'],
    [['--name', 'Bob', '--role', 'rep', '--zone', 'Mars'], 'Europe/Prague'],
  ])('%o is not understood', async (args, said) => {
    const { code, out, err } = await run('person', 'add', ...args)
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining(said) })
  })
})

test('deskhand migrate can be run again and again', async () => {
  expect(await run('migrate')).toEqual({ code: 0, out: 'The database is up to date.\n', err: '' })
})

describe('deskhand job run', () => {
  test('is heard by a process that runs steps', async () => {
    const heard = await hearBells(app.databaseUrl, 'orders.scrape')
    expect(await runAlone('job', 'run', 'orders.scrape')).toMatchObject({ code: 0, err: '' })
    await heard.reaches(1)
  })

  test('names the steps there are', async () => {
    const { code, err } = await run('job', 'run', 'orders.cook')
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('orders.scrape') })
  })
})

describe('deskhand key create', () => {
  test('shows a key once, which then opens the API', async () => {
    const { code, out, err } = await run('key', 'create', '--name', 'the till', '--role', 'admin')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const read = await readKey(app.em.fork(), `Bearer ${out.trim()}`)
    expect(read?.member).toMatchObject({ name: 'the till', role: 'admin' })
  })

  test('makes a rep\u2019s key for that rep alone', async () => {
    await run('person', 'add', '--name', 'Rey', '--role', 'rep')
    const [rey] = await sql<{ number: number }>(app.em.fork(), `select number from people where name = 'Rey'`)
    const { out } = await run('key', 'create', '--name', 'crm', '--role', 'rep', '--person', `P-${rey?.number}`)
    expect((await readKey(app.em.fork(), `Bearer ${out.trim()}`))?.member).toMatchObject({ name: 'Rey', role: 'rep' })
  })

  test.each([
    [['--role', 'boss'], 2, 'admin, seller, rep'],
    [['--role', 'rep'], 2, '--person'],
    [['--role', 'rep', '--person', 'P-999'], 1, 'P-999'],
    [['--role', 'seller', '--store', 'nowhere'], 1, '--store'],
  ])('%o makes none', async (args, code, said) => {
    const outcome = await run('key', 'create', '--name', 'x', ...args)
    expect(outcome).toEqual({ code, out: '', err: expect.stringContaining(said) })
  })
})

describe('deskhand sale add', () => {
  test('of a post without a connected account says why not', async () => {
    const { code, err } = await run('sale', 'add', 'https://www.instagram.com/p/Abc123/')
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('not connected') })
  })
})

describe('deskhand', () => {
  test('says when the database is not there', async () => {
    const env = { DATABASE_URL: 'postgres://me:canary@127.0.0.1:9/none' }
    const { code, err } = await deskhand(['migrate'], { env })
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^The database does not answer/) })
    expect(err).not.toContain('canary')
  })

  test('says which setting cannot be read', async () => {
    const { code, err } = await deskhandHere(['migrate'], { PORT: 'soup' })
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('PORT') })
  })

  test('does not know other commands', async () => {
    expect(await deskhandHere(['cook'])).toEqual({ code: 2, out: '', err: expect.stringContaining("'cook'") })
  })

  test('--print-config shows the settings, and no secret', async () => {
    const { out, code } = await deskhand(['--print-config'], {
      env: { SLACK_BOT_TOKEN: 'canary', STORE_NAME: 'Sock & Co' },
    })
    expect(code).toBe(0)
    expect(out.split('\n')).toEqual(
      expect.arrayContaining(['STORE_NAME=Sock & Co', 'SLACK_BOT_TOKEN=***', 'DESKHAND_ROLES=web,bots,jobs']),
    )
    expect(out).not.toContain('canary')
  })

  test('shows no secret of any setting', () => {
    const secrets = {
      DATABASE_URL: 'postgres://me:canary@h/db?password=canary',
      MAIL_URL: 'smtp://me:can@ary@mail.example',
      MAIL_FROM: 'Shop <shop@example.com>',
      MONGODB_URL: 'mongodb://me:canary@h',
      SECRET_KEYS: 'a:canary',
      TELEGRAM_BOT_TOKEN: '1:canary',
      SLACK_SIGNING_SECRET: 'canary',
      GOOGLE_MAPS_API_KEY: 'canary',
      META_VERIFY_TOKEN: 'canary',
    }
    expect(writeSettings(readSettings(secrets))).not.toMatch(/canary|can@ary/)
  })
})
