// The stage: the shown step, the words it puts into a field, and the one pane a phone has room for.
import { find, sendOf, show, turnTo, type } from './find.js'
import { onDrawn, redrawStale } from './panes.js'
import { play, playing, stop } from './play.js'

const line = document.querySelector('[data-pane=steps]')
const steps = () => [...line.querySelectorAll('[data-step]')]
let chosen = null
let done = null

function showStep() {
  const ticked = line.querySelector('[data-done]')?.dataset.done
  if (ticked !== done) chosen = null
  done = ticked
  const current = line.querySelector('[aria-current=step]')
  const shown = steps().find(({ dataset }) => dataset.step === chosen) ?? current ?? steps().at(-1)
  for (const step of steps()) step.classList.toggle('shown', step === shown)
  const button = line.querySelector('[data-play]')
  if (button) button.textContent = playing() ? '■ Stop' : '▶ Play it for me'
}

onDrawn((name) => name === 'steps' && showStep())
showStep()

line.addEventListener('click', (event) => {
  const step = event.target.closest('[data-step]')
  if (event.target.closest('[data-put]')) return putWords(step)
  if (event.target.closest('.number')) chosen = step.dataset.step
  if (event.target.closest('[data-play]')) void (playing() ? stop() : play()).then(showStep)
  showStep()
})

/** Puts the words of a step where they belong; to send them is the person's. */
function putWords(step) {
  for (const act of JSON.parse(step.dataset.acts)) {
    if (!('put' in act)) continue
    turnTo(act.in)
    const field = find(act)
    if (!field) continue
    show(field)
    type(field, act.put)
    field.focus({ preventScroll: true })
  }
}

// As in these apps at a desk: Enter sends, Shift and Enter begins a line.
document.querySelector('main').addEventListener('keydown', (event) => {
  const field = event.target.closest('.sms textarea, .instagram textarea')
  if (!field || event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  sendOf(field)?.click()
})

const tabs = [...document.querySelectorAll('[data-tab]')]
const showTab = (name) => {
  for (const tab of tabs) tab.setAttribute('aria-pressed', String(tab.dataset.tab === name))
  for (const frame of document.querySelectorAll('.frame')) frame.classList.toggle('on', frame.id === `phone-${name}`)
  document.querySelector(`[data-tab="${name}"]`)?.classList.remove('fresh')
  redrawStale()
}
for (const tab of tabs) tab.addEventListener('click', () => showTab(tab.dataset.tab))
document.documentElement.classList.add('scripted')
if (tabs[0]) showTab(tabs[0].dataset.tab)
document.querySelector('.drawer').addEventListener('toggle', redrawStale)
