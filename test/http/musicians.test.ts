import { beforeAll, expect, test } from 'vitest'
import { readMusicianList } from '#src/bookings/musicians/read-musician-list.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { createKey } from '#src/http/api/keys.ts'
import { testWeb } from './web.ts'

const web = await testWeb()
let headers: Record<string, string>

beforeAll(async () => {
  const key = await inTransaction(web.app, (tx) => createKey(tx, { name: 'Program', role: 'admin' }))
  headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
})

const post = async (path: string, body: object) => {
  const answer = await web.post(`/api${path}`, JSON.stringify(body), headers)
  return { status: answer.status, body: await answer.json() }
}
const list = async (query = '') => (await (await web.get(`/api/musicians${query}`, headers)).json()).musicians

test('002-052: a musician is added in any common writing, and kept in ours', async () => {
  const sent = {
    name: ' Vera  Lind ',
    phone: '(212) 555-0161',
    instruments: 'Violin and viola',
    calendarId: 'vera@x.example',
  }
  const { status, body } = await post('/musicians', sent)
  expect(status).toBe(201)
  expect(body.musician).toMatchObject({
    name: 'Vera Lind',
    phone: '+12125550161',
    instruments: ['violin', 'viola'],
    calendarId: 'vera@x.example',
    zone: 'America/New_York',
    active: true,
  })
})

test('the same number again changes that musician, and makes no second one', async () => {
  const { body } = await post('/musicians', {
    name: 'Vera Lind-Roth',
    phone: '+1 212 555 0161',
    instruments: ['violin'],
  })
  expect(await list()).toMatchObject([{ id: body.musician.id, name: 'Vera Lind-Roth', instruments: ['violin'] }])
})

test('what cannot be read is named by field, and nothing is kept', async () => {
  const { status, body } = await post('/musicians', { name: '', phone: '12', instruments: 'kazooo', zone: 'Mars/Base' })
  expect(status).toBe(400)
  expect(Object.keys(body.error.fields).sort()).toEqual(['instruments', 'name', 'phone', 'zone'])
  expect(await list()).toHaveLength(1)
})

test('a musician is edited field by field, and never onto the number of another', async () => {
  const { body } = await post('/musicians', { name: 'Hugo Marsh', phone: '+12125550162', instruments: 'violin' })
  const { id } = body.musician
  expect((await post(`/musicians/${id}`, { active: false })).body.musician).toMatchObject({
    name: 'Hugo Marsh',
    active: false,
  })
  expect((await post(`/musicians/${id}`, { phone: '+12125550161' })).status).toBe(400)
  expect((await post('/musicians/nobody', { active: true })).status).toBe(404)
  const one = await (await web.get(`/api/musicians/${id}`, headers)).json()
  expect(one.musician).toMatchObject({ phone: '+12125550162', active: false })
})

test('a list is imported: new ones are added, known ones changed, bad lines named', async () => {
  const csv = [
    'Name;Phone;Instruments;Time zone',
    '"Bell; Cora";+12125550163;cello;',
    'Hugo Marsh;212-555-0162;violin, viola;America/Chicago',
    '',
    'Nobody;12;cello;',
  ].join('\r\n')
  const { body } = await post('/musicians/import', { csv })
  expect(body).toEqual({ added: 1, changed: 1, refused: [{ line: 5, fields: { phone: 'not a phone number' } }] })
  expect(await list('?instrument=viola')).toMatchObject([{ name: 'Hugo Marsh', zone: 'America/Chicago' }])
  expect(await list('?instrument=cello')).toMatchObject([{ name: 'Bell; Cora', instruments: ['cello'] }])
  expect((await post('/musicians/import', { csv: 'a,b\n1,2' })).status).toBe(400)
})

test('quotes, line breaks in a cell and a missing last line break are read', () => {
  const rows = readMusicianList('name,phone,instruments\n"Ann ""A""\nLee",1,"violin, viola"\nBo,2,cello')
  expect(rows?.map(({ line, entry }) => [line, entry.name, entry.instruments])).toEqual([
    [2, 'Ann "A"\nLee', 'violin, viola'],
    [4, 'Bo', 'cello'],
  ])
})

test('a key that is not an admin sees no musicians', async () => {
  const key = await inTransaction(web.app, (tx) => createKey(tx, { name: 'Seller', role: 'seller' }))
  expect((await web.get('/api/musicians', { authorization: `Bearer ${key}` })).status).toBe(403)
})
