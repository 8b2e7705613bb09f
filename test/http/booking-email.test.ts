import { expect, test } from 'vitest'
import { InboxItem } from '#entities/operations/inbox-item.ts'
import { everything, testWeb } from './web.ts'

const token = 'zapier-s3cret-token'
const web = await testWeb({ BOOKING_WEBHOOK_TOKEN: token })
const form = 'Name: Ismael Dunwoody\nInstruments: 2 violins, 1 cello\nTimes: Tue Feb 10, 2026 11 AM-1 PM\n'

const bearer = { authorization: `Bearer ${token}` }
const json = { ...bearer, 'content-type': 'application/json' }
const post = (body: object | string, headers: Record<string, string> = json) =>
  web.post('/workflow/email', typeof body === 'string' ? body : JSON.stringify(body), headers)
const kept = async () => {
  const items = await web.app.em.fork().find(InboxItem, { source: 'booking' }, { orderBy: { id: 'asc' } })
  return items.map(({ externalId, body }) => ({ externalId, mail: JSON.parse(body) }))
}
const last = async () => (await kept()).at(-1)

test("002-002: Zapier's mail is stored as it came, then answered", async () => {
  const answer = await post({
    subject: 'New booking',
    from: { name: 'Custom Tracks', email: 'no-reply@custom-tracks.com' },
    body_plain: form,
    body_html: '<p>the same</p>',
    message_id: '<b7@custom-tracks.com>',
    date: 'Sun, 01 Mar 2026 09:00:00 -0500',
  })
  expect(answer.status).toBe(200)
  expect(await last()).toEqual({
    externalId: 'id:<b7@custom-tracks.com>',
    mail: {
      subject: 'New booking',
      from: 'no-reply@custom-tracks.com',
      body: form.trim(),
      receivedAt: '2026-03-01T14:00:00.000Z',
    },
  })
})

test('002-002: a mail that is delivered five times at once is stored once, by its id or by its content', async () => {
  const before = (await kept()).length
  const same = { subject: 'Again', body_plain: form }
  const twins = Array.from({ length: 5 }, () => post(same))
  const named = Array.from({ length: 5 }, (_, n) => post({ message_id: '<five@x>', subject: `Try ${n}`, text: form }))
  const answers = await Promise.all([...twins, ...named])
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(await kept()).toHaveLength(before + 2)
})

test('002-002: form fields, one by one or as the form itself, are taken too', async () => {
  const urlencoded = { ...bearer, 'content-type': 'application/x-www-form-urlencoded' }
  const fields = new URLSearchParams({ Subject: 'Form', 'From Email': 'a@b.example', 'Body Plain': form })
  expect((await post(fields.toString(), urlencoded)).status).toBe(200)
  expect(await last()).toMatchObject({ mail: { subject: 'Form', from: 'a@b.example', body: form.trim() } })

  const bare = 'Name=Ismael&Instruments=2+violins&Times=Feb+10'
  expect((await post(bare, urlencoded)).status).toBe(200)
  expect(await last()).toMatchObject({ mail: { body: bare } })

  const multipart = new FormData()
  multipart.set('body', form)
  const encoded = new Request('http://x', { method: 'POST', body: multipart })
  const type = encoded.headers.get('content-type') ?? ''
  expect((await post(await encoded.text(), { ...bearer, 'content-type': type })).status).toBe(200)
  expect(await last()).toMatchObject({ mail: { body: form.trim() } })
})

test('002-002: a whole MIME message is kept whole, under its own Message-ID', async () => {
  const mime = `From: a@b.example\r\nMessage-ID: <m1@b.example>\r\nContent-Type: text/plain\r\n\r\n${form}`
  expect((await post(mime, { ...bearer, 'content-type': 'message/rfc822' })).status).toBe(200)
  expect(await last()).toMatchObject({ externalId: 'id:<m1@b.example>', mail: { body: mime.replaceAll('\r\n', '\n') } })
  const before = (await kept()).length
  await post({ raw: mime })
  expect(await kept()).toHaveLength(before)
})

test('what is broken JSON, or JSON with no mail in it, is kept for a person', async () => {
  expect((await post('{"subject": "cut of')).status).toBe(200)
  expect(await last()).toMatchObject({ mail: { body: '{"subject": "cut of' } })
  const fields = { name: 'Ismael', instruments: ['violin'], message: 'Charts follow.' }
  expect((await post(fields)).status).toBe(200)
  expect(await last()).toMatchObject({ mail: { body: JSON.stringify(fields) } })
})

test('a date that cannot be is not believed: the mail came now', async () => {
  await post({ body: `${form}x`, date: '2031-01-01' })
  expect(await last()).toMatchObject({ mail: { receivedAt: web.app.now.toISOString() } })
})

test('without the token, with another one, or with nothing said, nothing is stored', async () => {
  const before = await everything(web.app)
  const answers = [
    await post({ body: form }, {}),
    await post({ body: form }, { authorization: `Bearer ${token}x` }),
    await post({ body: form }, { authorization: 'Bearer ' }),
    await post({ body: form }, { authorization: `Basic ${token}` }),
    await web.post(`/workflow/email?token=${token}`, form),
  ]
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401])
  expect((await post('  ')).status).toBe(400)
  expect((await web.get('/workflow/email', bearer)).status).toBe(404)
  expect(await everything(web.app)).toBe(before)
})

test('where no token is set, no mail is taken', async () => {
  const bare = await testWeb()
  const answer = await bare.post('/workflow/email', form, { authorization: 'Bearer ' })
  expect([answer.status, await answer.json()]).toMatchObject([503, { error: { code: 'not_configured' } }])
})
