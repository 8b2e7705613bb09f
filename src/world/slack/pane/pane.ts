import { html } from 'hono/html'
import type { Message, Person, Place, Workspace } from '../workspace.ts'
import { dmOf, ids, topModal } from '../workspace.ts'
import type { Html, NameOf } from './mrkdwn.ts'
import { renderMrkdwn } from './mrkdwn.ts'
import type { Drawing } from './pane-blocks.ts'
import { renderBlocks, renderFiles } from './pane-blocks.ts'
import { renderAct } from './pane-controls.ts'
import { renderModal } from './pane-modal.ts'

const mostMessages = 60

/**
 * One person's phone with Slack open: the place they look at, their forms and what only they see.
 * Every control is a form posting to `/sandbox/slack/<act>`; a button inside a modal uses `formaction` on its form.
 */
export function renderSlackPane(workspace: Workspace, as: string): Html {
  const person = workspace.people[as]
  if (!person) return html``
  const pane = createPane(workspace, person)
  const modal = topModal(workspace, as)
  const notice = workspace.notices[as]
  return html`<section class="slack" data-standin="slack" data-as="${as}" aria-label="Slack as ${person.realName}">
    <div class="phone" ${modal && 'inert'}>
      <p class="bar"><strong>${workspace.team.name}</strong><span>${person.realName}</span></p>
      ${renderTabs(pane)}
      ${notice && html`<p class="notice" role="alert">⚠️ ${notice}</p>`}
      ${pane.looking === 'home' ? renderHome(pane) : renderConversation(pane)}
    </div>
    ${modal && renderModal(modal, as, drawingFor(pane, { user: as, viewId: modal.id }, 'this form', true))}
  </section>`
}

type Pane = {
  workspace: Workspace
  person: Person
  looking: string
  unique: (name: string) => string
  nameOf: NameOf
}

function createPane(workspace: Workspace, person: Person): Pane {
  const taken = new Map<string, number>()
  return {
    workspace,
    person,
    looking: workspace.looking[person.id] ?? tabsOf(workspace, person)[0]?.id ?? 'home',
    unique(name) {
      const count = (taken.get(name) ?? 0) + 1
      taken.set(name, count)
      return count === 1 ? name : `${name} (${count})`
    },
    nameOf: (id) => shortName(workspace.people[id]) ?? workspace.places[id]?.name ?? id,
  }
}

type Tab = { id: string; label: string; messages: Message[] }

/** The channels a person may see, the conversation with the bot, and its Home. */
function tabsOf(workspace: Workspace, person: Person): Tab[] {
  const channels = Object.values(workspace.places).filter(({ kind }) => kind === 'channel')
  const shown = channels.filter(({ members }) => members.includes(person.id) || !person.isRestricted)
  const dm = workspace.places[dmOf(person.id)]
  return [
    ...shown.map(({ id, name, messages, archived }) => ({
      id,
      label: `# ${name}${archived ? ' (archived)' : ''}`,
      messages,
    })),
    { id: dmOf(person.id), label: 'Deskhand', messages: dm?.messages ?? [] },
    { id: 'home', label: 'Home', messages: [] },
  ]
}

function renderTabs({ workspace, person, looking }: Pane): Html {
  const read = workspace.read[person.id] ?? {}
  const tabs = tabsOf(workspace, person).map(({ id, label, messages }) => {
    const since = Number(read[id] ?? 0)
    const fresh = id === looking ? [] : messages.filter((one) => Number(one.ts) > since && isFor(person, one))
    const unread = fresh.filter(({ user }) => user !== person.id).length
    const name = unread > 0 ? `${label}, ${unread} unread` : label
    const button = html`<button type="submit" aria-label="${name}" ${id === looking && html`aria-current="page"`}>${label}${unread > 0 && html`<b>${unread}</b>`}</button>`
    return renderAct('look', { user: person.id, place: id }, button)
  })
  return html`<nav aria-label="Slack places of ${person.realName}">${tabs}</nav>`
}

function renderHome(pane: Pane): Html {
  const { workspace, person } = pane
  const home = workspace.homes[person.id]
  if (!home) return html`<div class="feed"><p class="empty">Deskhand has not shown anything here yet.</p></div>`
  const drawing = drawingFor(pane, { user: person.id, viewId: 'home' }, 'Home')
  return html`<div class="feed" tabindex="0" role="region" aria-label="Home of Deskhand"><div class="blocks home">${renderBlocks(home.blocks, drawing)}</div></div>`
}

