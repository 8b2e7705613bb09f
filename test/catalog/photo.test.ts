import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { uuid } from '#entities/uuid.ts'
import { addManually } from '#src/catalog/by-hand/add-manually.ts'
import { draftSubject } from '#src/catalog/drafts/draft-subject.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { addPerson } from '#src/desk/people/people.ts'
import { renderSlackPane } from '#src/world/slack/pane/pane.ts'
import { handleSlackAct } from '#src/world/slack/pane/pane-acts.ts'
import { dmOf, ids } from '#src/world/slack/workspace.ts'
import { handleTelegramAct, renderTelegramPane } from '#src/world/telegram/pane/pane.ts'
import { telegramPeople } from '#src/world/telegram/state.ts'
import { openDesk } from '../bots/desk.ts'
import { pressOn } from './shop.ts'

const folder = await mkdtemp(join(tmpdir(), 'deskhand-photos-'))
afterAll(() => rm(folder, { recursive: true }))
const desk = await openDesk('webhooks', { META_APP_ID: '1', META_APP_SECRET: 's', DATA_DIR: folder })
const { app, slack, telegram } = desk
const storeId = uuid()
const { bo } = telegramPeople
await sql(
  app.em.fork(),
  `insert into stores (id, name, zone, currency, created_at) values ($1, 'Zuri', 'UTC', 'KES', $2)`,
  [...[storeId, app.now]],
)
await inTransaction(app, (tx) =>
  addPerson(tx, {
    ...{ state: 'member', name: 'Ben', role: 'seller', zone: 'UTC', storeId },
    identities: ['T0DESK:U0BEN', 'T1:UBEN'].map((userId) => ({ via: 'slack' as const, userId, name: 'ben' })),
  }),
)
await sql(app.em.fork(), `update people set role = 'seller', store_id = $1 where name = 'Bo'`, [storeId])

const draw = (background: string) =>
  sharp({ create: { width: 600, height: 600, channels: 3, background } })
    .jpeg()
    .toBuffer()
const [red, blue] = [await draw('#c00'), await draw('#00c')]
const drafts = () => app.em.fork().find(ProductDraft, {}, { orderBy: { number: 'asc' } })

const said = () => slack.messages(dmOf('U0BEN')).filter(({ user }) => user === ids.bot)
const share = async (text: string, files: { name: string; bytes: Buffer }[]) => {
  const before = said().length
  await slack.act.share({ user: 'U0BEN', text, files })
  await slack.until(() => said().length > before)
  return said()
    .slice(before)
    .map((message) => message.text)
}

/** Sends pictures with words on a platform; what the bot answers. */
const ways = {
  slack: async (text: string, ...pictures: Buffer[]) => {
    const files = pictures.map((bytes, at) => ({ name: `photo-${at}.jpg`, bytes }))
    return share(text, files)
  },
  telegram: async (caption: string, ...pictures: Buffer[]) => {
    const album = pictures.length > 1 ? { album: uuid() } : {}
    const said: string[] = []
    for (const [at, bytes] of pictures.entries()) {
      const words = at === 0 ? { caption } : {}
      const { replies } = await telegram.act.photo({ user: bo.id, chat: bo.id, bytes, ...words, ...album })
      said.push(...replies.map(({ text }) => text))
    }
    return said
  },
}

beforeEach(() => sql(app.em.fork(), 'delete from product_drafts'))

describe.each(Object.entries(ways))('a photo sent by %s', (_, send) => {
  test('001-339: becomes a draft with its words, its price and its picture', async () => {
    const [said] = await send('Blue denim jacket KES 2,500 sizes M L', red)
    const [draft] = await drafts()
    expect(said).toBe(`DR-${draft?.number} Blue denim jacket · KES 2,500 · 95\u00a0%. Its card has Approve and Edit.`)
    expect(draft).toMatchObject({ state: 'pending', storeId, pictures: [expect.stringMatching(/^[0-9a-f]{64}$/)] })
    expect(draft?.extractedData).toMatchObject({ price: '2500.00', currency: 'KES' })
    expect(draftSubject.card((await draftSubject.load(app.em.fork(), [draft!.id]))[0]!, app).picture).toBeDefined()
    expect(await sql(app.em.fork(), 'select ring from card_posts where subject_id = $1', [draft?.id])).not.toEqual([])
  })

  test('001-339: the name of the command may stand before the words', async () => {
    await send('product add Clay mug KES 900', red)
    expect((await drafts())[0]?.extractedData).toMatchObject({ name: 'Clay mug', price: '900.00' })
  })

  test('001-339: without a word it waits for a name and a price', async () => {
    const [said] = await send('', red)
    expect(said).toContain('Untitled Product · needs a price')
  })

  test('001-339: several pictures at once are one product', async () => {
    const said = await send('Silk robe KES 2,100', red, blue)
    expect(said).toHaveLength(1)
    const all = await drafts()
    expect(all).toHaveLength(1)
    expect(all[0]).toMatchObject({ extractedData: { name: 'Silk robe' } })
    expect(all[0]?.pictures).toHaveLength(2)
  })

  test('001-339: what is no picture is refused, and nothing is left', async () => {
    // The beginning of one, which a phone takes for one.
    const [said] = await send('Hat KES 100', red.subarray(0, red.length / 2))
    expect(said).toBe('That picture cannot be opened.')
    expect(await drafts()).toEqual([])
  })
})

