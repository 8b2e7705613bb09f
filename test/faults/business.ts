import { createHash } from 'node:crypto'
import { afterAll } from 'vitest'
import type { Bots } from '#bots/deliver.ts'
import { connectSlack } from '#bots/slack/connect.ts'
import { connectTelegram } from '#bots/telegram/connect.ts'
import { CardPost, type MessageRef } from '#entities/cards/card-post.ts'
import { cardOf } from '#src/cards/card-of.ts'
import { sql } from '#src/database/sql.ts'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { createSlackStandIn } from '#src/world/slack/stand-in.ts'
import { createTelegramStandIn } from '#src/world/telegram/stand-in.ts'
import { studioDesk } from '#src/world/telegram/state.ts'
import type { TestApp } from '#test/app.ts'
import { deliverAll } from '#test/deliver-all.ts'
import { openShop } from '#test/orders/shop.ts'

const TOKEN = '7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0'

/** Slack and Telegram on loopback, and the settings that point at them. */
export async function openPlatforms() {
  const slack = await createSlackStandIn({
    signingSecret: 'slack-secret',
    botToken: 'xoxb-test',
    appToken: 'xapp-test',
  })
  const telegram = await createTelegramStandIn({ token: TOKEN })
  afterAll(() => Promise.all([slack.close(), telegram.close()]))
  const platforms = {
    SLACK_BOT_TOKEN: 'xoxb-test',
    SLACK_SIGNING_SECRET: 'slack-secret',
    SLACK_API_URL: `${slack.url}/api/`,
    SLACK_CHANNEL: 'C0ORDERS',
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.url,
    TELEGRAM_CHAT: String(studioDesk),
    TELEGRAM_WEBHOOK_SECRET: 'hush',
    UNDO_WINDOW_S: '0',
    SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  }
  return { slack, telegram, settings: platforms }
}

/** What draws the cards of this process. */
export function connectBots(app: TestApp): Bots {
  const bots: Bots = {}
  const [ours, theirs] = [connectSlack(app), connectTelegram(app, app.databaseUrl)]
  if (ours) bots.slack = ours.bot
  if (theirs) bots.telegram = theirs.bot
  return bots
}

/** The comment-order business on both platforms; its processes are started and killed by the test, this one checks. */
export async function openBusiness(more: Record<string, string> = {}) {
  const { slack, telegram, settings } = await openPlatforms()
  const platforms = { ...settings, ...more }
  const shop = await openShop(platforms)
  const { app } = shop
  const bots = connectBots(app)
  app.now = new Date()
  await shop.openSale()
  app.now = new Date()
  const mediaId = (await sql<{ id: string }>(app.em.fork(), 'select ig_media_id as id from sales'))[0]?.id ?? ''
  let serial = 0

  return {
    ...shop,
    slack,
    telegram,
    bots,
    /** What every process of it is started with. */
    settings: {
      ...shop.settings,
      ...platforms,
      DATABASE_URL: app.databaseUrl,
      LOG_LEVEL: 'silent',
      PUBLIC_URL: app.publicUrl,
    },
    /** A comment as Meta tells us of it, stored; the name of its writer. */
    async comment(): Promise<string> {
      serial += 1
      const name = `buyer${serial}`
      const body = writeNotice(mediaId, serial, name, `2 black 1 red ${name}@example.com`)
      await shop.inlet('instagram', createHash('sha256').update(body).digest('hex'), body)
      return name
    },
    expireLeases: () => expireLeases(app),
    deliver: () => deliverAll(app, bots),
    /** Cards that do not show their record as it is now. */
    wrongCards: () => wrongCards(shop.app, { slack, telegram }),
  }
}

/** As if the time of every lease had passed: no test waits for it. */
export async function expireLeases(app: TestApp): Promise<void> {
  const leased = await sql<{ table: string }>(
    app.em.fork(),
    `select table_name as table from information_schema.columns where table_schema = 'public' and column_name = 'leased_until'`,
  )
  for (const { table } of leased) {
    await sql(
      app.em.fork(),
      `update ${table} set next_try_at = null, leased_until = case when leased_until is null then null else now() - interval '1 hour' end
       where leased_until is not null or next_try_at is not null`,
    )
  }
  await sql(app.em.fork(), 'update step_runs set next_try_at = null')
  await sql(app.em.fork(), 'update agenda_jobs set locked_at = null')
}

export function writeNotice(mediaId: string, id: number, username: string, text: string): string {
  const value = {
    from: { id: `9${id}`, username },
    media: { id: mediaId, media_product_type: 'FEED' },
    id: `18000${id}`,
    text,
  }
  const entry = [
    { id: '17841400000000001', time: Math.trunc(Date.now() / 1000), changes: [{ field: 'comments', value }] },
  ]
  return JSON.stringify({ object: 'instagram', entry })
}

type Platforms = {
  slack: Awaited<ReturnType<typeof createSlackStandIn>>
  telegram: Awaited<ReturnType<typeof createTelegramStandIn>>
}

export async function wrongCards(app: TestApp, { slack, telegram }: Platforms) {
  const posts = await app.em.fork().find(CardPost, { queued: false })
  const wrong: string[] = []
  for (const { subject: kind, subjectId, platform, messageRef, wanted, shown, ring, rung } of posts) {
    const subject = subjectNamed(kind)
    const [view] = await subject.load(app.em.fork(), [subjectId])
    const { title } = view ? cardOf(subject, view, app) : { title: '' }
    const hangs = hangsWith(title, platform, messageRef, { slack, telegram })
    // Decided from the queue card: nobody saw one of its own.
    const isUnseen = !messageRef && rung >= ring
    if (shown < wanted || rung < ring || !(isUnseen || hangs)) wrong.push(`${platform}: ${title}`)
  }
  return wrong
}

function hangsWith(title: string, platform: string, ref: MessageRef | null, { slack, telegram }: Platforms): boolean {
  if (platform === 'telegram')
    return (telegram.messages(studioDesk).find(({ id }) => String(id) === ref?.message)?.text ?? '').includes(title)
  const blocks = slack.messages('C0ORDERS').find(({ ts }) => ts === ref?.message)?.blocks ?? ''
  return JSON.stringify(blocks).includes(JSON.stringify(title).slice(1, -1))
}
