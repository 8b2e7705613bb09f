import { html } from 'hono/html'
import { takePhoto } from '../../take-photo.ts'
import { commandsFor } from '../commands.ts'
import type { TelegramStandIn } from '../stand-in.ts'
import type { Chat } from '../state.ts'
import { openQuestion, type TelegramMessage, type TelegramView } from '../view.ts'
import { renderBubble } from './pane-bubble.ts'
import { renderActForm } from './pane-form.ts'

export { telegramCss } from './pane-css.ts'

/** One chat on one person's phone. Every control is a form to /sandbox/telegram/<act>. */
export function renderTelegramPane(view: TelegramView, as: number, chat: number, zone = 'UTC') {
  const shown = chatNow(view, chat)
  const toast = view.toasts.findLast((toast) => toast.user === as && toast.chat === shown.id)
  const isGroup = shown.kind === 'supergroup'
  const pinned = shown.messages.findLast(({ isPinned }) => isPinned)
  const subtitle = isGroup ? describeGroup(shown) : 'bot'
  return html`<section class="telegram" aria-label="${`Telegram: ${view.people.find(({ id }) => id === as)?.name}`}">
    <header>
      <span class="avatar">${(isGroup ? shown.title : view.bot.name).slice(0, 1)}</span>
      <div><strong>${isGroup ? shown.title : view.bot.name}</strong><small>${subtitle}</small></div>
      ${isGroup || shown.blocked || !shown.started ? '' : renderBlock(as)}
    </header>
    ${pinned ? html`<p class="pinned"><b>Pinned message</b> ${pinned.text.split('\n')[0]}</p>` : ''}
    <div class="wall">
      <div class="scroll" tabindex="0" role="region" aria-label="${`Chat ${shown.title}`}">
        <ol class="messages">
          ${shown.messages.map((message) => renderBubble(message, { as, isGroup, messages: shown.messages, zone }))}
        </ol>
      </div>
      ${toast ? html`<p class="${toast.alert ? 'toast alert' : 'toast'}" role="status">${toast.text}</p>` : ''}
    </div>
    ${shown.blocked || !shown.started ? renderStart(shown, as) : renderComposer(view, shown, as)}
  </section>`
}

/** A group that became a supergroup is shown as that. */
function chatNow({ chats }: TelegramView, chat: number): TelegramView['chats'][number] {
  const asked = chats.find(({ id }) => id === chat)
  const shown = asked?.movedTo === undefined ? asked : chats.find(({ id }) => id === asked.movedTo)
  if (!shown) throw new Error(`No chat ${chat}`)
  return shown
}

function renderBlock(as: number) {
  const button = html`<button aria-label="Block the bot">Block</button>`
  const form = renderActForm('block', { user: as, chat: as }, button)
  return html`<details class="more"><summary aria-label="More about this chat">⋮</summary>${form}</details>`
}

function describeGroup({ kicked, members }: Chat): string {
  return kicked ? 'the bot was removed' : `${members.length + 1} members`
}

function renderStart({ id, blocked }: Chat, as: number) {
  const label = blocked ? 'Restart' : 'Start'
  const button = html`<button aria-label="${`${label} the bot`}">${label.toUpperCase()}</button>`
  return renderActForm('start', { user: as, chat: id }, button, 'start')
}

function renderComposer(view: TelegramView, chat: Chat & { messages: TelegramMessage[] }, as: number) {
  const question = openQuestion(view.people, chat.messages, as)
  const inChat = { user: as, chat: chat.id }
  const commands = commandsFor(view, as, chat.id)
  const placeholder = question?.forceReply?.placeholder || 'Message'
  const typing = html`<input name="text" required autocomplete="off" maxlength="4096"
      placeholder="${placeholder}" aria-label="${`Message to ${chat.title}`}" />
    <button class="send" aria-label="${`Send to ${chat.title}`}">➤</button>`
  const photo = html`<button class="photo" formaction="/sandbox/telegram/photo" formnovalidate aria-label="${`Send a photo to ${chat.title}, with these words`}" >Photo</button>`
  return html`<footer>
    ${question ? html`<p class="replying"><b>Reply to ${view.bot.name}</b> ${question.text.split('\n')[0]}</p>` : ''}
    <div class="composer">
      ${commands.length > 0 ? renderMenu(commands, inChat) : ''}
      ${renderActForm('say', { ...inChat, ...(question && { replyTo: question.id }) }, html`${typing}${chat.kind === 'private' ? photo : ''}`)}
    </div>
  </footer>`
}

function renderMenu(commands: { command: string; description: string }[], inChat: { user: number; chat: number }) {
  return html`<details class="menu"><summary aria-label="Commands">Menu</summary><ul>
    ${commands.map(({ command, description }) => {
      const button = html`<button aria-label="${`/${command}: ${description}`}"><b>/${command}</b> ${description}</button>`
      return html`<li>${renderActForm('command', { ...inChat, text: command }, button)}</li>`
    })}
  </ul></details>`
}

/** What a form of the pane asks for. Throws on an act there is none of, as on anything no phone would allow. */
export async function handleTelegramAct(standIn: TelegramStandIn, name: string, form: Record<string, string>) {
  const { user, chat, messageId } = readIds(form)
  const { text = '', data, label, replyTo, param } = form
  const inChat = { user, chat }
  const { act } = standIn
  const acts: Record<string, () => Promise<unknown>> = {
    press: () => act.press({ ...inChat, messageId, ...(data === undefined ? { label: label ?? '' } : { data }) }),
    say: () => act.say({ ...inChat, text, ...(replyTo && { replyTo: Number(replyTo) }) }),
    photo: async () => act.photo({ ...inChat, caption: text, bytes: await takePhoto(text) }),
    command: () => act.command({ ...inChat, text }),
    start: () => act.start({ user, ...(param && { param }) }),
    block: () => act.block({ user }),
    deleteMessage: () => act.deleteMessage({ ...inChat, messageId }),
  }
  const chosen = Object.hasOwn(acts, name) ? acts[name] : undefined
  if (!chosen) throw new Error(`No one can ${name} in Telegram`)
  await chosen()
}

function readIds({ user, chat, messageId }: Record<string, string>) {
  return { user: Number(user), chat: Number(chat), messageId: Number(messageId) }
}
