import { afterAll, expect, test } from 'vitest'
import { RefusedPress } from '#entities/people/refused-press.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { deliveryKinds, senders } from '#src/desk/press/deliveries.ts'
import { createDoctor } from '#src/doctor/create-doctor.ts'
import { createKey } from '#src/http/api/keys.ts'
import { createHttp } from '#src/http/server.ts'
import { readInbox } from '#src/inbox/read-inbox.ts'
import { createMail } from '#src/integrations/mail.ts'
import { sendDue } from '#src/outbox/send-due.ts'
import { prune } from '#src/prune/prune.ts'
import { createSmtpStandIn } from '#src/world/smtp/smtp.ts'
import { studioDesk } from '#src/world/telegram/state.ts'
import { openDesk, slackHand, telegramHand } from '#test/bots/desk.ts'
import { cookiesOf, fieldIn } from '#test/http/web.ts'
import { makeMember } from '#test/make.ts'
import { Wish, wishTables } from './wish.ts'
import { pigeons, plugIn, wishReader } from './wishes.ts'

plugIn()
const desk = await openDesk('webhooks')
const { app, slack, telegram } = desk
for (const table of wishTables) await sql(app.em.fork(), table)
const smtp = await createSmtpStandIn()
app.mail = createMail({ url: smtp.url, from: 'wishes@example.com' })
const http = createHttp(app, { databaseUrl: app.databaseUrl })
const { port } = await http.listen(0, '127.0.0.1')
afterAll(async () => {
  await http.close()
  await smtp.close()
})
const hands = { slack: slackHand(desk), telegram: telegramHand(desk) }
const key = await inTransaction(app, (tx) => createKey(tx, { name: 'Well', role: 'admin' }))

const web = (path: string, options: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...options })
const api = async (path: string, method = 'GET', body?: object) => {
  const headers = { authorization: `Bearer ${key}` }
  const answer = await web(`/api${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  return { status: answer.status, body: (await answer.json()) as any }
}
const throwIn = (body: string, word = 'well') =>
  web('/wishes/in', { method: 'POST', headers: { authorization: `Bearer ${word}` }, body })
const send = () => sendDue(app, senders(app), deliveryKinds())
const wishFor = async (words: string) => {
  await throwIn(`${words} | ${words.replaceAll(' ', '.')}@example.com`)
  await readInbox(app, wishReader)
  await desk.deliver()
  return app.em.fork().findOneOrFail(Wish, { words })
}

async function signIn(name: string, role: 'admin' | 'booker' | 'seller' = 'admin') {
  const { text } = await runCommand(app, 'dashboard', await makeMember(app, name, role))
  const path = new URL(text.split('\n')[1] ?? '').pathname
  const form = await web(path)
  const body = new URLSearchParams({ csrf: fieldIn(await form.text(), 'csrf') })
  const cookie = cookiesOf(await web(path, { method: 'POST', headers: { cookie: cookiesOf(form) }, body }))
  const see = async (page: string) => (await web(page, { headers: { cookie } })).text()
  return { cookie, see, csrf: fieldIn(await see('/wishing-well'), 'csrf') }
}

test.each(['slack', 'telegram'] as const)(
  'a wish that comes in becomes a card, and its press on %s a mail',
  async (platform) => {
    const { id } = await wishFor(`a pony on ${platform}`)
    const hand = hands[platform]
    expect(hand.cards().at(-1)).toMatchObject({
      text: expect.stringContaining(`a pony on ${platform}`),
      labels: ['Grant', 'Refuse', 'Edit'],
    })
    expect(await hand.press('ann', 'Grant')).toContain('The mail goes to')
    await send()
    await desk.deliver()
    const mails = smtp.view().mails.filter(({ to }) => JSON.stringify(to).includes(platform))
    expect(mails).toHaveLength(1)
    expect((await app.em.fork().findOneOrFail(Wish, id)).toldAt).toEqual(app.now)
    expect(hand.cards().at(-1)?.labels).toEqual([])
  },
)

test('what has a channel of its own leaves by it, and only who may press, presses', async () => {
  await wishFor('a dragon')
  await hands.slack.press('bo', 'Refuse')
  await send()
  expect(pigeons).toEqual(['a.dragon@example.com: No.'])
  const { number } = await wishFor('a kraken')
  const seller = await makeMember(app, 'Sue', 'seller')
  await expect(runCommand(app, `refuse WI-${number}`, seller)).rejects.toThrow('not yours')
  expect(await app.em.fork().count(RefusedPress, { what: { $like: 'wish.refuse%' } })).toBe(1)
})

test('a verb that asks is asked on both platforms, and typed', async () => {
  const { number } = await wishFor('a cat')
  expect((await runCommand(app, `edit WI-${number} a kitten`, await makeMember(app, 'Ed'))).text).toBe('Saved.')
  expect((await app.em.fork().findOneOrFail(Wish, { number })).words).toBe('a kitten')
})

test('a card carries its picture on both platforms, sent to each once, and another when it changes', async () => {
  const { number } = await wishFor('a swan')
  const [onSlack, onTelegram] = [slack.messages('C0ORDERS').at(-1), telegram.messages(studioDesk).at(-1)]
  const image = onSlack?.blocks?.find(({ type }) => type === 'image') as any
  expect(image).toMatchObject({ alt_text: 'A drawing of a swan' })
  expect(slack.view().files[image.slack_file.id]?.base64).toMatch(/^iVBOR/)
  expect(onTelegram?.media).toMatchObject({ kind: 'photo' })
  const uploads = Object.keys(slack.view().files).length
  await runCommand(app, `edit WI-${number} a goose`, await makeMember(app, 'Flo'))
  await desk.deliver()
  expect(Object.keys(slack.view().files)).toHaveLength(uploads + 1)
  expect(telegram.messages(studioDesk).at(-1)?.media?.fileId).not.toBe(onTelegram?.media?.fileId)
  await runCommand(app, `grant WI-${number}`, await makeMember(app, 'Gus'))
  await desk.deliver()
  expect(Object.keys(slack.view().files)).toHaveLength(uploads + 1)
  expect(telegram.messages(studioDesk).at(-1)).toMatchObject({ text: expect.stringContaining('a goose') })
})

test('a picture that Telegram no longer knows by its id is uploaded anew, and known by the new one', async () => {
  const { id } = await wishFor('a heron')
  const fileId = () => telegram.messages(studioDesk).at(-1)?.media?.fileId
  const known = (as: string | undefined) => sql(app.em.fork(), `select 1 from notes where value #>> '{}' = $1`, [as])
  const first = fileId()
  expect(await known(first)).toHaveLength(1)
  await sql(app.em.fork(), `update notes set value = '"AgACAgIgone"' where value #>> '{}' = $1`, [first])
  await sql(app.em.fork(), `update card_posts set ring = ring + 1 where platform = 'telegram' and subject_id = $1`, [
    id,
  ])
  await desk.deliver()
  expect(fileId()).toMatch(/^AgACAgI/)
  expect(fileId()).not.toBe(first)
  expect(await known(fileId())).toHaveLength(1)
})

