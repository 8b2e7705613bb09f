import { describe, expect, test } from 'vitest'
import { sentFileOf } from '#bots/slack/sent-file.ts'
import { writeToken } from '#src/cards/token.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { formFor, press } from '#src/desk/press/press.ts'
import { createKeyRing } from '#src/keys.ts'
import { repPipeline } from '#src/reps/pipeline.ts'
import { rotateSecrets } from '#src/secrets.ts'
import { telegramPeople } from '#src/world/telegram/state.ts'
import { openDesk, telegramHand } from '#test/bots/desk.ts'
import { dump } from '#test/dump.ts'
import { makeMember } from '#test/make.ts'

const desk = await openDesk('webhooks', { REPS: 'on' })
const { app } = desk
const ann: Visitor = { via: 'slack', userId: 'T0DESK:U0ANN', name: 'Ann' }
const rows = <Row>(text: string, params: unknown[] = []) => sql<Row>(app.em.fork(), text, params)
const cards = async (words: string, by = ann) => (await runCommand(app, words, by)).cards ?? []
const act = (subject: string, verb: string, id: string, answers: Record<string, string>) =>
  press(app, writeToken({ subject, verb, id }), ann, answers)
const idOf = async (table: string, number = 1) =>
  (await rows<{ id: string }>(`select id from ${table} where number = $1`, [number]))[0]?.id ?? ''

/** What Ann reads after she typed it, cards too; Slack's come one after the other. */
const type = {
  async Slack(words: string, expected: string) {
    const before = desk.slack.ephemerals('U0ANN').length
    const read = () =>
      desk.slack
        .ephemerals('U0ANN')
        .slice(before)
        .map(({ text }) => text)
        .join('\n')
    await desk.slack.act.command({ user: 'U0ANN', channel: 'C0ORDERS', text: `/desk ${words}` })
    await desk.slack.until(() => read().includes(expected)).catch(() => undefined)
    return read()
  },
  Telegram: (words: string, _: string) => telegramHand(desk).say('ann', words),
}

describe.each([
  ['Slack', 'Instagram'],
  ['Telegram', 'LinkedIn'],
] as const)('by chat on %s', (platform, channel) => {
  const reads = async (words: string, expected: string) => {
    expect(await type[platform](words, expected)).toContain(expected)
  }

  test('003-002, 003-004, 003-005, 003-007, 003-008, 003-009, 003-010: a channel is registered with what one usually does there', async () => {
    const told = platform === 'Slack' ? `CH-1 ${channel}` : 'I have written to you alone.'
    await reads(`channel add ${channel} http://inside:8080 https://outside.example.com`, told)
    const [row] = await rows<{ inside: string; outside: string; can: string[]; quietly: string[] }>(
      `select docker_url as inside, external_url as outside,
         (select jsonb_agg(a.name order by a.name) from channel_activities a where a.channel_id = c.id) as can,
         (select jsonb_agg(a.name order by a.name) from channel_activities a
           where a.channel_id = c.id and not a.contacts) as quietly
       from channels c where name = $1`,
      [channel],
    )
    expect(row).toEqual({
      ...{ inside: 'http://inside:8080', outside: 'https://outside.example.com' },
      can: ['broadcast', 'comment', 'like', 'message'],
      quietly: ['comment', 'like'],
    })
    const again = channel.toUpperCase()
    await reads(`channel add ${again} http://inside:8080`, `There is a channel '${again}' already.`)
    await reads('channel add Nowhere', 'Write it like: channel add Instagram http')
  })

  test('003-006, 003-011: any other activity can be added by its name', async () => {
    await reads(`activity add ${channel} wave`, `One can wave on ${channel} now, and every account there may.`)
    await reads('activity add Nowhere wave', 'Which channel? There are: Instagram')
    const shown = (await cards('channels')).find(({ title }) => title.endsWith(` ${channel}`))
    expect(shown?.facts).toContainEqual({ label: 'One can', value: 'broadcast, message, wave, comment, like' })
  })

  test('003-032: a rep is registered by name, and what is wrong is said', async () => {
    await reads(`rep add Ada ${platform}, +1 626 555 0142, Nairobi, KE`, `Ada ${platform}`)
    const [row] = await rows<object>(
      'select full_name, phone_number, city, country, person_id from reps where full_name = $1',
      [`Ada ${platform}`],
    )
    expect(row).toEqual({
      ...{ full_name: `Ada ${platform}`, phone_number: '+16265550142', city: 'Nairobi', country: 'KE' },
      person_id: null,
    })
    await reads('rep add', 'Who? Write it like: rep add Ada Quist')
    await reads('profile Ada Slack', 'RP-1 Ada Slack')
  })

  test('leads come in as lines below the command: each new, known or refused with its reason', async () => {
    await reads(
      [
        `leads import ${channel}`,
        `Tilly ${platform}, @tilly.${platform}, tilly@${platform}.example`,
        `Only Phone, +1 212 555 01${platform === 'Slack' ? '42' : '43'}`,
        `@tilly.${platform}, Tilly`,
        'Nobody',
        'Bad, 12',
      ].join('\n'),
      [
        '2 new, 1 known already, 2 refused.',
        'Line 4: It names no handle, phone or e-mail.',
        "Line 5: '12' is no phone number.",
      ].join('\n'),
    )
  })
})

