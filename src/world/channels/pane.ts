import { html } from 'hono/html'
import { Refusal } from '#src/errors.ts'
import type { ChannelStandIn, ChannelView } from './channels.ts'
import type { Received } from './state.ts'

type Rendered = ReturnType<typeof html>

type Shown = { title: string; view: ChannelView }

/**
 * What the microservice of each channel was asked to do, and a lead's phone to answer on: the first open, the others
 * folded.
 */
export function renderChannels([first, ...others]: [Shown, ...Shown[]], zone: string) {
  return html`<div class="services">${renderChannel(first.view, zone)}
    ${others.map(
      ({ title, view }) =>
        html`<details><summary>${title} · ${countOf(view)}</summary>${renderChannel(view, zone)}</details>`,
    )}</div>`
}

function renderChannel(view: ChannelView, zone: string) {
  const talks = [...Map.groupBy([...view.received].reverse(), (one) => one.lead)]
  const form = (act: string, rest: Rendered) =>
    html`<form method="post" action="/sandbox/channels/${act}" data-standin="channels">
      <input type="hidden" name="channel" value="${view.name}">${rest}</form>`
  return html`<section class="outreach" aria-label="${view.name}">
    <header><b>${countOf(view)}</b><small>signed calls of Deskhand, newest first</small></header>
    ${talks.length === 0 ? html`<p class="empty">Nobody was written to yet.</p>` : ''}
    <ol aria-label="Leads">${talks.map(([name, received]) => renderTalk(view, name, received, zone))}</ol>
    ${form('write', renderAnswer(view.received.at(-1)?.lead ?? ''))}
    <details><summary>The platform</summary>
      ${form(
        'limit',
        html`<label>At most <input name="perMinute" inputmode="numeric" value="${view.perMinute ?? ''}"
          placeholder="any" aria-label="Acts a minute"> a minute, then 429</label> <button>Set</button>`,
      )}
      ${form(
        'refuse',
        html`<label>Refuse <input name="lead" value="" placeholder="a handle" aria-label="Lead to refuse" required>
          with 551</label> <button>Set</button>`,
      )}
    </details>
  </section>`
}

function renderAnswer(lead: string) {
  return html`<label>as lead
      <input name="from" value="${lead}" aria-label="Which lead" autocomplete="off" required></label>
    <div class="send">
      <input name="text" placeholder="Answer" aria-label="Answer of the lead" autocomplete="off" required>
      <button aria-label="Send">↑</button></div>`
}

/** `5 requests received` */
function countOf({ received }: ChannelView): string {
  return `${received.length} ${received.length === 1 ? 'request' : 'requests'} received`
}

function renderTalk({ written }: ChannelView, lead: string, received: Received[], zone: string) {
  const ours = received.toReversed().map((one) => {
    const told = [one.account, one.activity, timeOf(one.at, zone), one.code ? `refused, ${one.code}` : ''].filter(
      Boolean,
    )
    const lost = one.status === 'done' ? '' : ' lost'
    return {
      at: one.at,
      line: html`<p class="theirs${lost}">${one.content || one.activity}<small>${told.join(' · ')}</small></p>`,
    }
  })
  const theirs = written.flatMap(({ from, text, at, told }) => {
    const line = html`<p class="own">${text}<small>${timeOf(at, zone)}${told ? '' : ' · not heard'}</small></p>`
    return from === lead ? [{ at, line }] : []
  })
  const talk = [...ours, ...theirs].toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
  return html`<li><b>@${lead}</b>${talk.map(({ line }) => line)}</li>`
}

function timeOf(at: string, timeZone: string): string {
  const format = { hour: 'numeric', minute: '2-digit', timeZone, timeZoneName: 'shortGeneric' } as const
  return new Intl.DateTimeFormat('en-US', format).format(new Date(at))
}

