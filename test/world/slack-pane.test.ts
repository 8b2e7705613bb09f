import { App, LogLevel, SocketModeReceiver } from '@slack/bolt'
import type { KnownBlock } from '@slack/types'
import { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { renderMrkdwn } from '#src/world/slack/pane/mrkdwn.ts'
import { renderSlackPane } from '#src/world/slack/pane/pane.ts'
import { handleSlackAct } from '#src/world/slack/pane/pane-acts.ts'
import { createSlackStandIn, type SlackStandIn } from '#src/world/slack/stand-in.ts'

const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}
const plain = (text: string) => ({ type: 'plain_text' as const, text })
const card = (ref: string): KnownBlock[] => [
  { type: 'header', text: plain(`🟡 ${ref}`) },
  { type: 'section', text: { type: 'mrkdwn', text: '*Said*  &lt;b&gt;2 black&lt;/b&gt;' } },
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'approve', text: plain('Approve'), style: 'primary', value: ref },
      { type: 'button', action_id: 'edit', text: plain('Edit'), value: ref },
    ],
  },
]

let slack: SlackStandIn
let app: App

beforeEach(async () => {
  slack = await createSlackStandIn({ signingSecret: 's', botToken: 'xoxb-1', appToken: 'xapp-1' })
  const clientOptions = { slackApiUrl: `${slack.url}/api/` }
  const receiver = new SocketModeReceiver({ appToken: 'xapp-1', logger: silent, installerOptions: { clientOptions } })
  app = new App({ token: 'xoxb-1', receiver, clientOptions, logger: silent })
  await app.start()
})

afterEach(async () => {
  await app.stop()
  await slack.close()
})

const draw = async (as: string) => String(await renderSlackPane(slack.view(), as))
const client = () => new WebClient('xoxb-1', { slackApiUrl: `${slack.url}/api/` })

/** Uses the control of this name as a browser would: its form, its hidden fields and what stands in the others. */
async function use(as: string, name: string, typed: Record<string, string> = {}) {
  const page = await draw(as)
  const form = page.match(/<form[\s\S]*?<\/form>/g)?.find((one) => one.includes(`aria-label="${name}"`))
  if (!form) throw new Error(`no "${name}" on the page of ${as}`)
  await send(form, typed)
}

async function submitModal(as: string, typed: Record<string, string>) {
  const form = (await draw(as)).match(/<form[^>]*action="\/sandbox\/slack\/submit"[\s\S]*?<\/form>/)?.[0] ?? ''
  await send(form, typed)
}

async function send(form: string, typed: Record<string, string>) {
  const hidden = [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, key, value]) => [
    key,
    value,
  ])
  const act = /action="\/sandbox\/slack\/(\w+)"/.exec(form)?.[1] ?? ''
  await handleSlackAct(slack, act, { ...Object.fromEntries(hidden), ...typed })
}

test('a card is worked through the page alone: press, form, complaint, correction, answer', async () => {
  app.action('edit', async ({ ack, body, client }) => {
    await client.views.open({
      trigger_id: (body as { trigger_id: string }).trigger_id,
      view: {
        type: 'modal',
        callback_id: 'edit',
        title: plain('Edit O-142'),
        submit: plain('Save'),
        blocks: [
          {
            type: 'input',
            block_id: 'email',
            label: plain('E-mail'),
            element: { type: 'email_text_input', action_id: 'v' },
          },
          {
            type: 'input',
            block_id: 'items',
            optional: true,
            label: plain('Items'),
            element: {
              type: 'checkboxes',
              action_id: 'v',
              options: ['cup', 'bowl'].map((value) => ({ value, text: plain(value) })),
              initial_options: [{ value: 'cup', text: plain('cup') }],
            },
          },
        ],
      },
    })
    await ack()
  })
  const saved: unknown[] = []
  app.view('edit', async ({ ack, view }) => {
    saved.push(view.state.values.email?.v?.value, view.state.values.items?.v?.selected_options)
    await ack()
  })
  await client().chat.postMessage({ channel: 'orders', text: 'O-142', blocks: card('O-142') })

  await use('U0ANN', 'Edit · O-142')
  expect(await draw('U0ANN')).toContain('role="dialog" aria-modal="true" aria-label="Edit O-142"')
  expect(await draw('U0BO')).not.toContain('role="dialog"')
  await submitModal('U0ANN', { 'v:email': 'tilly' })
  expect(await draw('U0ANN')).toMatch(/aria-invalid="true"\s+value="tilly"[\s\S]*Please enter a valid email/)
  await submitModal('U0ANN', { 'v:email': 'tilly@example.com' })
  expect(saved).toEqual(['tilly@example.com', []])
  expect(await draw('U0ANN')).not.toContain('role="dialog"')
})

