import type { App } from '@slack/bolt'
import { beforeEach, describe, expect, test } from 'vitest'
import { boltOver, buttons, client, modal, section, slack, start, useSlack } from './slack-client.ts'

useSlack()

describe.each(['sockets', 'http'] as const)('a real Bolt app over %s', (way) => {
  let app: App
  beforeEach(async () => {
    app = await boltOver(way)
  })

  test('a press reaches the app with its token, the card changes, and only the presser reads the answer', async () => {
    app.action('approve', async ({ ack, body, action, client, respond }) => {
      if (body.type !== 'block_actions' || action.type !== 'button') throw new Error('not a button')
      const { channel = { id: '' }, message } = body
      const text = `Approved by <@${body.user.id}>: ${action.value}`
      await client.chat.update({ channel: channel.id, ts: message?.ts ?? '', text, blocks: [section(text)] })
      await respond({ text: 'Done.', replace_original: false })
      await ack()
    })
    await client.chat.postMessage({ channel: '#orders', text: 'O-142', blocks: [buttons('Approve', 'Reject')] })

    const seen = await slack.act.press({ user: 'U0ANN', channel: 'orders', label: 'Approve' })

    expect(seen).toMatchObject({ acked: true, ephemeral: ['Done.'] })
    expect(slack.messages('orders').map(({ text }) => text)).toEqual(['Approved by <@U0ANN>: order.Approve'])
    expect(slack.ephemerals('U0BO')).toEqual([])
  })

  test('a press can open a form; Slack checks the fields, the app complains, then takes it', async () => {
    const taken: unknown[] = []
    app.action('edit', async ({ ack, body, client }) => {
      await client.views.open({ trigger_id: (body as { trigger_id: string }).trigger_id, view: modal })
      await ack()
    })
    app.view('edit', async ({ ack, view }) => {
      const email = view.state.values.email?.value?.value
      if (email === 'bad@example.com') return ack({ response_action: 'errors', errors: { email: 'That one bounced.' } })
      taken.push([view.private_metadata, email, view.state.values.colour?.value?.selected_option?.value])
      return ack()
    })
    await client.chat.postMessage({ channel: 'U0ANN', text: 'O-142', blocks: [buttons('Edit')] })

    const opened = await slack.act.press({ user: 'U0ANN', actionId: 'edit' })
    expect(opened.view?.callback_id).toBe('edit')

    const unfilled = await slack.act.submit({ user: 'U0ANN', values: { email: 'tilly', colour: '' } })
    expect(unfilled.errors).toEqual({
      email: expect.stringContaining('valid email'),
      colour: 'Please complete this required field.',
    })
    const bounced = await slack.act.submit({ user: 'U0ANN', values: { 'E-mail': 'bad@example.com', Colour: 'red' } })
    expect(bounced).toMatchObject({ acked: true, errors: { email: 'That one bounced.' } })

    const saved = await slack.act.submit({ user: 'U0ANN', values: { email: 'tilly@example.com' } })
    expect(saved).toMatchObject({ acked: true, view: null, errors: {} })
    expect(taken).toEqual([['order.edit:x', 'tilly@example.com', 'red']])
  })

  test('a command is answered for the person alone, a message and the Home reach the app', async () => {
    const heard: string[] = []
    app.command('/desk', async ({ command, ack }) => ack(`You said ${command.text} in ${command.channel_name}`))
    app.message(
      async ({ message }) => void heard.push(`${message.channel_type}: ${'text' in message ? message.text : ''}`),
    )
    app.event('app_mention', async ({ event }) => void heard.push(`mention: ${event.text}`))
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('Hello')] } })
    })

    const seen = await slack.act.command({
      user: 'U0BO',
      channel: 'orders',
      text: '/desk sale add https://a.example/?b&c',
    })
    expect(seen.ephemeral).toEqual(['You said sale add https://a.example/?b&c in orders'])
    await slack.act.say({ user: 'U0BO', text: 'sale add https://a.example/?b&c <now> bo@example.com' })
    await slack.act.say({ user: 'U0BO', channel: 'orders', text: '@deskhand help' })
    await slack.act.openHome('U0BO')

    await slack.until(() => slack.view().homes.U0BO !== undefined && heard.length === 3)
    expect(heard).toEqual([
      'im: sale add <https://a.example/?b&amp;c> &lt;now&gt; <mailto:bo@example.com|bo@example.com>',
      'channel: <@U0DESK> help',
      'mention: <@U0DESK> help',
    ])
  })

  test("an app that is silent for 3 seconds is told to the person in Slack's words", async () => {
    await slack.close()
    await start({ ackMs: 30 })
    app = await boltOver(way)
    app.action('approve', async () => {})
    app.command('/desk', async () => {})
    await client.chat.postMessage({ channel: 'orders', text: 'O-142', blocks: [buttons('Approve')] })

    const pressed = await slack.act.press({ user: 'U0ANN', channel: 'orders', label: 'Approve' })
    expect(pressed).toMatchObject({ acked: false, error: 'This app did not respond (operation_timeout). Try again?' })
    const commanded = await slack.act.command({ user: 'U0ANN', text: '/desk help' })
    expect(commanded.error).toBe('/desk failed with the error "operation_timeout"')
    expect(slack.view().notices.U0ANN).toBe(commanded.error)
  })

  test('an event that is not acknowledged comes again, at most three times, with the same id', async () => {
    await slack.close()
    await start({ ackMs: 30, retryMs: [0, 0, 0] })
    app = await boltOver(way)
    const tries: unknown[] = []
    let last: (value: unknown) => void
    const third = new Promise((resolve) => {
      last = resolve
    })
    // Bolt acknowledges events by itself, before any listener; only an app that is deaf below that misses one.
    ;(app as any).processEvent = async ({ body, retryNum }: any) => {
      tries.push([body.event_id, retryNum])
      if (retryNum === 3) last(null)
    }
    const seen = await slack.act.say({ user: 'U0ANN', text: 'hello' })
    expect(seen.acked).toBe(false)
    await third
    expect(tries.map((one) => (one as unknown[])[1])).toEqual([undefined, 1, 2, 3])
    expect(new Set(tries.map((one) => (one as unknown[])[0])).size).toBe(1)
  })
})
