import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { OutsideError } from '#src/errors.ts'
import { createOpenAi } from '#src/integrations/openai/openai.ts'

const shape = z.object({ town: z.string().nullable() })
const key = `sk-${'secret'.repeat(6)}`
const model = new LLMock({ port: 0 })
/** The answer of the next calls, byte by byte; null: the service never answers. */
let raw: { status: number; body: string | null; type?: string }

beforeAll(async () => {
  model.mount('/raw', {
    handleRequest: async (_request, response) => {
      if (raw.body === null) return true
      response.writeHead(raw.status, { 'content-type': raw.type ?? 'application/json' }).end(raw.body)
      return true
    },
  })
  await model.start()
})
afterAll(() => model.stop())
beforeEach(() => void model.reset())

const openai = (options: { raw?: boolean; timeoutMs?: number } = {}) =>
  createOpenAi({
    apiKey: key,
    baseUrl: `${model.url}${options.raw ? '/raw' : '/v1'}`,
    model: 'gpt-6-luna',
    ...(options.timeoutMs && { timeoutMs: options.timeoutMs }),
  })

const ask = { name: 'town', instructions: 'Which town?', text: 'I live in Leeds', shape }

const failure = async (call: Promise<unknown>): Promise<OutsideError> => {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(OutsideError)
  expect(String(error)).not.toContain(key)
  return error as OutsideError
}

const messagesOf = () =>
  model.getRequests().map(({ body }) => (body as any).messages as { role: string; content: string }[])

describe('what a model is asked', () => {
  test('is our instruction by itself, and the stranger\u2019s text as data in a message of its own', async () => {
    model.onMessage(/Leeds/, { content: '{"town":"Leeds"}' })
    expect(await openai().extract(ask)).toEqual({ town: 'Leeds' })
    const [[system, user, ...more] = []] = messagesOf()
    expect(model.getRequests()[0]?.body).toMatchObject({ model: 'gpt-6-luna', reasoning_effort: 'none' })
    expect(more).toEqual([])
    expect(system).toMatchObject({ role: 'system', content: expect.stringContaining('Which town?') })
    expect(system?.content).not.toContain('Leeds')
    expect(user).toMatchObject({
      role: 'user',
      content: expect.stringMatching(/^<data (\w{12})>\nI live in Leeds\n<\/data \1>$/),
    })
  })

  test('is fenced anew each time, so that no text can close its own fence', async () => {
    model.onMessage(/Leeds/, { content: '{"town":null}' })
    await openai().extract(ask)
    await openai().extract(ask)
    const [first, second] = messagesOf().map((messages) => messages[1]?.content)
    expect(first).not.toBe(second)
  })

  test('001-188: comes with the shape of the answer, strictly', async () => {
    model.onMessage(/Leeds/, { content: '{"town":null}' })
    await openai().extract(ask)
    // Today's models refuse any temperature but their own.
    expect(model.getRequests()[0]!.body).not.toHaveProperty('temperature')
    expect((model.getRequests()[0]!.body as any).response_format).toMatchObject({
      type: 'json_schema',
      json_schema: { name: 'town', strict: true, schema: { required: ['town'], additionalProperties: false } },
    })
  })
})

describe('an answer that does not fit', () => {
  test.each([
    ['the wrong shape', '{"town":7}', 'town: invalid_type'],
    ['no JSON', 'Leeds, I think', 'no JSON'],
    ['half a JSON', '{"town":"Lee', 'no JSON'],
  ])('(%s) is asked for again once, with what is wrong', async (_name, content, problem) => {
    model.on({ userMessage: /Leeds/, sequenceIndex: 0 }, { content })
    model.on({ userMessage: /Leeds/, sequenceIndex: 1 }, { content: '{"town":"Leeds"}' })
    expect(await openai().extract(ask)).toEqual({ town: 'Leeds' })
    const [, again] = messagesOf()
    expect(again?.slice(2)).toMatchObject([
      { role: 'assistant', content },
      { role: 'system', content: expect.stringContaining(problem) },
    ])
  })

  test('twice is given up', async () => {
    model.onMessage(/Leeds/, { content: '{"town":7}' })
    expect(await failure(openai().extract(ask))).toMatchObject({ code: 'bad_answer', retry: 'never' })
    expect(model.getRequests()).toHaveLength(2)
  })

  test.each([
    [
      'a refusal',
      'refusal',
      { finish_reason: 'stop', message: { role: 'assistant', content: null, refusal: 'I cannot.' } },
    ],
    ['an answer cut short', 'length', { finish_reason: 'length', message: { role: 'assistant', content: '{"tow' } }],
    [
      'a filtered answer',
      'content_filter',
      { finish_reason: 'content_filter', message: { role: 'assistant', content: '' } },
    ],
  ])('(%s) is not asked for again', async (_name, code, choice) => {
    raw = {
      status: 200,
      body: JSON.stringify({ id: 'c', object: 'chat.completion', choices: [{ index: 0, ...choice }] }),
    }
    expect(await failure(openai({ raw: true }).extract(ask))).toMatchObject({ code, retry: 'never' })
  })

  test.each([
    ['a proxy\u2019s page', { status: 200, body: '<html>Welcome</html>', type: 'text/html' }],
    ['cut JSON', { status: 200, body: '{"choices":[' }],
    ['an empty object', { status: 200, body: '{}' }],
  ])('(%s) is worth another try later', async (_name, answer) => {
    raw = answer
    expect(await failure(openai({ raw: true }).extract(ask))).toMatchObject({ retry: 'later', status: null })
  })
})

describe('a failing service', () => {
  test('that is busy says how long to wait', async () => {
    model.onMessage(/Leeds/, {
      error: { message: 'slow down', code: 'rate_limit_exceeded' },
      status: 429,
      retryAfter: 7,
    })
    const error = await failure(openai().extract(ask))
    expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded', retry: 'later', retryAfterS: 7 })
    expect(model.getRequests()).toHaveLength(1)
  })

  test('whose account is empty is not called again', async () => {
    model.onMessage(/Leeds/, { error: { message: 'no money', code: 'insufficient_quota' }, status: 429 })
    expect(await failure(openai().extract(ask))).toMatchObject({ code: 'insufficient_quota', retry: 'never' })
  })

  test('that refuses our key is not called again, and the key is not shown', async () => {
    model.onMessage(/Leeds/, { error: { message: `Incorrect API key: ${key}`, code: 'invalid_api_key' }, status: 401 })
    expect(await failure(openai().extract(ask))).toMatchObject({ status: 401, code: 'invalid_api_key', retry: 'never' })
  })

  test.each([
    [500, 'later'],
    [503, 'later'],
    [400, 'never'],
    [404, 'never'],
  ])('with status %i is worth another try: %s', async (status, retry) => {
    model.onMessage(/Leeds/, { error: { message: 'oh', type: 'server_error' }, status })
    expect(await failure(openai().extract(ask))).toMatchObject({ status, retry })
    expect(model.getRequests()).toHaveLength(1)
  })

  test('that never answers is given up in time', async () => {
    raw = { status: 200, body: null }
    const error = await failure(openai({ raw: true, timeoutMs: 50 }).extract(ask))
    expect(error).toMatchObject({ code: 'timeout', status: null, retry: 'later' })
  })

  test('that is not there is worth another try', async () => {
    const nowhere = createOpenAi({ apiKey: key, baseUrl: 'http://127.0.0.1:9/v1', model: 'gpt-6-luna' })
    expect(await failure(nowhere.extract(ask))).toMatchObject({ status: null, retry: 'later' })
  })
})
