import { afterAll, expect, test } from 'vitest'
import { readSettings } from '#src/config.ts'
import { createDoctor } from '#src/doctor/create-doctor.ts'
import { off } from '#src/doctor/finding.ts'
import { createVendors } from '#src/vendors.ts'
import { serve } from '#src/world/vendor/serve.ts'
import { testApp } from '#test/app.ts'

const ends: Record<string, string | null> = { soon: '2026-03-20', late: '2027-03-20', stays: null }
const models = await serve({
  port: 0,
  answer: async ({ url }) => {
    const id = url.split('/').at(-1) ?? ''
    const body = { id, object: 'model', created: 1, owned_by: 'x', shutdown_date: ends[id] }
    return id in ends ? Response.json(body) : Response.json({ error: { message: 'no such model' } }, { status: 404 })
  },
  fault: () => null,
  refuse: () => new Response(null, { status: 500 }),
})

afterAll(() => models.close())

/** What `doctor instagram pictures` says of a shop whose pictures are looked at by this model. */
async function doctorOf(environment: Record<string, string>): Promise<string> {
  const all = { META_APP_ID: '1', META_APP_SECRET: 's', ...environment }
  const app = await testApp(createVendors(readSettings(all), 'http://127.0.0.1:3000'), all)
  const found = await createDoctor(app, { slack: async () => off(''), telegram: async () => off('') })(
    'instagram pictures',
  )
  return found.map(({ state, says }) => `${state}: ${says}`).join(' · ')
}

const gemini = (model: string) =>
  doctorOf({ GEMINI_API_KEY: 'key', GEMINI_BASE_URL: `${models.url}/v1`, GEMINI_MODEL: model })
const openai = (model: string) =>
  doctorOf({ OPENAI_API_KEY: 'key', OPENAI_BASE_URL: `${models.url}/v1`, OPENAI_MODEL: model })

test('001-339: the doctor tells a month ahead that the model that looks at pictures ends, and what to set', async () => {
  expect(await gemini('soon')).toBe('wrong: soon ends on 20 March 2026. Set GEMINI_MODEL to its successor.')
  expect(await openai('soon')).toBe('wrong: soon ends on 20 March 2026. Set OPENAI_MODEL to its successor.')
  expect(await gemini('late')).toBe('ok: late looks at pictures, and ends on 20 March 2027')
  expect(await gemini('stays')).toBe('ok: stays looks at pictures')
  expect(await gemini('gone')).toBe('wrong: this key may not use gone, or it is gone. Set GEMINI_MODEL to another.')
})
