import { globSync, readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { dirname, posix } from 'node:path'
import { expect, test } from 'vitest'

const base = [
  'entities',
  'src/errors.ts',
  'src/log.ts',
  'src/basics',
  'src/metrics.ts',
  'src/app.ts',
  'src/config.ts',
  'src/keys.ts',
  'src/money.ts',
  'src/database',
]
const kernel = [
  ...base,
  'src/integrations',
  'src/moves',
  'src/cards',
  'src/outbox',
  'src/limits',
  'src/links',
  'src/alerts',
]
/** The pipelines: every folder with a pipeline in it. */
const domains = globSync('src/*/pipeline.ts').map((file) => dirname(file))
/** What pipelines share, below them all. */
const shared = [
  ...kernel,
  'src/web',
  'src/inbox',
  'src/instagram',
  'src/mailbox',
  'src/reading',
  'src/words',
  'src/text-reader.ts',
  'src/doctor/finding.ts',
  'src/erase/known.ts',
  'src/pipeline.ts',
]
const desk = [...shared, 'src/pipelines.ts', 'src/secrets.ts']

/** Which rooms a room may look into. The longest matching room name owns a file. */
const rooms: Record<string, string[]> = {
  entities: [],
  'src/basics': [],
  'src/errors.ts': ['src/basics'],
  'src/log.ts': ['src/basics'],
  'src/money.ts': ['src/errors.ts'],
  'src/metrics.ts': base,
  'src/config.ts': ['src/errors.ts', 'src/basics'],
  'src/app.ts': ['src/config.ts', 'src/doctor/finding.ts', 'src/integrations', 'src/keys.ts', 'src/log.ts'],
  'src/keys.ts': ['src/errors.ts'],
  'src/secrets.ts': base,
  'src/describe-failure.ts': ['src/errors.ts', 'src/database/database-away.ts'],
  'src/doctor': [
    ...kernel,
    'src/backup/last-backup.ts',
    'src/doctor/finding.ts',
    'src/pipeline.ts',
    'src/pipelines.ts',
  ],
  'src/doctor/finding.ts': [],
  'src/database': ['entities', 'src/app.ts', 'src/config.ts', 'src/errors.ts', 'src/log.ts'],
  'src/integrations': ['src/errors.ts'],
  'src/moves': base,
  'src/cards': [...base, 'src/moves'],
  'src/limits': [...base, 'src/moves'],
  'src/links': [...base, 'src/cards', 'src/limits'],
  'src/alerts': [...base, 'src/moves', 'src/cards', 'src/limits'],
  'src/outbox': [...base, 'src/integrations', 'src/moves', 'src/cards', 'src/limits', 'src/links', 'src/alerts'],
  'src/reading': ['src/errors.ts', 'src/money.ts'],
  'src/words': [],
  'src/text-reader.ts': ['src/errors.ts', 'src/integrations'],
  'src/web': [...base, 'src/cards', 'src/moves', 'src/links'],
  'src/inbox': [...kernel, 'src/web', 'src/reading'],
  'src/instagram': [...kernel, 'src/web', 'src/inbox', 'src/reading'],
  'src/mailbox': [...kernel, 'src/inbox', 'src/reading'],
  'src/pipeline.ts': [
    ...base,
    'src/cards',
    'src/outbox',
    'src/web',
    'src/inbox',
    'src/text-reader.ts',
    'src/doctor/finding.ts',
    'src/erase/known.ts',
  ],
  ...Object.fromEntries(domains.map((domain) => [domain, shared])),
  'src/pipelines.ts': [
    'src/pipeline.ts',
    'src/inbox',
    'src/mailbox',
    ...domains.map((domain) => `${domain}/pipeline.ts`),
  ],
  'src/prune': [...base, 'src/alerts/kind.ts', 'src/outbox/kind.ts', 'src/pipeline.ts', 'src/pipelines.ts'],
  'src/backup': [...kernel, 'src/doctor/finding.ts'],
  'src/desk': [...desk, 'src/backup/last-backup.ts'],
  'src/erase/known.ts': [],
  'src/erase': [...desk, 'src/desk'],
  'src/http': [...desk, 'src/desk', 'src/erase', 'src/reading'],
  'src/vendors.ts': ['src/app.ts', 'src/config.ts', 'src/integrations'],
  'src/readers.ts': [...domains.map((domain) => `${domain}/read-kinds.ts`), 'src/text-reader.ts'],
  bots: [...base, 'src/cards', 'src/limits', 'src/moves', 'src/alerts', 'src/desk', 'src/doctor/finding.ts'],
  jobs: [...desk, ...domains, 'src/desk', 'src/backup', 'src/prune', 'bots/deliver.ts'],
  'src/world': [
    'entities',
    'src/errors.ts',
    'src/database',
    'src/app.ts',
    'src/config.ts',
    'src/cards',
    'src/desk',
    'src/mailbox/steps.ts',
  ],
  'src/cli': ['entities', 'src', 'bots', 'jobs'],
  'src/cli.ts': ['src/cli', 'src/compile-once.ts'],
  'src/create-app.ts': ['entities', 'src', 'bots', 'jobs'],
  'src/at-the-terminal.ts': ['src/app.ts', 'src/desk'],
  'src/main.ts': ['entities', 'src', 'bots', 'jobs'],
  'src/start.ts': ['src/main.ts', 'src/compile-once.ts'],
}

/** Packages that only some rooms may use: the vendors' SDKs stop at the edge. */
const packages: Record<string, string[]> = {
  '@slack/': ['bots/slack', 'src/world/slack', 'src/cards/lint-slack.ts'],
  grammy: ['bots/telegram', 'src/world/telegram', 'src/cards/lint-telegram.ts'],
  '@grammyjs/': ['bots/telegram', 'src/world/telegram'],
  googleapis: ['src/integrations'],
  'google-auth-library': ['src/integrations'],
  twilio: ['src/integrations', 'src/world/twilio'],
  openai: ['src/integrations'],
  stripe: ['src/integrations'],
  nodemailer: ['src/integrations', 'src/world'],
  '@aws-sdk/': ['src/integrations'],
  agenda: ['jobs'],
  '@agendajs/': ['jobs'],
  mongodb: ['jobs'],
  emulate: ['src/world'],
  hono: ['src/http', 'src/world', 'bots/telegram/connect.ts', 'src/cards/render-html.ts', 'src/web/html.ts'],
  '@hono/': ['src/http', 'src/world'],
  pg: ['src/database', 'jobs', 'bots/telegram/poll.ts', 'src/http/live.ts'],
  kysely: ['src/database'],
  '@mikro-orm/': ['entities', 'src', 'jobs'],
}

const names = Object.keys(rooms).sort((a, b) => b.length - a.length)
const within = (path: string, room: string) => path === room || path.startsWith(`${room}/`)
const roomOf = (path: string) => names.find((room) => within(path, room)) ?? `no room for ${path}`

type Import = { file: string; target: string; isType: boolean }

const imports: Import[] = []
for await (const file of glob('{src,bots,jobs,entities}/**/*.ts')) imports.push(...importsOf(file))

test('every import goes through an open door', () => {
  expect(imports.length).toBeGreaterThan(300)
  const shut = imports
    .filter(({ target }) => /^[#.]/.test(target))
    .map(({ file, target }) => ({ file, path: pathOf(file, target) }))
    .filter(({ file, path }) => {
      const room = roomOf(file)
      return roomOf(path) !== room && !rooms[room]?.some((open) => within(path, open))
    })
    .map(({ file, path }) => `${file} -> ${path}`)
  expect(shut).toEqual([])
})

test('the SDKs of vendors stop at the edge', () => {
  const strayed = imports.filter(({ file, target, isType }) => {
    const name = Object.keys(packages).find((known) =>
      known.endsWith('/') ? target.startsWith(known) : within(target, known),
    )
    return name !== undefined && !isType && !packages[name]?.some((room) => within(file, room))
  })
  expect(strayed).toEqual([])
})

test('the sandbox is reached by a dynamic import only', () => {
  const direct = imports.filter(
    ({ file, target, isType }) => target.startsWith('#src/world') && !file.startsWith('src/world/') && !isType,
  )
  expect(direct).toEqual([])
})

test('only the configuration reads the environment', async () => {
  const readers: string[] = []
  for await (const file of glob('{src,bots,jobs,entities}/**/*.ts')) {
    if (file !== 'src/config.ts' && /process\.env\b/.test(readFileSync(file, 'utf8'))) readers.push(file)
  }
  expect(readers).toEqual([])
})

function importsOf(file: string): Import[] {
  const found = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm,
  )
  return [...found].map(([, type, from, bare]) => ({ file, target: from ?? bare ?? '', isType: Boolean(type) }))
}

function pathOf(file: string, target: string): string {
  return target.startsWith('#') ? target.slice(1) : posix.normalize(posix.join(posix.dirname(file), target))
}