describe('leads as a file sent in chat', () => {
  /** What one reads who sends a file, with these words. */
  const send = {
    async Slack(user: string, text: string, file: { name: string; bytes: Uint8Array }) {
      const before = desk.slack.messages(user).length
      await desk.slack.act.say({ user, text, file })
      await desk.slack.until(() => desk.slack.messages(user).length > before + 1)
      return desk.slack.messages(user).at(-1)?.text ?? ''
    },
    async Telegram(user: number, text: string, file: { name: string; bytes: Uint8Array }) {
      const seen = await desk.telegram.act.say({ user, chat: user, text, file: { type: 'text/csv', ...file } })
      return seen.replies.map((reply) => reply.text).join('\n')
    },
  }
  const csv = (...lines: string[]) => ({ name: 'leads.csv', bytes: Buffer.from(lines.join('\r\n')) })
  const said = '2 new, 1 known already, 3 refused.'

  test.each([
    ['Slack', () => send.Slack('U0ANN', 'leads import Instagram', list('Slack'))],
    ['Telegram', () => send.Telegram(telegramPeople.ann.id, '/leads_import Instagram', list('Telegram'))],
  ])('on %s each row of a CSV is created, merged or refused with its reason', async (platform, sent) => {
    expect(await sent()).toBe(
      [
        said,
        'Lines 4-5: It names no handle, phone or e-mail.',
        "Line 6: '12' is no phone number.",
        'Known already: line 7.',
      ].join('\n'),
    )
    expect(
      await rows(
        `select name, handle from leads l join lead_handles h on h.lead_id = l.id where handle like 'csv.%' || $1
         order by handle`,
        [platform.toLowerCase()],
      ),
    ).toEqual([
      { name: 'Zoë, the first', handle: `csv.a.${platform.toLowerCase()}` },
      { name: 'Mateo', handle: `csv.b.${platform.toLowerCase()}` },
    ])
  })

  const list = (platform: string) =>
    csv(
      'Full name;Username;Mobile;Notes',
      `"Zoë, the first";@csv.a.${platform};;likes gold`,
      `Mateo;csv.b.${platform};;`,
      'Nobody;;;',
      'No one;;;',
      'Bad;;12;',
      `Again;csv.a.${platform};;`,
    )

  test('a spreadsheet’s own encodings are read, and with nothing else to do no words are needed', async () => {
    const bytes = (text: string, as: 'latin1' | 'utf16le') => Buffer.from(as === 'latin1' ? text : `\ufeff${text}`, as)
    const makeRep = await makeMember(app, 'Files', 'rep')
    for (const [encoding, handle] of [
      ['latin1', 'file.latin'],
      ['utf16le', 'file.wide'],
    ] as const) {
      const one = bytes(`name,phone\nZoë ${handle},+1 212 555 02${encoding === 'latin1' ? '11' : '12'}\n`, encoding)
      const file = { name: 'leads.csv', size: one.length, load: async () => one }
      await rows(
        `insert into reps (id, state, person_id, full_name, created_at)
        select gen_random_uuid(), 'active', id, name, $1 from people where name = 'Files' on conflict do nothing`,
        [app.now],
      )
      expect((await runCommand(app, '', makeRep, file)).text).toContain('1 new')
      expect(await rows('select 1 from leads where name = $1', [`Zoë ${handle}`])).toHaveLength(1)
    }
  })

  test('what is no list, too large, not in Slack, or of somebody who may not is refused, and said', async () => {
    const words = 'leads import Instagram'
    const table = { name: 'leads.xlsx', bytes: Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 1]) }
    expect(await send.Slack('U0ANN', words, table)).toBe("'leads.xlsx' is no text. Save it as CSV, and send that.")
    expect(await send.Telegram(telegramPeople.bo.id, words, csv(' '))).toBe("'leads.csv' is empty.")
    expect(await send.Slack('U0ANN', 'shifts', csv('a'))).toContain('Write beside the file what it is, for example: ')
    const never = { name: 'a.csv', size: 5_000_000, load: () => Promise.reject(new Error('fetched')) }
    await expect(runCommand(app, words, ann, never)).rejects.toThrow("'a.csv' is larger than 4 MB.")
    const eve = await makeMember(app, 'Eve', 'booker')
    await expect(runCommand(app, words, eve, { ...never, size: 9 })).rejects.toThrow('Only an admin or a rep may use')
    const stranger = { via: 'slack' as const, userId: 'T0DESK:U0STRANGER', name: 'Sam' }
    expect((await runCommand(app, words, stranger, { ...never, size: 9 })).text).not.toContain('new')
    const [file] = [{ name: 'b.csv', size: 3, url_private_download: 'https://files.example.com/b.csv' }]
    await expect(sentFileOf([file], 'xoxb-secret', undefined)?.load()).rejects.toThrow('lie in Slack itself')
    await expect(sentFileOf([file, file], 'xoxb-secret', undefined)?.load()).rejects.toThrow('One file at a time.')
    const known = Object.values(desk.slack.view().files)[0]?.id
    const url_private_download = `${desk.slack.url}/files/${known}/download/leads.csv`
    const wrong = sentFileOf([{ ...file, url_private_download }], 'xoxb-other', `${desk.slack.url}/api/`)
    await expect(wrong?.load()).rejects.toThrow('Slack does not let me open the file (302)')
  })
})