function renderConversation(pane: Pane): Html {
  const { workspace, person, looking } = pane
  const place: Place = workspace.places[looking] ?? {
    id: looking,
    kind: 'dm',
    name: '',
    members: [person.id],
    messages: [],
  }
  const label = place.kind === 'dm' ? 'Deskhand' : `#${place.name}`
  const shown = place.messages.filter((message) => isFor(person, message))
  const tops = shown.filter(({ thread_ts }) => thread_ts === undefined).slice(-mostMessages)
  const items = tops.map((message, index) => {
    const replies = shown.filter(({ thread_ts }) => thread_ts === message.ts)
    const under = replies.map((reply) => html`<li>${renderMessage(pane, place, reply)}</li>`)
    const day = dayOf(message, person)
    const isNewDay = index === 0 || day !== dayOf(tops[index - 1] ?? message, person)
    return html`${isNewDay && html`<li class="day">${day}</li>`}<li>${renderMessage(pane, place, message)}
      ${under.length > 0 && html`<ol class="thread" aria-label="Replies">${under}</ol>`}</li>`
  })
  return html`<div class="feed" tabindex="0" role="region" aria-label="Messages in ${label}"><ol>${items}</ol></div>
    ${renderComposer(person, place, label)}`
}

function renderMessage(pane: Pane, place: Place, message: Message): Html {
  const { workspace, person } = pane
  const isBot = message.user === ids.bot
  const author = isBot ? 'Deskhand' : (workspace.people[message.user]?.realName ?? message.user)
  const about = headline(message)
  const time = timeOf(message, person)
  const drawing = drawingFor(pane, { user: person.id, channel: place.id, ts: message.ts }, about)
  const files = message.files && renderFiles(message.files, workspace.files)
  return html`<article class="${message.only && 'only'}" data-ts="${message.ts}" aria-label="${pane.unique(`${author}, ${time}: ${about}`)}">
    ${message.only && html`<p class="whisper">👁 Only visible to you</p>`}
    <span class="avatar ${isBot && 'bot'}" aria-hidden="true">${author[0]}</span>
    <div class="said"><p class="by"><strong>${author}</strong>${isBot && html`<span class="app">APP</span>`}<time>${time}</time></p>
      <div class="blocks">${renderBody(message, drawing)}${files}</div></div>
    ${mayDelete(person, message) && renderMore(pane, place, message, about)}
  </article>`
}

function renderBody({ blocks, text, edited }: Message, drawing: Drawing): Html {
  if (blocks) return renderBlocks(blocks, drawing)
  if (text === '') return html``
  return html`<div class="words">${renderMrkdwn(text, drawing.nameOf)}${edited && html` <small>(edited)</small>`}</div>`
}

function renderMore(pane: Pane, place: Place, message: Message, about: string): Html {
  const hidden = { user: pane.person.id, channel: place.id, ts: message.ts }
  const name = pane.unique(`Delete message · ${about}`)
  const button = html`<button type="submit" class="danger" aria-label="${name}">Delete message</button>`
  const summary = html`<summary aria-label="${pane.unique(`More actions · ${about}`)}">⋯</summary>`
  return html`<details class="more">${summary}${renderAct('delete', hidden, button)}</details>`
}

function renderComposer(person: Person, place: Place, label: string): Html {
  const hidden = { user: person.id, channel: place.id }
  if (!place.members.includes(person.id)) {
    return html`<div class="composer">${renderAct('join', hidden, html`<button type="submit" class="primary">Join ${label}</button>`)}</div>`
  }
  const field = html`<input type="text" name="text" aria-label="Message ${label}" placeholder="Message ${label} or /desk help" autocomplete="off" required>`
  const send = html`<button type="submit" class="primary" aria-label="Send to ${label}">Send</button>`
  // After Send: Enter presses the first button.
  const photo = html`<button type="submit" class="photo" formaction="/sandbox/slack/photo" aria-label="Send a photo to ${label}, with these words" >Photo</button>`
  return html`<div class="composer">${renderAct('write', hidden, html`${field}${send}${place.kind === 'dm' && photo}`)}</div>`
}

function drawingFor(pane: Pane, hidden: Record<string, string>, about: string, inForm = false): Drawing {
  const { workspace, nameOf, unique } = pane
  return { nameOf, files: workspace.files, spot: { hidden, about, unique, inForm } }
}

/** One line that tells a message from the others. */
function headline({ text, files }: Message): string {
  const words = (text || String(files?.[0]?.title ?? 'a message')).replaceAll(/<[^|>]*\|([^>]*)>|[<>*_~`]/g, '$1')
  const line = words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').split('\n')[0] ?? ''
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}

function isFor(person: Person, { only }: Message): boolean {
  return only === undefined || only === person.id
}

function mayDelete(person: Person, message: Message): boolean {
  return message.only === undefined && (person.isOwner || message.user === person.id)
}

function shortName(person: Person | undefined): string | undefined {
  return person?.isBot ? 'deskhand' : person?.realName.split(' ')[0]
}

function timeOf(message: Message, { tz }: Person): string {
  return format(message, { timeZone: tz, hour: 'numeric', minute: '2-digit' })
}

function dayOf(message: Message, { tz }: Person): string {
  return format(message, { timeZone: tz, weekday: 'long', month: 'long', day: 'numeric' })
}

function format({ ts }: Message, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-US', options).format(new Date(Number(ts) * 1000))
}
