import sharp, { type Sharp } from 'sharp'
import { z } from 'zod'
import { BLUR, GROUNDS } from '../meta/draw-product.ts'
import { serve } from '../vendor/serve.ts'
import type { Fault, StandIn } from '../vendor/stand-in.ts'

/** How the model misbehaves besides being down: words instead of JSON, a refusal, no answer at all. */
export type Mood = 'well' | 'nonsense' | 'refusal' | 'silent'

export type ModelView = { calls: number; mood: Mood }
export type ModelAct = {
  /** `after`: only once so many more calls were answered well. */
  feel(mood: Mood, after?: number): void
}

export type ModelStandIn = StandIn<ModelView, ModelAct>

const asked = z.object({
  model: z.string(),
  messages: z.array(z.object({ content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]) })),
  response_format: z.looseObject({ type: z.string() }).optional(),
})

/**
 * A model that looks at pictures, by the OpenAI interface, as Gemini answers it: strict schemas are refused with 400.
 */
export async function createModelStandIn(): Promise<ModelStandIn> {
  const listeners: (() => void)[] = []
  const state = { calls: 0, mood: 'well' as Mood, next: null as { mood: Mood; at: number } | null }
  const standIn = { fault: null as Fault | null }
  const server = await serve({
    port: 0,
    answer: async (request) => {
      const { pathname } = new URL(request.url)
      const model = /\/models\/([^/]+)$/.exec(pathname)?.[1]
      if (model)
        return Response.json({ id: decodeURIComponent(model), object: 'model', created: 0, owned_by: 'sandbox' })
      if (!pathname.endsWith('/chat/completions')) return Response.json({}, { status: 404 })
      return answer(request, state)
    },
    fault: () => standIn.fault,
    refuse: refused,
  })
  return Object.assign(standIn, {
    url: server.url,
    view: () => ({ calls: state.calls, mood: state.mood }),
    act: {
      feel(mood: Mood, after = 0) {
        if (after === 0) Object.assign(state, { mood, next: null })
        else state.next = { mood, at: state.calls + after }
        for (const tell of listeners) tell()
      },
    },
    onChange: (listener: () => void) => void listeners.push(listener),
    async reset() {
      Object.assign(state, { calls: 0, mood: 'well', next: null })
    },
    close: () => server.close(),
  })
}

type State = { calls: number; mood: Mood; next: { mood: Mood; at: number } | null }

async function answer(request: Request, state: State): Promise<Response> {
  const body = asked.parse(await request.json())
  if (body.response_format?.type === 'json_schema') return refused({ kind: 'error', status: 400 })
  if (state.next && state.calls >= state.next.at) Object.assign(state, { mood: state.next.mood, next: null })
  if (state.mood === 'silent') await gone(request.signal)
  state.calls += 1
  const content = state.mood === 'nonsense' ? 'What a lovely picture!' : JSON.stringify(await look(body))
  const message =
    state.mood === 'refusal' ? { content: null, refusal: 'I cannot help with that.' } : { content, refusal: null }
  return Response.json({
    id: `chatcmpl-${state.calls}`,
    object: 'chat.completion',
    created: 0,
    model: body.model,
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', ...message } }],
    usage: { prompt_tokens: 310, completion_tokens: 14, total_tokens: 324 },
  })
}

/** Until who asked gives up. */
function gone(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** The ground of the picture tells its category, a dark corner that it is hard to make out. */
async function look({ messages }: z.infer<typeof asked>): Promise<{ category: string; confidence: number }> {
  const url = JSON.stringify(messages).match(/data:image\/jpeg;base64,([A-Za-z0-9+/=]+)/)?.[1] ?? ''
  const picture = sharp(Buffer.from(url, 'base64'))
  const { height } = await picture.metadata()
  const ground = await colourAt(picture.clone(), 8)
  const corner = await colourAt(picture.clone(), height - 16)
  const [category = 'Other'] = Object.entries(GROUNDS)
    .map(([name, hex]) => [name, distance(ground, hex)] as const)
    .reduce((best, one) => (one[1] < best[1] ? one : best))
  return { category, confidence: distance(corner, BLUR) < 60 ? 0.62 : 0.94 }
}

async function colourAt(picture: Sharp, top: number): Promise<number[]> {
  const bytes = await picture.extract({ left: 4, top, width: 4, height: 4 }).resize(1, 1).removeAlpha().raw().toBuffer()
  return [...bytes.subarray(0, 3)]
}

function distance(colour: number[], hex: string): number {
  const other = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
  return colour.reduce((sum, part, at) => sum + Math.abs(part - (other[at] ?? 0)), 0)
}

function refused(fault: Fault): Response {
  const status = fault.kind === 'rate-limited' ? 429 : fault.kind === 'error' ? fault.status : 500
  const headers = fault.kind === 'rate-limited' ? { 'retry-after': String(fault.retryAfterS) } : {}
  return Response.json(
    { error: { message: 'the request was not taken', type: 'error', code: null } },
    { status, headers },
  )
}
