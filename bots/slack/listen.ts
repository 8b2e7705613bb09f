import { type BlockAction, App as Bolt, type Receiver } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { TOKEN_SHAPE } from '#src/cards/token.ts'
import { formFor, press, pressOrAsk } from '#src/desk/press/press.ts'
import { Refusal } from '#src/errors.ts'
import type { ListeningApp } from '../bot.ts'
import { saidOf } from '../said-of.ts'
import { acknowledged, inTime, unlessLate } from './acknowledged.ts'
import { createAuthorize } from './connection/authorize.ts'
import { boltLog } from './connection/bolt-log.ts'
import { publishHome } from './home.ts'
import { listenToPlaces } from './listen-places.ts'
import { listenToWords } from './listen-words.ts'
import { FORM, keepUnshown, type ModalMemory, readAnswers } from './modal.ts'
import { openForm } from './open-form.ts'
import { readPictures } from './read-pictures.ts'
import { escapeSlack } from './render.ts'
import { sentFileOf } from './sent-file.ts'
import { visitorOf } from './visitor.ts'

export type SlackConfig = { client: WebClient; receiver: Receiver; botToken: string; apiUrl?: string }

/** Presses, forms and commands out of Slack. The receiver checks signatures (HTTP) or holds the socket. */
export function createSlackListener(app: ListeningApp, { client, receiver, botToken, apiUrl }: SlackConfig): Bolt {
  const bolt = new Bolt({
    receiver,
    authorize: createAuthorize(client, botToken),
    ...(apiUrl && { clientOptions: { slackApiUrl: apiUrl } }),
    logger: boltLog(app),
  })

  listenToPresses(app, bolt, client)
  listenToWords(
    app,
    bolt,
    client,
    (message) => readPictures(message, botToken, apiUrl) ?? sentFileOf(message.files ?? [], botToken, apiUrl),
  )
  listenToPlaces(app, bolt)
  bolt.event('app_home_opened', async ({ event, context }) => {
    if (event.tab !== 'home') return
    await publishHome(
      app,
      client,
      visitorOf(client, context.teamId ?? '', { id: event.user }, { place: event.channel }),
    )
  })
  bolt.error(async (error) =>
    app.log.error({ operation: 'slack.listen', error: error.original ?? error }, 'a Slack event failed'),
  )
  return bolt
}

/** Buttons and forms, of messages and of the app's Home. */
function listenToPresses(app: ListeningApp, bolt: Bolt, client: WebClient): void {
  bolt.action<BlockAction>(TOKEN_SHAPE, async ({ ack, action, body, respond }) => {
    const by = visitorOf(client, body.team?.id ?? '', body.user)
    const memory = { token: action.action_id, channel: body.channel?.id ?? null }
    const work = async () => {
      const { said, form } = await pressOrAsk(app, action.action_id, by)
      if (!form) return said
      await openForm(client, body.trigger_id, form, memory)
      return null
    }
    const said = await acknowledged(
      () => ack(),
      work().catch((error) => saidOf(app, error)),
    )
    if (!said) return
    if (body.view?.type === 'home') return publishHome(app, client, by, said)
    await respond({ response_type: 'ephemeral', replace_original: false, text: escapeSlack(said) })
  })

  bolt.action(/^link\.\d+$/, async ({ ack }) => ack())

  bolt.view(FORM, async ({ ack, body, view }) => {
    const by = visitorOf(client, body.team?.id ?? '', body.user)
    const { token, channel, isPartial = false } = JSON.parse(view.private_metadata) as ModalMemory
    const given = readAnswers(view.state.values as Parameters<typeof readAnswers>[0])
    const submit = async () => {
      const form = isPartial && (await formFor(app, token, by))
      return press(app, token, by, form ? keepUnshown(form, given) : given)
    }
    const work = submit().then((said) => ({ said, errors: null }), refusedIn(app, view))
    const early = await inTime(work)
    // Red under the fields, while the form is open; afterwards it is said where the form came from.
    if (early?.done.errors) return ack({ response_action: 'errors', errors: early.done.errors })
    await unlessLate(ack)
    const { said } = early?.done ?? (await work)
    if (channel) await client.chat.postEphemeral({ channel, user: body.user.id, text: escapeSlack(said) })
    else await publishHome(app, client, by, said)
  })
}

/** What is wrong with a form, by its fields; in one sentence too. */
function refusedIn(app: ListeningApp, { blocks }: { blocks: { type: string; block_id?: string }[] }) {
  // Slack takes errors for fields alone, and not for what stands between them.
  const names = blocks.flatMap(({ type, block_id }) => (type === 'input' && block_id ? block_id : []))
  return (error: unknown) => {
    const sentence = saidOf(app, error)
    const fields = error instanceof Refusal ? error.fields : null
    const said = fields ? Object.values(fields).join(' ') : sentence
    const shown = Object.entries(fields ?? {}).filter(([name]) => names.includes(name))
    const [first] = names
    const errors = shown.length > 0 ? Object.fromEntries(shown) : first ? { [first]: said } : null
    return { said, errors }
  }
}