test('a picture that is gone, or that a platform does not take, holds up no card', async () => {
  await wishFor('')
  expect(hands.slack.cards().at(-1)?.text).toContain('@example.com:')
  expect(telegram.messages(studioDesk).at(-1)?.media).toBeUndefined()
})

test('the door is open to who says the word, and keeps what came', async () => {
  const wrong = await throwIn('a boat | me@example.com', 'hole')
  expect([wrong.status, await wrong.json()]).toEqual([
    401,
    { error: { code: 'unauthorized', message: 'Say the word.' } },
  ])
  const same = async () => (await throwIn('a boat | me@example.com')).json()
  expect([await same(), await same()]).toEqual([{ stored: true }, { stored: true }])
  expect(await readInbox(app, wishReader)).toBe(1)
  expect(await app.em.fork().count(Wish, { words: 'a boat' })).toBe(1)
})

test('what no reader takes for its own rings a person with its words', async () => {
  await throwIn('an old boot')
  await readInbox(app, wishReader)
  await desk.deliver()
  expect(hands.telegram.cards().filter(({ text }) => text.includes('an old boot'))).toHaveLength(1)
})

test('its link is looked at as often as one likes, works once, and has its files', async () => {
  await wishFor('a lamp')
  await hands.slack.press('ann', 'Grant')
  await send()
  const path = /\/a\/[\w-]{22}/.exec(JSON.stringify(smtp.view().mails.at(-1)))?.[0] ?? ''
  for (let looks = 0; looks < 3; looks += 1) expect(await (await web(path)).text()).toContain('Press to thank us.')
  expect(await (await web(`${path}/wish.txt`)).text()).toBe('granted')
  expect((await web(`${path}/other.txt`)).status).toBe(404)
  expect(await (await web(path, { method: 'POST' })).text()).toContain('You are welcome.')
  const again = await web(path, { method: 'POST' })
  expect([again.status, (await again.text()).includes('You have thanked us.')]).toEqual([410, true])
})

