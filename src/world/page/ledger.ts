import { html } from 'hono/html'
import { type Entry, keepLedger } from '../stories/ledger.ts'
import type { Stage } from '../stories/story.ts'

/** What left this machine, held against what the vendors have: `12 mails, 0 lost, 0 twice`. */
export async function renderLedger(stage: Stage) {
  const entries = await keepLedger(stage)
  return html`<h2>Ledger</h2>
    <ul>${entries.map((entry) => html`<li class="${entry.lost + entry.twice > 0 ? 'wrong' : ''}">${writeEntry(entry)}</li>`)}
    ${entries.length === 0 ? html`<li>Nothing has left yet. Play a story, then break something.</li>` : ''}</ul>`
}

function writeEntry({ one, many, count, lost, twice, waiting }: Entry): string {
  const left = `${count} ${count === 1 ? one : many}, ${lost} lost, ${twice} twice`
  if (waiting === 0) return left
  return waiting === 1 ? `${left}, 1 waits` : `${left}, ${waiting} wait`
}
