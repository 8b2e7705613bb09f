import type { InlineKeyboardButton } from 'grammy/types'
import { html } from 'hono/html'
import type { TelegramMessage } from '../view.ts'
import { renderActForm } from './pane-form.ts'
import { renderWritten } from './pane-text.ts'

type Around = { as: number; isGroup: boolean; messages: TelegramMessage[]; zone: string }

/** One message with its buttons, on the right when the person wrote it. */
export function renderBubble(message: TelegramMessage, { as, isGroup, messages, zone }: Around) {
  const { from, media, text, date, isEdited, isSilent, keyboard } = message
  const isOwn = from.id === as
  const answered = messages.find(({ id }) => id === message.replyTo)
  const at = new Date(date * 1000)
  const time = at.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit', timeZone: zone })
  return html`<li class="${isOwn ? 'own' : 'other'}" id="${`telegram-${as}-${message.chat}-${message.id}`}">
    <article class="bubble">
      ${isGroup && !isOwn ? html`<p class="author">${from.name}</p>` : ''}
      ${answered ? html`<p class="quote"><b>${answered.from.name}</b>${answered.text.split('\n')[0]}</p>` : ''}
      ${media ? renderMedia(media) : ''}
      ${text ? html`<div class="text">${renderWritten(message)}</div>` : ''}
      <div class="foot">${renderMore(message, as)}<p class="time">${isSilent ? '🔕 ' : ''}${isEdited ? 'edited ' : ''}<time datetime="${at.toISOString()}"
        >${time}</time></p></div>
    </article>
    ${keyboard.map((row) => html`<div class="row">${row.map((button) => renderButton(button, message, as))}</div>`)}
  </li>`
}

/** What a long press on the message offers. */
function renderMore({ id, chat, from }: TelegramMessage, as: number) {
  const reply = html`<input name="text" required autocomplete="off" placeholder="Reply" aria-label="${`Reply to message ${id}`}" />
    <button aria-label="${`Send the reply to message ${id}`}">Reply</button>`
  const remove = html`<button aria-label="${`Delete message ${id}`}">Delete</button>`
  return html`<details class="more"><summary aria-label="${`More about message ${id}`}">⋯</summary>
    ${renderActForm('say', { user: as, chat, replyTo: id }, reply)}
    ${chat > 0 || from.id === as ? renderActForm('deleteMessage', { user: as, chat, messageId: id }, remove) : ''}
  </details>`
}

function renderMedia({ kind, name, src }: NonNullable<TelegramMessage['media']>) {
  if (kind === 'document') return html`<p class="document">📄 ${name}</p>`
  return src ? html`<img src="${src}" alt="${`Photo ${name}`}" />` : html`<p class="document">🖼 ${name}</p>`
}

/** Cards repeat their labels, so the name says which card it is. */
function renderButton(button: InlineKeyboardButton, { id, chat, text }: TelegramMessage, as: number) {
  const name = `${button.text} · ${(text.split('\n')[0] ?? '').slice(0, 60)} · message ${id}`
  if ('url' in button)
    return html`<a class="key" href="${button.url}" target="_blank" rel="noreferrer" aria-label="${name}">${button.text} ↗</a>`
  const data = 'callback_data' in button ? button.callback_data : ''
  const control = html`<button class="key" aria-label="${name}">${button.text}</button>`
  return renderActForm('press', { user: as, chat, messageId: id, data }, control)
}