describe('forms of the cards', () => {
  test('003-033, 003-049, 003-050, 003-051, 003-060: a rep gets an account in a channel by the form of their card, once', async () => {
    const repId = await idOf('reps')
    const form = await formFor(app, writeToken({ subject: 'rep', verb: 'give', id: repId }), ann)
    expect(form?.fields.map(({ label }) => label)).toEqual([
      ...['Channel', 'Account', 'Hours begin', 'Hours end', 'Acts a day of each activity', 'Zone', 'Sandbox'],
    ])
    const channel = form?.fields[0]?.choices?.find(({ label }) => label === 'Instagram')?.value ?? ''
    const answers = { channel, username: '@ada', startTime: '9:00', endTime: '24:00', maxCapacity: '20' }
    const wrong = act('rep', 'give', repId, { ...answers, timezone: 'here' })
    await expect(wrong).rejects.toMatchObject({ fields: { timezone: 'such as America/Los_Angeles' } })
    const account = { ...answers, timezone: 'Africa/Nairobi', sandbox: 'yes' }
    expect(await act('rep', 'give', repId, account)).toMatch(/has Instagram now/)
    await expect(act('rep', 'give', repId, account)).rejects.toMatchObject({ fields: { channel: 'unknown, or taken' } })
    const next = await formFor(app, writeToken({ subject: 'rep', verb: 'give', id: repId }), ann)
    expect(next?.fields[0]?.choices?.map(({ label }) => label)).toEqual(['LinkedIn'])
    const [card] = await cards('profile Ada Slack')
    expect(card?.facts.at(-1)).toEqual({
      label: 'Instagram',
      value: 'RC-1 @ada · 9:00 AM to midnight, Nairobi · 20 a day of each activity · SANDBOX',
    })
    const lanes = await rows('select 1 from rep_activities')
    expect(lanes).toHaveLength(5)
  })

  test('003-034, 003-063: hours and capacity of one activity by the form of the account; what is empty is inherited', async () => {
    const id = await idOf('rep_channels')
    const form = await formFor(app, writeToken({ subject: 'repchannel', verb: 'hours', id }), ann)
    const like = form?.fields[0]?.choices?.find(({ label }) => label === 'like')?.value ?? ''
    expect(await act('repchannel', 'hours', id, { activity: like, startTime: '10:00', maxCapacity: '5' })).toBe(
      'like: saved.',
    )
    const [card] = await cards('show RC-1')
    expect(card?.facts).toContainEqual({ label: 'like', value: '10:00 AM to midnight, Nairobi · 5 a day' })
    await expect(act('repchannel', 'hours', id, { activity: 'dance' })).rejects.toThrow('not of this channel')
  })

  test('an activity added later is everybody’s who has an account there', async () => {
    await act('channel', 'activity', await idOf('channels'), { name: 'follow', contacts: 'no' })
    const [added] = await rows<{ contacts: boolean }>(
      `select ca.contacts from rep_activities a join channel_activities ca on ca.id = a.activity_id
       where ca.name = 'follow'`,
    )
    expect(added).toEqual({ contacts: false })
  })
})