test.each([
  [
    'Bad Request: wrong file_id or the file is temporarily unavailable',
    /^Telegram did not hand the picture over\. Send it again\.$/,
  ],
  ['Bad Request: file is too big', /^Telegram hands out files below 20 MB, and the picture is larger\.$/],
])('a photo that Telegram does not hand over (%s) is told of, and nothing is left', async (description, sentence) => {
  telegram.refuse('getFile', [400, description])
  const [said] = await ways.telegram('Blue denim jacket KES 2,500', red)
  telegram.refuse('getFile', null)
  expect(said).toMatch(sentence)
  expect(await drafts()).toEqual([])
})

test('001-339: the same picture as of a product offers to restock it', async () => {
  await ways.slack('Wool beret KES 850', red)
  await pressOn(app, draftSubject, (await drafts())[0]!, 'Approve', {}, 'Ben')
  await ways.telegram('Wool beret KES 900', red)
  const again = (await drafts()).at(-1)!
  const [view] = await draftSubject.load(app.em.fork(), [again.id])
  expect(draftSubject.offers(view!).map(({ label, verb }) => label ?? verb)).toContain('Restock')
})

test('001-339: another picture of the same colours is another product', async () => {
  const shaded = (isMirrored: boolean) => {
    const row = Array.from({ length: 90 }, (_, at) => (isMirrored ? 89 - at : at) * 2)
    const raw = { width: 90, height: 90, channels: 1 as const }
    return sharp(Buffer.from(Array.from({ length: 90 }, () => row).flat()), { raw })
      .jpeg()
      .toBuffer()
  }
  await ways.slack('Wool beret KES 850', await shaded(false))
  await pressOn(app, draftSubject, (await drafts())[0]!, 'Approve', {}, 'Ben')
  await ways.slack('Wool scarf KES 900', await shaded(true))
  expect((await drafts()).map(({ similarTo }) => similarTo)).toEqual([null, null])
  const [said] = await ways.slack('Wool beret KES 900', await shaded(false))
  expect(said).toMatch(/It has the same picture as Wool beret: its card asks what it is\.$/)
})

test('001-339: a picture beyond 20 MB is refused before it is fetched', async () => {
  const sent = {
    id: 'm1',
    pictures: [{ name: 'a.jpg', size: 20_000_001, load: () => Promise.reject(new Error('it was fetched')) }],
  }
  const by = { personId: null, name: 'Ben', via: 'slack' as const }
  await expect(addManually(app, storeId, 'Hat KES 100', by, sent)).rejects.toThrow(
    'That picture is too large: 20 MB at most.',
  )
})

test('who sells nothing here is told so, and other files are no pictures', async () => {
  expect(await share('prices', [{ name: 'prices.pdf', bytes: Buffer.from('%PDF') }])).toEqual([
    'There is nothing I could do with a file.',
  ])
  await sql(app.em.fork(), `update people set role = 'booker', store_id = null where name = 'Ben'`)
  expect(await ways.slack('Hat KES 100', red)).toEqual([
    'I do nothing with pictures here. Type help for what I can do.',
  ])
  expect(await drafts()).toEqual([])
})

describe('the phones of the sandbox have a button for a photo, drawn of the words beside it', () => {
  const words = 'Blue denim jacket KES 2,500'

  test('in Slack, alone with the bot', async () => {
    await slack.act.look({ user: 'U0BEN', place: dmOf('U0BEN') })
    expect(String(renderSlackPane(slack.view(), 'U0BEN'))).toContain('formaction="/sandbox/slack/photo"')
    await slack.act.look({ user: 'U0ANN', place: 'C0ORDERS' })
    expect(String(renderSlackPane(slack.view(), 'U0ANN'))).toContain('/sandbox/slack/write')
    expect(String(renderSlackPane(slack.view(), 'U0ANN'))).not.toContain('/sandbox/slack/photo')
    await sql(app.em.fork(), `update people set role = 'seller', store_id = $1 where name = 'Ben'`, [storeId])
    const before = said().length
    await handleSlackAct(slack, 'photo', { user: 'U0BEN', channel: dmOf('U0BEN'), text: words })
    await slack.until(() => said().length > before)
    expect((await drafts())[0]).toMatchObject({ pictures: [expect.any(String)], extractedData: { price: '2500.00' } })
  })

  test('in Telegram', async () => {
    expect(String(renderTelegramPane(telegram.view(), bo.id, bo.id))).toContain('formaction="/sandbox/telegram/photo"')
    await handleTelegramAct(telegram, 'photo', { user: String(bo.id), chat: String(bo.id), text: words })
    expect((await drafts())[0]).toMatchObject({ pictures: [expect.any(String)], extractedData: { price: '2500.00' } })
  })
})