test('programs list it, look at it, change it, and press its verbs', async () => {
  const { number } = await wishFor('a bell')
  const path = `/wishes/WI-${number}`
  expect((await api('/wishes?email=a.bell@example.com')).body).toMatchObject({
    wishes: [{ ref: `WI-${number}`, state: 'wished', words: 'a bell' }],
    pagination: { total: 1 },
  })
  expect((await api('/wishes/count')).body.count).toBeGreaterThan(1)
  expect((await api(path, 'PATCH', { words: 'a gong' })).body.wish.words).toBe('a gong')
  expect((await api(path)).body.wish.history).toMatchObject([{ verb: 'edit', by: { name: 'Well', via: 'api' } }])
  expect((await api(path, 'DELETE')).body.wish.state).toBe('refused')
  expect((await api(`${path}/grant`, 'POST', {})).status).toBe(409)
  const described = (await (await web('/openapi.json')).json()) as any
  expect(Object.keys(described.paths['/api/wishes/{ref}'])).toEqual(['get', 'patch', 'delete'])
})

test('the dashboard lists it, shows its page and picture, and its own page takes a form', async () => {
  const { number } = await wishFor('a <b>kite</b>')
  const ann = await signIn('Ada')
  expect(await ann.see('/')).toMatch(/<strong>7<\/strong> To grant/)
  expect(await ann.see('/wishes?email=none@example.com')).toContain('Nothing here.')
  const page = await ann.see(`/wishes/WI-${number}`)
  expect(page).toContain('The words: a &lt;b&gt;kite&lt;/b&gt;')
  const picture = /src="(\/pictures\/[^"]+)"/.exec(page)?.[1] ?? ''
  const seen = await web(picture, { headers: { cookie: ann.cookie } })
  expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect((await web(picture)).status).toBe(401)
  const thrown = new URLSearchParams({ csrf: ann.csrf, coin: 'a penny' })
  const answer = await web('/wishing-well', { method: 'POST', headers: { cookie: ann.cookie }, body: thrown })
  expect(decodeURIComponent(cookiesOf(answer))).toContain('Ada threw in a penny.')
  const forged = new URLSearchParams({ coin: 'a penny' })
  const refused = await web('/wishing-well', { method: 'POST', headers: { cookie: ann.cookie }, body: forged })
  expect(refused.status).toBe(403)
})

test('who decides about other things opens neither its list nor its page', async () => {
  const bo = await signIn('Bookie', 'booker')
  for (const path of ['/wishes', '/wishing-well']) {
    expect((await web(path, { headers: { cookie: bo.cookie } })).status).toBe(403)
  }
})

test('help, find, metrics, doctor and the age of things know it', async () => {
  const by = await makeMember(app, 'Hal')
  const { number } = await wishFor('a harp')
  const say = async (words: string) => (await runCommand(app, words, by)).text
  expect(await say('help')).toContain('wishes - how many wish')
  expect(await say('wishes')).toMatch(/^\d+ wish$/)
  expect(await say('find harp')).toContain(`WI-${number}`)
  expect(await say(`why WI-${number}`)).toContain('It waits for a person: Grant, Refuse, Edit.')
  expect(await say('status')).toContain('Wishes keep up')
  await web('/wishing-well')
  const metrics = await (await web('/metrics')).text()
  expect(metrics).toMatch(/deskhand_wishes\{state="wished"\} \d/)
  expect(metrics).toContain('deskhand_coins 3')
  expect(metrics).toContain('area="wishing-well"')
  const off = async () => ({ state: 'off' as const, says: '' })
  const doctor = createDoctor(app, { slack: off, telegram: off })
  const findings = await doctor('well')
  expect(findings).toEqual([{ vendor: 'Well', state: 'ok', says: 'full of water' }])
  const says = 'it starts once there is INSTAGRAM_ACCESS_TOKEN'
  expect(await doctor('orders')).toEqual([{ vendor: 'Orders', state: 'off', says }])
  const ended = `update wishes set created_at = created_at - interval '3 days' where state = 'refused'`
  await sql(app.em.fork(), ended)
  expect(await prune(app)).toBeGreaterThan(0)
  expect(await app.em.fork().count(Wish, { state: 'refused' })).toBe(0)
})