test('003-017, 003-037: a rep is somebody who works here; registered before they are let in, they are linked later', async () => {
  const cy = await makeMember(app, 'Cy Moss', 'rep')
  await runCommand(app, 'rep add Cy Moss', ann)
  expect((await cards('profile', cy))[0]?.title).toMatch(/^RP-\d+ Cy Moss$/)
  expect((await cards('rep add Bea Okoye'))[0]?.footer).toContain('let them in as a rep')
  await expect(runCommand(app, 'rep add Bea Okoye', ann)).rejects.toThrow('nobody of that name works here yet')
  const bea = await makeMember(app, 'Bea Okoye', 'rep')
  expect((await runCommand(app, 'rep add Bea Okoye', ann)).text).toContain('is linked')
  const [own] = await cards('profile', bea)
  expect(own?.title).toMatch(/^RP-\d+ Bea Okoye$/)
  // What an admin alone may do is no button of hers.
  expect(own?.buttons.map(({ label }) => label)).toEqual(['Off'])
  await expect(runCommand(app, 'rep add Bea Okoye', ann)).rejects.toThrow('is a rep already')
  await expect(runCommand(app, 'profile Ada Slack', bea)).rejects.toThrow('That one is not yours.')
  await expect(runCommand(app, 'channel add Mine http://a', bea)).rejects.toThrow('Only an admin may use')
  expect(await rows(`select what from refused_presses where what !~ '^leads'`)).toEqual([
    ...[{ what: 'profile Ada Slack' }, { what: 'channel add Mine http://a' }],
  ])
})

test('a first name finds whoever alone has it; of two a whole name is asked for, whatever is typed of them', async () => {
  expect((await cards('profile cy'))[0]?.title).toContain('Cy Moss')
  await runCommand(app, 'rep add Cy Vance', ann)
  for (const words of ['profile Cy', 'pause Cy'])
    await expect(runCommand(app, words, ann)).rejects.toThrow('More than one is called Cy. Write the whole name.')
  expect((await cards('profile CY VANCE'))[0]?.title).toContain('Cy Vance')
  await expect(runCommand(app, 'profile Cy Vance Quist', ann)).rejects.toThrow('There is no rep called Cy Vance Quist.')
})

test('003-041, 003-053: secrets are typed once, told once, never shown, and rotate with the others', async () => {
  const account = await idOf('rep_channels')
  expect(await act('repchannel', 'password', account, { password: 'canary-password' })).toMatch(/^Kept, encrypted/)
  const told = await runCommand(app, 'channel secret Instagram', ann)
  const [, secret = ''] = /told this once: (\S+)/.exec(told.text) ?? []
  expect([told.isPrivate, secret.length]).toEqual([true, 32])
  const stored = await dump(app)
  expect([stored.includes('Bea Okoye'), stored.includes('canary-password'), stored.includes(secret)]).toEqual([
    ...[true, false, false],
  ])
  expect(JSON.stringify(await cards('show RC-1'))).not.toContain('canary-password')
  await rows('update reps set ig_password = $2 where id = $1', [
    ...[await idOf('reps'), app.keys.seal('canary-ig', { table: 'reps', id: await idOf('reps') })],
  ])
  const next = `next:${Buffer.alloc(32, 9).toString('base64')}`
  const keys = createKeyRing(`${next},test:${Buffer.alloc(32, 7).toString('base64')}`)
  expect(await inTransaction(app, (tx) => rotateSecrets(tx, { keys }, repPipeline.sealed ?? []))).toBe(4)
  const only = createKeyRing(next)
  const [row] = await rows<{ secret: string; password: string; ig: string }>(
    `select c.secret, rc.password, r.ig_password as ig from channels c join rep_channels rc on rc.channel_id = c.id
     join reps r on r.id = rc.rep_id where rc.id = $1`,
    [account],
  )
  const channelId = await idOf('channels')
  expect(only.open(row?.secret ?? '', { table: 'channels', id: channelId })).toBe(secret)
  expect(only.open(row?.password ?? '', { table: 'rep_channels', id: account })).toBe('canary-password')
  expect(only.open(row?.ig ?? '', { table: 'reps', id: await idOf('reps') })).toBe('canary-ig')
})