test('the box takes messages and commands, in the place the person looks at', async () => {
  app.command('/desk', async ({ ack, command }) => ack(`Help for ${command.channel_id}`))
  await use('U0BO', 'Deskhand')
  await use('U0BO', 'Send to Deskhand', { text: '/desk help' })
  expect(await draw('U0BO')).toMatch(/Only visible to you[\s\S]*Help for D0BO/)
  await use('U0BO', '# orders')
  await use('U0BO', 'Send to #orders', { text: 'good morning' })
  expect(slack.messages('orders').map(({ text, user }) => [user, text])).toEqual([['U0BO', 'good morning']])
})

test('a badge counts what a person has not read; what only one may see the others do not', async () => {
  await use('U0BO', '# general')
  await client().chat.postMessage({ channel: 'orders', text: 'O-1' })
  await client().chat.postEphemeral({ channel: 'C0ORDERS', user: 'U0ANN', text: 'psst' })
  expect(await draw('U0BO')).toContain('aria-label="# orders, 1 unread"')
  await use('U0BO', '# orders, 1 unread')
  expect(await draw('U0BO')).not.toContain('unread')
  expect(await draw('U0BO')).not.toContain('psst')
  expect(await draw('U0ANN')).toContain('psst')
  expect(await draw('U0STRANGER')).toContain('Join #orders')
  expect(await draw('U0GUEST')).not.toContain('# general')
})

test('every control has a name of its own, also when two cards say the same', async () => {
  for (const ref of ['O-1', 'O-2', 'O-2'])
    await client().chat.postMessage({ channel: 'orders', text: ref, blocks: card(ref) })
  const names = [
    ...(await draw('U0ANN')).matchAll(/<(?:button|summary|input|select|a)[^>]* aria-label="([^"]+)"/g),
  ].map(([, name]) => name)
  expect(names).toContain('Approve · O-2 (2)')
  expect(new Set(names).size).toBe(names.length)
})

test('words from outside stay words', async () => {
  await client().chat.postMessage({ channel: 'orders', text: '"><script>x</script>', blocks: card('<script>"') })
  await slack.act.say({ user: 'U0BO', channel: 'orders', text: '<script>alert(1)</script> <javascript:alert(1)|pay>' })
  await client().chat.postMessage({ channel: 'orders', text: '<javascript:alert(1)|pay>' })
  const page = await draw('U0ANN')
  expect(page).not.toContain('<script>')
  expect(page).not.toContain('href="javascript')
  expect(page).toContain('&lt;b&gt;2 black&lt;/b&gt;')
  expect(page).not.toMatch(/\son\w+=/)
})

test.each([
  ['*b* _i_ ~s~ `c`', '<strong>b</strong> <em>i</em> <s>s</s> <code>c</code>'],
  ['*b _i_*', '<strong>b <em>i</em></strong>'],
  ['2 * 3 * 4, snake_case_name', '2 * 3 * 4, snake_case_name'],
  ['&gt; said\nline', '<blockquote>said</blockquote>line'],
  ['a\nb', 'a<br>b'],
  ['&lt;3 &amp; &gt;', '&lt;3 &amp; &gt;'],
  [
    '<@U1> in <#C1|orders> <!here>',
    '<span class="mention">@Ann</span> in <span class="mention">#Ann</span> <span class="mention">@here</span>',
  ],
  ['<mailto:a@b.c|a@b.c>', '<a href="mailto:a@b.c" target="_blank" rel="noopener noreferrer">a@b.c</a>'],
  [
    'see https://a.example/x.',
    'see <a href="https://a.example/x" target="_blank" rel="noopener noreferrer">https://a.example/x</a>.',
  ],
  ['```\n*raw*\n```', '<pre>*raw*</pre>'],
])('%j is drawn as Slack draws it', async (text, expected) => {
  expect(String(await renderMrkdwn(text, () => 'Ann'))).toBe(expected)
})
