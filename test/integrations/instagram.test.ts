import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { OutsideError, Refusal } from '#src/errors.ts'
import { createInstagram, readShortcode, readWebhookComments } from '#src/integrations/meta/instagram.ts'
import { readPost } from '#src/integrations/meta/instagram-posts.ts'
import { createMetaStandIn, type MetaStandIn } from '#src/world/meta/meta.ts'

const account = { userId: '17841400000000001', accessToken: 'EAAtoken' }
let meta: MetaStandIn
const instagram = (graphUrl = meta.url, appSecret = 'app-secret') =>
  createInstagram({ graphUrl, version: 'v23.0', appSecret })

beforeAll(async () => {
  meta = await createMetaStandIn({
    appId: '4242',
    appSecret: 'app-secret',
    verifyToken: 'verify-me',
    accessToken: account.accessToken,
    igUserId: account.userId,
  })
})
afterAll(() => meta.close())
beforeEach(async () => {
  meta.fault = null
  await meta.reset()
})

const failure = async (call: Promise<unknown>): Promise<OutsideError> => {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(OutsideError)
  return error as OutsideError
}

describe('reading the account', () => {
  test('000-015 the media id is found by the short code of the post, through the API', async () => {
    const media = await instagram().findMedia(account, '28yy9oRb9O')
    expect(media).toMatchObject({
      id: meta.view().posts[0]!.id,
      permalink: 'https://www.instagram.com/p/28yy9oRb9O/',
      mediaType: 'IMAGE',
      commentsCount: 0,
    })
    expect(media!.caption).toContain('NEW DROP')
    expect(await instagram().findMedia(account, 'notThere123')).toBeNull()
  })

  test('a post 120 posts ago is still found, page by page', async () => {
    const at = new Date('2020-01-01T00:00:00Z')
    const old = await meta.act.post({ caption: null, shortcode: 'oldest_Post', at })
    for (let n = 0; n < 120; n++) await meta.act.post({ caption: `post ${n}`, at: new Date('2020-02-01T00:00:00Z') })
    expect(await instagram().findMedia(account, 'oldest_Post')).toMatchObject({ id: old.id, caption: '' })
    expect(meta.view().calls.media).toBe(3)
  })

  test('000-047 all comments come through page by page, newest first, each once, while new ones arrive', async () => {
    const [post] = meta.view().posts
    const texts = Array.from({ length: 120 }, (_, n) => `comment ${n}`)
    await meta.act.comments(texts.map((text) => ({ username: 'tilly.f', mediaId: post!.id, text })))
    const first = await instagram().comments(account, post!.id)
    await meta.act.comment({ username: 'late.one', mediaId: post!.id, text: 'me too' })
    const second = await instagram().comments(account, post!.id, first.next!)
    const third = await instagram().comments(account, post!.id, second.next!)
    expect(third.next).toBeNull()
    expect([...first.items, ...second.items, ...third.items].map(({ text }) => text)).toEqual(texts.toReversed())
  })

  test('000-019 000-021 000-022 000-024 000-026 a comment carries its text, writer and time, and the raw answer', async () => {
    const at = new Date('2026-03-02T09:00:00Z')
    const id = await meta.act.comment({ username: 'tilly.f', text: '2 black 1 réd 💛 tilly@example.com', at })
    const { items } = await instagram().comments(account, meta.view().posts[0]!.id)
    const scoped = expect.stringMatching(/^\d{16}$/)
    expect(items).toEqual([
      {
        id,
        text: '2 black 1 réd 💛 tilly@example.com',
        timestamp: at,
        from: { id: scoped, username: 'tilly.f' },
        parentId: null,
        raw: {
          id,
          text: '2 black 1 réd 💛 tilly@example.com',
          timestamp: '2026-03-02T09:00:00+0000',
          username: 'tilly.f',
          from: { id: scoped, username: 'tilly.f' },
        },
      },
    ])
  })

  test('000-048 replies are not among the comments', async () => {
    const parentId = await meta.act.comment({ username: 'tilly.f', text: 'is gold left?' })
    await meta.act.comment({ username: 'beadandbranch', text: 'yes!', parentId })
    const { items } = await instagram().comments(account, meta.view().posts[0]!.id)
    expect(items.map(({ text }) => text)).toEqual(['is gold left?'])
  })

  test('the account says who it is', async () => {
    expect(await instagram().account(account)).toEqual({ id: account.userId, username: 'beadandbranch' })
  })

  test('000-051 the usage headers come with every page', async () => {
    expect((await instagram().media(account)).usage).toEqual({ percent: 0, waitS: null })
    await meta.act.setUsage({ percent: 87, waitMin: 12 })
    expect((await instagram().media(account)).usage).toEqual({ percent: 87, waitS: 720 })
  })

  test('000-016 neither the token nor the secret is in the address', async () => {
    const seen: { url: string; token: string | undefined }[] = []
    const server = createServer((request, response) => {
      seen.push({ url: request.url ?? '', token: request.headers.authorization })
      response.end(JSON.stringify({ data: [] }))
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    await instagram(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`).comments(account, '179')
    server.close()
    expect(seen).toHaveLength(1)
    expect(seen[0]!.token).toBe('Bearer EAAtoken')
    expect(seen[0]!.url).toMatch(/^\/v23\.0\/179\/comments\?.*appsecret_proof=[0-9a-f]{64}$/)
    expect(seen[0]!.url).not.toMatch(/EAAtoken|app-secret/)
  })
})

describe('what goes wrong', () => {
  test('a dead token is said plainly and not tried again', async () => {
    await meta.act.expireToken()
    const error = await failure(instagram().media(account))
    expect(error).toMatchObject({ vendor: 'instagram', code: '190', status: 400, retry: 'never' })
    expect(error.message).toContain('connect the account again')
    await meta.act.renewToken()
    expect((await instagram().media(account)).items).toHaveLength(3)
  })

  test.each([4, 17, 32, 613])('call limit %i means later, after the wait Meta names', async (code) => {
    await meta.act.setUsage({ percent: 100, waitMin: 5 })
    await meta.act.failNext(code)
    const error = await failure(instagram().media(account))
    expect(error).toMatchObject({ code: String(code), retry: 'later', retryAfterS: 300 })
  })

  test.each([
    [10, 'never'],
    [200, 'never'],
    [100, 'never'],
    [2, 'later'],
  ])('code %i means %s', async (code, retry) => {
    await meta.act.failNext(code)
    expect(await failure(instagram().media(account))).toMatchObject({ code: String(code), retry })
  })

  test('a post that is gone is not asked for again', async () => {
    expect(await failure(instagram().comments(account, '17999'))).toMatchObject({ code: '100', retry: 'never' })
  })

  test('a wrong app secret is said, not hidden', async () => {
    expect(await failure(instagram(meta.url, 'other').media(account))).toMatchObject({ code: '100' })
  })

  test('an outage is worth another try; without an answer there is no status', async () => {
    meta.fault = { kind: 'down' }
    expect(await failure(instagram().media(account))).toMatchObject({ status: null, retry: 'later' })
    meta.fault = { kind: 'lost-answer' }
    expect(await failure(instagram().media(account))).toMatchObject({ status: null, retry: 'later' })
    meta.fault = { kind: 'error', status: 503 }
    expect(await failure(instagram().media(account))).toMatchObject({ status: 503, retry: 'later' })
    meta.fault = { kind: 'rate-limited', retryAfterS: 600 }
    expect(await failure(instagram().media(account))).toMatchObject({ code: '4', retry: 'later', retryAfterS: 600 })
  })

  test.each([
    [502, '<html>Bad gateway</html>', 'later'],
    [200, '{"data":[{"id":', 'later'],
    [200, '{"unexpected":true}', 'later'],
    [404, 'not here', 'never'],
  ])('a %i with %s is %s', async (status, body, retry) => {
    const server = createServer((_, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(await failure(instagram(url).media(account))).toMatchObject({ status, retry })
    server.close()
  })
})

describe('the short code of a post', () => {
  test.each([
    'https://www.instagram.com/p/28yy9oRb9O/',
    'http://instagram.com/p/28yy9oRb9O',
    'instagram.com/p/28yy9oRb9O',
    'www.instagram.com/reel/28yy9oRb9O/?igsh=MzRlODBi',
    'https://m.instagram.com/tv/28yy9oRb9O#x',
    'https://www.instagram.com/beadandbranch/p/28yy9oRb9O/',
    ' 28yy9oRb9O ',
  ])('000-014 is read from %s', (text) => {
    expect(readShortcode(text)).toBe('28yy9oRb9O')
  })

  test.each([
    '',
    'hello',
    'https://www.instagram.com/beadandbranch/',
    'https://www.instagram.com/stories/beadandbranch/3141592653589793238/',
    'https://www.instagram.com/p/',
    'https://evil.example/p/28yy9oRb9O/',
    'https://instagram.com.evil.example/p/28yy9oRb9O/',
    'https://www.instagram.com/p/28yy9oRb9O<script>',
  ])('000-014 is not read from "%s", and the person is told what one looks like', (text) => {
    expect(() => readShortcode(text)).toThrow(Refusal)
    expect(() => readShortcode(text)).toThrow('https://www.instagram.com/p/28yy9oRb9O/')
  })
})

describe('a webhook call', () => {
  const value = {
    from: { id: '7801', username: 'tilly.f' },
    media: { id: '179', media_product_type: 'FEED' },
    id: '180',
    text: '2 black',
  }
  const told = {
    accountId: '1784',
    mediaId: '179',
    comment: {
      id: '180',
      text: '2 black',
      timestamp: new Date('2026-03-02T09:00:00Z'),
      from: { id: '7801', username: 'tilly.f' },
      parentId: null,
      raw: value,
    },
  }
  const time = Date.parse('2026-03-02T09:00:00Z') / 1000
  const nested = { object: 'instagram', entry: [{ id: '1784', time, changes: [{ field: 'comments', value }] }] }
  const flat = { object: 'instagram', entry: [{ id: '1784', time: time * 1000, field: 'comments', value: [value] }] }

  test('000-042 is read in both of its shapes, alone or in a list', () => {
    expect(readWebhookComments(nested)).toEqual([told])
    expect(readWebhookComments(flat)).toEqual([told])
    expect(readWebhookComments([nested, flat])).toEqual([told, told])
  })

  test('keeps the comments it can read beside what it cannot', () => {
    const changes = [
      { field: 'mentions', value: { media_id: '1', comment_id: '2' } },
      { field: 'comments', value: { id: '3' } },
      { field: 'comments', value: { ...value, parent_id: '175' } },
    ]
    const read = readWebhookComments({ object: 'instagram', entry: [null, 'x', { id: 1784, time, changes }] })
    expect(read.map(({ accountId, comment }) => [accountId, comment.id, comment.parentId])).toEqual([
      ['1784', '180', '175'],
    ])
  })

  test.each([null, 'text', 7, [], {}, { entry: 'x' }, { entry: [null] }])('with %j tells of nothing', (body) => {
    expect(readWebhookComments(body)).toEqual([])
  })
})

test('001-355: of a film among the pictures of an album its still is taken, and nothing where it has none', () => {
  const film = { media_type: 'VIDEO', media_url: 'https://cdn.example/film.mp4' }
  const { slides } = readPost({
    ...{ id: '9', timestamp: '2026-03-02T14:00:00+0000', media_type: 'CAROUSEL_ALBUM' },
    children: {
      data: [
        { ...film, id: '1', thumbnail_url: 'https://cdn.example/still.jpg' },
        { ...film, id: '2' },
        { id: '3', media_type: 'IMAGE', media_url: 'https://cdn.example/a.jpg' },
      ],
    },
  })
  expect(slides.map(({ url }) => url)).toEqual(['https://cdn.example/still.jpg', null, 'https://cdn.example/a.jpg'])
})
