import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { intervalOf } from '#src/basics/interval.ts'
import { readZone } from '#src/basics/zone.ts'
import { isSandbox, readSettings, requireAccounts, settingNames } from '#src/config.ts'
import { gauges } from '#src/http/gather-metrics.ts'
import { startDeskhand } from '#src/main.ts'
import { registry } from '#src/metrics.ts'

const read = (path: string) => readFileSync(path, 'utf8')

test('.env.example names every setting once, each with a line about it, and nothing else', () => {
  const lines = read('.env.example').split('\n')
  const names = lines.flatMap((line) => /^([A-Z][A-Z\d_]*)=/.exec(line)?.[1] ?? [])
  const compose = ['COMPOSE_PROFILES', 'POSTGRES_PASSWORD']
  expect(names.toSorted()).toEqual([...settingNames, ...compose].toSorted())
})

test('.env.example as it stands is the sandbox: nothing in it is an account', () => {
  const pairs = read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)
  const environment = Object.fromEntries([...pairs].map(([, name, value]) => [name, value]))
  expect(isSandbox(environment)).toBe(true)
  expect(readSettings(environment)).toEqual(readSettings({}))
})

test('a setting that cannot be read stops the start with a list to mend it by', () => {
  const wrong = () => readSettings({ STORE_TIMEZONE: 'Mars', PORT: 'x', QUIET_HOURS: 'night' })
  expect(wrong).toThrow(
    /PORT: .*\n.*STORE_TIMEZONE: write it like Europe\/Prague.*\n.*QUIET_HOURS: write it like 21:00-08:00/s,
  )
})

test.each([
  ['1 hour', 60],
  ['90 minutes', 90],
  ['an hour', 60],
  ['1 hour 30 minutes', 90],
  ['2 days', 2880],
])('000-045 the interval %s is %i minutes', (text, minutes) => {
  expect(intervalOf(readSettings({ ORDERS_SCRAPE_EVERY: text }).ORDERS_SCRAPE_EVERY)).toBe(minutes * 60_000)
})

test.each([
  ['ORDERS_SCRAPE_EVERY', '0 * * * *'],
  ['ORDERS_SCRAPE_EVERY', 'hourly'],
  ['ORDERS_SCRAPE_EVERY', '1 hour and a bit'],
  ['REMIND_CUSTOMER_AFTER', '0 days'],
  ['STORE_TIMEZONE', '+02:00'],
])('%s=%s is refused: it would mean something else, or nothing', (name, text) => {
  expect(() => readSettings({ [name]: text })).toThrow(`${name}: `)
})

test('a zone is known however it is written', () => {
  expect(readZone('europe/prague')).toBe('Europe/Prague')
  expect(readZone(' UTC ')).toBe('UTC')
  expect(readZone('Mars/Base')).toBe(null)
})

test('in production the sandbox is refused with a sentence', async () => {
  const environment = { NODE_ENV: 'production', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }
  await expect(startDeskhand(environment)).rejects.toThrow('the sandbox does not start in production')
  expect(() => requireAccounts({ ...environment, SLACK_BOT_TOKEN: 'x' })).not.toThrow()
  expect(() => requireAccounts({})).not.toThrow()
})

test('with real accounts and no SECRET_KEYS the start is refused, and says how to make one', async () => {
  const environment = { SLACK_BOT_TOKEN: 'xoxb-1', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }
  await expect(startDeskhand(environment)).rejects.toThrow('openssl rand -base64 32')
})

test('what runs in production imports production packages only', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
  const [seen, strangers] = [new Set<string>(), new Set<string>()]
  const follow = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    for (const target of importsOf(file)) {
      if (/^[#.]/.test(target)) follow(fileOf(file, target))
      else if (!isKnown(target)) strangers.add(`${file}: ${target}`)
    }
  }
  const isKnown = (target: string) => {
    const name = target.split('/', target.startsWith('@') ? 2 : 1).join('/')
    return target.startsWith('node:') || builtinModules.includes(target) || name in dependencies
  }
  for (const entry of ['src/start.ts', 'src/cli.ts']) follow(entry)
  expect(seen.size).toBeGreaterThan(150)
  expect([...strangers]).toEqual([])
})

/** Static and dynamic imports, not those of types; the sandbox is reached by dynamic ones, and not in production. */
function importsOf(file: string): string[] {
  const text = read(file)
  const fixed = [...text.matchAll(/^(?:import|export)\s+(?!type\s)(?:([^;'"]*?)\s+from\s+)?'([^']+)'/gm)]
    .filter(([, names = '']) => !/^\{\s*(type [^,}]+,?\s*)+\}$/.test(names))
    .map(([, , target = '']) => target)
  const late = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map(([, target = '']) => target)
  return [...fixed, ...late.filter((target) => !target.startsWith('#src/world/'))]
}

function fileOf(file: string, target: string): string {
  return target.startsWith('#') ? target.slice(1) : posix.normalize(posix.join(posix.dirname(file), target))
}

test('the dashboard of Grafana asks for metrics that exist', async () => {
  const known = [...registry.getMetricsAsArray(), ...gauges()].map(({ name }) => name)
  const asked = [...read('deploy/grafana.json').matchAll(/"expr": "(.*)"/g)].flatMap(([, expr = '']) => [
    ...expr.matchAll(/\b(deskhand|process|nodejs)_[a-z0-9_]+/g),
  ])
  expect(asked.length).toBeGreaterThan(10)
  for (const [name] of asked) expect(known).toContain(name.replace(/_(bucket|count|sum)$/, ''))
})

test('the Slack manifest asks for what the bot uses', async () => {
  const manifest = read('slack-manifest.yaml')
  const used: Record<string, string> = {
    'chat\\.(postMessage|update|postEphemeral)': 'chat:write',
    "bolt\\.command\\('/desk'": 'commands',
    'bolt\\.message\\(': 'im:history',
    'conversations\\.open': 'im:write',
    'conversations\\s*\\.history': 'channels:history',
    'conversations\\.(info|list)': 'channels:read',
    'users\\.info': 'users:read',
  }
  let code = ''
  for await (const file of glob('bots/slack/*.ts')) code += read(file)
  for (const [call, scope] of Object.entries(used)) {
    expect(code).toMatch(new RegExp(call.replace('\\.(', '\\s*\\.(')))
    expect(manifest).toContain(`- ${scope} `)
  }
  const events = [...code.matchAll(/bolt\.event\('(\w+)'/g)].map(([, name]) => name)
  for (const name of [...events, 'message.im', 'message.channels', 'message.groups'])
    expect(manifest).toContain(`- ${name}\n`)
})