/** What the forms of the pane ask of a `channel`: `write` (from, text), `limit` (perMinute), `refuse` (lead). */
export async function handleChannelAct(
  channels: Record<string, ChannelStandIn>,
  name: string,
  form: Record<string, string>,
): Promise<void> {
  const { from = '', text = '', perMinute = '', lead = '', channel = '' } = form
  const standIn = Object.hasOwn(channels, channel) ? channels[channel] : undefined
  if (!standIn) throw new Refusal('There is no such channel.')
  const handle = (words: string) => words.trim().replace(/^@/, '').toLowerCase()
  const acts: Record<string, () => Promise<unknown>> = {
    write: async () => {
      if (!from.trim() || !text.trim()) throw new Refusal('A lead has a handle, and some words.')
      const status = await standIn.act.write({ from: handle(from), text: text.trim() })
      if (status !== 202) throw new Refusal('Deskhand did not take it.')
    },
    limit: () => standIn.act.limit(perMinute.trim() ? Math.max(0, Math.trunc(Number(perMinute)) || 0) : null),
    refuse: () => standIn.act.refuse(handle(lead), { code: 551, message: 'This person is not available right now.' }),
  }
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined
  if (!act) throw new Refusal(`A channel cannot do "${name}".`)
  await act()
}

/** Under `.outreach` only; follows the reader's light or dark. */
export const channelCss = `
.services { display: flex; flex-direction: column; gap: 8px; height: 100%; min-height: 0; }
.services > .outreach { flex: 1; height: auto; }
.services > details > summary { padding: 8px 14px; cursor: pointer; }
.services > details[open] { flex: 1; min-height: 0; overflow: auto; }
.outreach { --o-back: #fff; --o-text: #16181d; --o-faint: #646a73; --o-line: #e3e5e9; --o-theirs: #eef0f3;
  --o-own: #7a3ff2;
  color-scheme: light dark; background: var(--o-back); color: var(--o-text); font: 14px/1.4 system-ui, sans-serif;
  border: 1px solid var(--o-line); border-radius: 14px; display: flex; flex-direction: column; min-height: 0;
  height: 100%; overflow: hidden; }
@media (prefers-color-scheme: dark) {
  .outreach { --o-back: #121316; --o-text: #f1f2f4; --o-faint: #a2a7b0; --o-line: #2c2f35; --o-theirs: #24272d; } }
.outreach * { box-sizing: border-box; }
.outreach header { padding: 10px 14px; border-bottom: 1px solid var(--o-line); }
.outreach small { display: block; color: var(--o-faint); font-size: 11px; }
.outreach .empty { text-align: center; color: var(--o-faint); }
.outreach ol { list-style: none; margin: 0; padding: 12px 14px; flex: 1; min-height: 0; overflow: auto; display: flex;
  flex-direction: column; gap: 12px; }
.outreach li p { margin: 4px 0 0; padding: 7px 12px; border-radius: 14px; background: var(--o-theirs);
  width: fit-content;
  max-width: 88%; overflow-wrap: anywhere; white-space: pre-wrap; }
.outreach li .own { background: var(--o-own); color: #fff; margin-left: auto; }
.outreach li .own small { color: #e9e1ff; }
.outreach li .lost { text-decoration: line-through; }
.outreach form { margin: 0; padding: 8px 14px; border-top: 1px solid var(--o-line); }
.outreach label { color: var(--o-faint); font-size: 12px; }
.outreach input { font: inherit; color: inherit; background: none; border: 1px solid var(--o-line); border-radius: 10px;
  padding: 5px 9px; min-width: 0; }
.outreach .send { display: flex; gap: 8px; padding-top: 6px; }
.outreach .send input { flex: 1; }
.outreach button { border: 0; border-radius: 10px; padding: 6px 12px; background: var(--o-own); color: #fff;
  font: inherit; cursor: pointer; }
.outreach details { border-top: 1px solid var(--o-line); }
.outreach summary { padding: 8px 14px; color: var(--o-faint); cursor: pointer; }
.outreach :is(button, input, summary):focus-visible { outline: 2px solid var(--o-own); outline-offset: 2px; }
`
