import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createInstagram, isSignedByMeta, readWebhookComments } from '#src/integrations/meta/instagram.ts'
import { createMetaStandIn, type MetaOptions, type MetaStandIn } from '#src/world/meta/meta.ts'
import { handleInstagramAct, renderInstagramPane } from '#src/world/meta/pane/pane.ts'

const igUserId = '17841400000000001'
const options: MetaOptions = {
  appId: '4242',
  appSecret: 'app-secret',
  verifyToken: 'verify-me',
  accessToken: 'EAAtoken',
  igUserId,
  retryDelaysMs: [0, 0, 0],
}
const account = { userId: igUserId, accessToken: 'EAAtoken' }
let meta: MetaStandIn
let hook: Server
let webhookUrl: string
let received: { body: string; signature: string }[]
let statuses: number[]

beforeEach(async () => {
  received = []
  statuses = []
  hook = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x')
    if (request.method === 'GET') {
      const ours = url.searchParams.get('hub.verify_token') === 'verify-me'
      return void response.writeHead(ours ? 200 : 403).end(url.searchParams.get('hub.challenge'))
    }
    let body = ''
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      received.push({ body, signature: String(request.headers['x-hub-signature-256']) })
      response.writeHead(statuses.shift() ?? 200).end()
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => hook.once('listening', resolve))
  webhookUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/api/webhooks/instagram`
  meta = await createMetaStandIn(options)
})
afterEach(async () => {
  await meta.close()
  hook.close()
})

const graph = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(`${meta.url}${path}`, { headers: { authorization: 'Bearer EAAtoken' }, ...init })
  return { status: response.status, body: (await response.json()) as any }
}
const told = () => received.flatMap(({ body }) => readWebhookComments(JSON.parse(body)))

describe('webhooks', () => {
  test('a callback is taken only when it proves that it is ours', async () => {
    const stranger = await createMetaStandIn({ ...options, verifyToken: 'another' })
    await expect(stranger.connect({ webhookUrl })).rejects.toThrow('403')
    await stranger.close()
    await meta.connect({ webhookUrl })
    expect(meta.view().webhookUrl).toBe(webhookUrl)
  })

  test.each(['changes', 'flat'] as const)(
    'a comment is told in the %s shape, signed over its escaped bytes',
    async (shape) => {
      await meta.connect({ webhookUrl })
      meta.webhooks.shape = shape
      const id = await meta.act.comment({
        username: 'tilly.f',
        shortcode: '28yy9oRb9O',
        text: '2 réd 💛/ tilly@example.com',
      })
      await meta.settled()
      const [{ body, signature }] = received as [{ body: string; signature: string }]
      expect(body).toContain('2 r\\u00e9d \\ud83d\\udc9b\\/ tilly@example.com')
      expect(isSignedByMeta('app-secret', signature, body)).toBe(true)
      expect(isSignedByMeta('app-secret', signature, JSON.stringify(JSON.parse(body)))).toBe(false)
      expect(isSignedByMeta('other', signature, body)).toBe(false)
      expect(isSignedByMeta('app-secret', null, body)).toBe(false)
      expect(told()).toMatchObject([
        {
          accountId: igUserId,
          mediaId: meta.view().posts[0]!.id,
          comment: { id, text: '2 réd 💛/ tilly@example.com' },
        },
      ])
    },
  )

  test('is tried again until it is answered with 200, and given up at last', async () => {
    await meta.connect({ webhookUrl })
    statuses = [500, 302, 200]
    await meta.act.comment({ username: 'tilly.f', text: 'one' })
    await meta.settled()
    expect(received).toHaveLength(3)
    expect(new Set(received.map(({ body }) => body)).size).toBe(1)
    expect(meta.view().waitingNotices).toBe(0)
    statuses = [500, 500, 500, 500, 500]
    await meta.act.comment({ username: 'tilly.f', text: 'two' })
    await meta.settled()
    expect(received).toHaveLength(3 + 4)
    expect(meta.view().waitingNotices).toBe(1)
  })

  test('tells several comments in one call, twice when told to, and all again in any order', async () => {
    await meta.connect({ webhookUrl })
    await meta.act.comments(['a', 'b', 'c'].map((text) => ({ username: 'tilly.f', text })))
    await meta.settled()
    expect(received).toHaveLength(1)
    expect(told().map(({ comment }) => comment.text)).toEqual(['a', 'b', 'c'])
    meta.webhooks.duplicate = true
    await meta.act.comment({ username: 'tilly.f', text: 'd' })
    await meta.settled()
    expect(received).toHaveLength(3)
    expect(await meta.act.redeliver()).toBe(2)
    await meta.settled()
    expect(received).toHaveLength(5)
  })

  test('says nothing of a silent comment, which only the API shows', async () => {
    await meta.connect({ webhookUrl })
    await meta.act.comment({ username: 'tilly.f', text: 'quiet', silent: true })
    meta.webhooks.silent = true
    await meta.act.comment({ username: 'tilly.f', text: 'quieter' })
    await meta.settled()
    expect(received).toEqual([])
    const instagram = createInstagram({ graphUrl: meta.url, version: 'v24.0' })
    expect((await instagram.comments(account, meta.view().posts[0]!.id)).items).toHaveLength(2)
  })
})

describe('the Graph API', () => {
  test('gives what was asked for and nothing else, in any version', async () => {
    const parentId = await meta.act.comment({ username: 'tilly.f', text: 'is gold left?' })
    const media = meta.view().posts[0]!.id
    const reply = await graph(`/v19.0/${parentId}/replies`, {
      method: 'POST',
      body: new URLSearchParams({ message: 'yes!' }),
    })
    const fields = 'text,from{username},replies{id,text,parent_id}'
    const { body } = await graph(`/v23.0/${media}/comments?fields=${fields}`)
    expect(body.data).toEqual([
      {
        id: parentId,
        text: 'is gold left?',
        from: { username: 'tilly.f' },
        replies: { data: [{ id: reply.body.id, text: 'yes!', parent_id: parentId }] },
      },
    ])
    expect((await graph(`/${media}?fields=id,nonsense`)).body.error).toMatchObject({ code: 100 })
    expect((await graph(`/v23.0/me?fields=username`)).body).toEqual({ username: 'beadandbranch', id: igUserId })
    expect((await graph('/v23.0/12345')).body.error).toMatchObject({ code: 100, error_subcode: 33 })
  })

  test('wants a token it knows', async () => {
    expect((await graph('/v23.0/me', { headers: {} })).body.error.code).toBe(104)
    expect((await graph('/v23.0/me', { headers: { authorization: 'Bearer other' } })).body.error.code).toBe(190)
    expect((await graph('/v23.0/me?access_token=EAAtoken', { headers: {} })).status).toBe(200)
  })

  test('says what a token is worth', async () => {
    const path = `/v23.0/debug_token?input_token=EAAtoken&access_token=${encodeURIComponent('4242|app-secret')}`
    expect((await graph(path, { headers: {} })).body.data).toMatchObject({ is_valid: true, app_id: '4242' })
    await meta.act.expireToken()
    expect((await graph(path, { headers: {} })).body.data).toMatchObject({ is_valid: false, error: { code: 190 } })
  })

  test('000-049 can be made to show only the last comments, as the legacy API did', async () => {
    const short = await createMetaStandIn({ ...options, commentWindow: 150 })
    await short.act.comments(Array.from({ length: 160 }, (_, n) => ({ username: 'tilly.f', text: `${n}` })))
    const instagram = createInstagram({ graphUrl: short.url, version: 'v23.0' })
    const texts: string[] = []
    let cursor: string | null | undefined
    while (cursor !== null) {
      const page = await instagram.comments(account, short.view().posts[0]!.id, cursor)
      texts.push(...page.items.map(({ text }) => text))
      cursor = page.next
    }
    expect([texts.length, texts[0], texts.at(-1)]).toEqual([150, '159', '10'])
    await short.close()
  })
})

test('what was written is still there after a restart, and a webhook nobody took is told then', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'meta-'))
  const kept = { ...options, file: join(folder, 'meta.json'), retryDelaysMs: [60_000] }
  const before = await createMetaStandIn(kept)
  await before.connect({ webhookUrl })
  statuses = [500]
  await before.act.comment({ username: 'tilly.f', text: '2 black' })
  await before.settled()
  expect(await readFile(kept.file, 'utf8')).toContain('2 black')
  await before.close()
  const after = await createMetaStandIn(kept)
  expect(after.view().posts[0]!.comments).toMatchObject([{ username: 'tilly.f', text: '2 black' }])
  await after.connect({ webhookUrl })
  await after.settled()
  expect(told().map(({ comment }) => comment.text)).toEqual(['2 black', '2 black'])
  await after.reset()
  expect(after.view().posts[0]!.comments).toEqual([])
  await after.close()
  await rm(folder, { recursive: true })
})

test('one comments, answers and deletes in the pane, and what strangers write stays text', async () => {
  let changes = 0
  meta.onChange(() => changes++)
  const post = meta.view().posts[0]!
  const act = (name: string, fields: Record<string, string>) => handleInstagramAct(meta, name, fields)
  const written = { username: '@Tilly F', mediaId: post.id, text: '<img src=x onerror=alert(1)>' }
  expect(await act('comment', written)).toEqual({ as: 'tilly.f' })
  const [comment] = meta.view().posts[0]!.comments
  await act('comment', { username: 'beadandbranch', mediaId: post.id, text: 'hello', parentId: comment!.id })
  const drawn = String(await renderInstagramPane(meta.view(), 'tilly.f'))
  expect(drawn).toContain('&lt;img src=x')
  expect(drawn).not.toContain('<img')
  expect(drawn).toContain('data-standin="instagram"')
  expect(drawn).toMatch(/beadandbranch<\/b>[\s\S]*hello/)
  await act('deleteComment', { id: comment!.id, username: 'tilly.f' })
  expect(meta.view().posts[0]!.comments).toEqual([])
  expect(changes).toBe(3)
  await expect(act('comment', { username: 'tilly.f', mediaId: post.id, text: ' ' })).rejects.toThrow('some text')
  await expect(act('explode', {})).rejects.toThrow('cannot do')
})
