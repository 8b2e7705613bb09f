import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { namesAccount, studioAddress } from '#src/config.ts'
import type { Finding } from '#src/doctor/finding.ts'
import type { Account } from './account.ts'
import { accountsOf, shop } from './accounts.ts'
import { alongWith, askFields } from './ask-account.ts'
import { type Conversation, openConversation } from './conversation.ts'
import { type EnvFile, openEnvFile } from './env-file.ts'
import { canBeRead, examine, known, sentenceOf, withAppOf } from './examine.ts'

const EXAMPLE = fileURLToPath(new URL('../../../.env.example', import.meta.url))

/** `deskhand init` */
export function addInit(program: Command): void {
  program
    .command('init')
    .description('asks for the accounts you have, writes .env and looks at each at once; may be run again')
    .option('--port <port>', 'where the browser comes back to from Google', '8765')
    .action(async ({ port }: { port: string }) => {
      const talk = openConversation()
      try {
        await setUp(talk, openEnvFile('.env', EXAMPLE), port)
      } finally {
        talk.close()
      }
    })
}

async function setUp(talk: Conversation, file: EnvFile, port: string): Promise<void> {
  await talk.say(
    'This writes .env. Enter keeps what stands in [brackets], or leaves a thing out; - empties it.\n' +
      'What you leave out stays off until you run this again. Nothing that is there is lost.\n',
  )
  await makeSecrets(talk, file)
  await talk.say('Your business')
  file.write(await askFields(talk, shop, known(file)))
  await askDatabase(talk, file)
  const findings: Finding[] = []
  for (const account of accountsOf(createSecret)) findings.push(...(await askAccount(talk, file, account, port)))
  await sum(talk, findings, file)
}

async function makeSecrets(talk: Conversation, file: EnvFile): Promise<void> {
  const { SECRET_KEYS, POSTGRES_PASSWORD } = known(file)
  const made = {
    ...(!SECRET_KEYS && { SECRET_KEYS: `first:${randomBytes(32).toString('base64')}` }),
    ...(!POSTGRES_PASSWORD && { POSTGRES_PASSWORD: createSecret() }),
  }
  file.write(made)
  const names = Object.keys(made).join(' and ')
  if (names) await talk.say(`Made for you: ${names}. Keep a copy of .env in a second place.\n`)
}

function createSecret(): string {
  return randomBytes(24).toString('hex')
}

/** The one account nothing goes without: asked until it answers. */
async function askDatabase(talk: Conversation, file: EnvFile): Promise<void> {
  const field = {
    name: 'DATABASE_URL',
    asks: 'PostgreSQL of your own, postgres://... (Enter: ours, in .data)',
  } as const
  for (;;) {
    file.write(await askFields(talk, [{ ...field, isSecret: true }], known(file)))
    const said = await examine(file, ['Database'])
    await talk.say(`    ${said.lines}\n`)
    if (said.isWell || !canBeRead(file)) return
  }
}

async function askAccount(talk: Conversation, file: EnvFile, account: Account, port: string): Promise<Finding[]> {
  const { title, what, fields, chapter } = account
  const isSet = fields.some(({ name, isSecret }) => isSecret && known(file)[name])
  const asks = await talk.isYes(isSet ? `${title} is set. Change it?` : `${title} (${what})?`, false)
  if (asks && chapter) await talk.say(`  How to get these: ${chapter}`)
  if (asks || isSet) return tryAccount(talk, file, { account, port, asks })
  file.write(alongWith(account, known(file)))
  return []
}

type Trial = { account: Account; port: string; asks: boolean }

/** Until the doctor has nothing to say against it, or the person leaves it as it is. */
async function tryAccount(talk: Conversation, file: EnvFile, { account, port, asks }: Trial): Promise<Finding[]> {
  if (asks) file.write(await askFields(talk, account.fields, known(file)))
  file.write(alongWith(account, known(file)))
  if (asks && account.byConsent) await askConsent(talk, file, port)
  const { findings, lines, isWell } = await examine(file, account.checks)
  await talk.say(`    ${lines}\n`)
  if (isWell || !(await talk.isYes('  Change what you typed?', true))) return findings
  return tryAccount(talk, file, { account, port, asks: true })
}

/** Each account of Google by itself: the studio may have one of its own. */
async function askConsent(talk: Conversation, file: EnvFile, port: string): Promise<void> {
  const { GMAIL_ADDRESS: shops, STUDIO_GMAIL_ADDRESS } = known(file)
  const studios = studioAddress({ GMAIL_ADDRESS: shops, STUDIO_GMAIL_ADDRESS })
  const questions = studios
    ? [`  Connect ${shops || 'the shop'} now, in a browser on this machine?`, `  And ${studios}, with its calendars?`]
    : ['  Connect Gmail and Calendar now, in a browser on this machine?']
  for (const question of questions) await connectOne(talk, file, { question, port })
}

async function connectOne(talk: Conversation, file: EnvFile, { question, port }: Record<'question' | 'port', string>) {
  if (!(await talk.isYes(question, true))) {
    return talk.say('  Later: write connect google to the bot, or run npx --no deskhand connect google.')
  }
  const { connectGoogle } = await import('../connect.ts')
  try {
    await talk.say(`    ${await withAppOf(file, (app) => connectGoogle(app, Number(port)))}`)
  } catch (error) {
    await talk.say(`    ${sentenceOf(error)}`)
  }
}

async function sum(talk: Conversation, findings: Finding[], file: EnvFile): Promise<void> {
  const wrong = findings.filter(({ state }) => state === 'wrong').map(({ vendor }) => vendor)
  if (wrong.length > 0) await talk.say(`Not working yet: ${wrong.join(', ')}. Run init again, or change .env.`)
  if (!namesAccount(known(file))) {
    return talk.say('No account is set, so npm start opens the sandbox, where everything can be tried.')
  }
  await talk.say(
    'All is written to .env. Start it with npm start (or docker compose up -d): it prints a code,\n' +
      'and whoever sends that code to the bot is the first admin.',
  )
}
