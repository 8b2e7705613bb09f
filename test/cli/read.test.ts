import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { deskhand } from '#test/cli/command.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskhand-read-'))
})
afterAll(() => rm(folder, { recursive: true }))

const sale = 'Socks! Black, white or forest green, 12 USD each.'
const clear = { id: 'a', text: '2 black and 1 white kit@example.com', sale }
const read = async (kind: string, items: unknown, ...args: string[]) => {
  const { out, err, code } = await deskhand(['read', kind, ...args], { input: JSON.stringify(items) })
  expect({ err, code }).toEqual({ err: '', code: 0 })
  return JSON.parse(out)
}

describe('deskhand read comment', () => {
  test('answers with one object per comment, in the same order', async () => {
    const items = [clear, { id: 2, text: 'so pretty!', sale }, { ...clear, id: 'c', colours: ['black'] }]
    expect(await read('comment', items)).toMatchObject([
      {
        id: 'a',
        isOrder: true,
        email: 'kit@example.com',
        items: { black: 2, white: 1 },
        needsHuman: false,
        why: 'clear order',
      },
      { id: 2, isOrder: false, email: null, items: null, needsHuman: false },
      { id: 'c', isOrder: true, needsHuman: true, confidence: expect.any(Number) },
    ])
  })

  test('an item nobody can read still gets its object', async () => {
    const items = [{ id: 'x', sale }, clear, 'text', null, { ...clear, id: 'y', text: 7 }, { text: 'hi', sale }, []]
    expect(await read('comment', items)).toEqual([
      { id: 'x', error: expect.stringContaining('text') },
      expect.objectContaining({ id: 'a', isOrder: true }),
      { id: null, error: expect.any(String) },
      { id: null, error: expect.any(String) },
      { id: 'y', error: expect.stringContaining('text') },
      { id: null, error: expect.stringContaining('id') },
      { id: null, error: expect.any(String) },
    ])
  })

  test('reads a file, with or without a byte order mark', async () => {
    const file = join(folder, 'list.json')
    await writeFile(file, `\uFEFF${JSON.stringify([clear])}`)
    const { out } = await deskhand(['read', 'comment', file])
    expect(JSON.parse(out)).toMatchObject([{ id: 'a', isOrder: true }])
  })

  test('reads one text', async () => {
    const { out } = await deskhand(['read', 'comment', '--text', '1 black kit@example.com'])
    expect(JSON.parse(out)).toMatchObject([{ isOrder: true, email: 'kit@example.com' }])
  })

  test('an empty list is an empty list', async () => {
    expect(await read('comment', [])).toEqual([])
  })

  test('reads 1,000 comments, and answers in their order', async () => {
    const items = Array.from({ length: 1000 }, (_, id) => ({
      ...clear,
      id,
      text: `${clear.text} ${'so lovely '.repeat(id % 50)}`,
    }))
    const answers = await read('comment', items)
    expect(answers.map(({ id }: { id: number }) => id)).toEqual(items.map(({ id }) => id))
  })

  test('loads no ORM and no vendor\u2019s SDK for it', async () => {
    const coverage = join(folder, 'coverage')
    const env = { NODE_V8_COVERAGE: coverage }
    await deskhand(['read', 'comment', '--no-model'], { input: JSON.stringify([clear]), env })
    const reports = await Promise.all((await readdir(coverage)).map((name) => readFile(join(coverage, name), 'utf8')))
    const urls = reports.flatMap((report) => JSON.parse(report).result.map(({ url }: { url: string }) => url))
    expect(urls.filter((url) => url.endsWith('/read-comment.ts'))).toHaveLength(1)
    expect(urls.filter((url) => /mikro-orm|googleapis|@slack|grammy|openai@|\/openai\/|twilio/.test(url))).toEqual([])
  })
})

describe('deskhand read address-reply', () => {
  test('answers in the words of the contract', async () => {
    const items = [
      {
        id: 'a',
        raw: 'Kit Harker\n12 Main Street\nSpringfield, IL 62704\n\nOn Mon, Mar 2, 2026 at 9:00 AM Shop <shop@example.com> wrote:\n> where to?',
      },
      { id: 'b' },
    ]
    expect(await read('address-reply', items)).toMatchObject([
      {
        id: 'a',
        kind: 'address',
        hasAddress: true,
        lines: ['Kit Harker', '12 Main Street', 'Springfield, IL 62704'],
        country: 'US',
        notUnderstood: [],
        reply_text: expect.stringMatching(/62704$/),
      },
      { id: 'b', error: expect.stringContaining('raw') },
    ])
  })
})

describe('deskhand read, given what it cannot work with, says so on stderr alone', () => {
  test.each([
    ['an unknown kind', ['soup'], '[]', 'comment, address-reply'],
    ['a kind by a name every object has', ['toString'], '[]', 'There is no reader'],
    ['nothing', ['comment'], '', 'Nothing came in'],
    ['broken JSON', ['comment'], '[{"id":', 'not JSON'],
    ['an object', ['comment'], '{}', 'not an array'],
    ['a file that is not there', ['comment', 'nowhere.json'], '', 'nowhere.json'],
    ['no kind', [], '', 'kind'],
  ])('%s', async (_name, args, input, said) => {
    expect(await deskhand(['read', ...args], { input })).toEqual({
      code: 2,
      out: '',
      err: expect.stringContaining(said),
    })
  })
})

describe('deskhand read with a model', () => {
  const model = new LLMock({ port: 0 })
  const unsure = { id: 'u', text: 'kit@example.com those spruce ones, two please', sale }
  const claims = {
    is_order: true,
    email: null,
    items: [{ colour: 'forest green', quantity: 2, piece: 'spruce ones, two' }],
  }
  beforeAll(() => model.start())
  afterAll(() => model.stop())
  beforeEach(() => void model.reset())

  const ask = async (...args: string[]) => {
    const env = { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: `${model.url}/v1` }
    const { out } = await deskhand(['read', 'comment', ...args], { input: JSON.stringify([clear, unsure]), env })
    return JSON.parse(out)
  }

  test('asks it only where the rules are unsure', async () => {
    model.onMessage(/./, { content: JSON.stringify(claims) })
    expect(await ask()).toMatchObject([
      { id: 'a', by: 'rules' },
      { id: 'u', by: 'model', items: { 'forest green': 2 }, needsHuman: true },
    ])
    expect(model.getRequests()).toHaveLength(1)
  })

  test('asks nobody with --no-model', async () => {
    expect(await ask('--no-model')).toMatchObject([{ by: 'rules' }, { by: 'rules', items: null }])
    expect(model.getRequests()).toHaveLength(0)
  })

  test('keeps the rules\u2019 reading when the model fails', async () => {
    model.onMessage(/./, { error: { message: 'oh' }, status: 500 })
    expect(await ask()).toMatchObject([
      { id: 'a', by: 'rules' },
      { id: 'u', by: 'rules', email: 'kit@example.com', modelError: expect.stringContaining('openai') },
    ])
  })
})
