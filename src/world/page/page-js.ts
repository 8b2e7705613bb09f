/** Keeps the page alive: forms are sent in the background, and a phone is drawn again when something changed on it. */
export const pageJs = `
const screens = new Map([...document.querySelectorAll('[data-pane]')].map((screen) => [screen.dataset.pane, screen]))
const pending = new Set()
const keyOf = (field) => [field.form?.getAttribute('action'), field.form?.querySelector('[name=threadMessageId],[name=mediaId]')?.value, field.name].join(' ')
const typed = (screen) => [...screen.querySelectorAll('input:not([type=hidden]), textarea, select')]

async function redraw(name) {
  if (pending.has(name)) return
  pending.add(name)
  const response = await fetch('/sandbox/pane/' + name)
  pending.delete(name)
  if (!response.ok) return
  const screen = screens.get(name)
  const kept = new Map(typed(screen).filter((field) => field.value !== field.defaultValue || field === document.activeElement).map((field) => [keyOf(field), field.value]))
  const focused = screen.contains(document.activeElement) && document.activeElement.name ? keyOf(document.activeElement) : null
  const open = [...screen.querySelectorAll('details[open]')].map((details) => details.id).filter(Boolean)
  const scroller = screen.firstElementChild
  const before = scroller ? { top: scroller.scrollTop, end: scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop < 40 } : null
  screen.innerHTML = await response.text()
  for (const id of open) { const details = document.getElementById(id); if (details) details.open = true }
  for (const field of typed(screen)) {
    if (kept.has(keyOf(field)) && field.type !== 'checkbox' && field.type !== 'radio') field.value = kept.get(keyOf(field))
    if (focused && keyOf(field) === focused) field.focus()
  }
  const now = screen.firstElementChild
  if (now && before) now.scrollTop = before.end ? now.scrollHeight : before.top
}

document.addEventListener('submit', async (event) => {
  const form = event.target
  if (!form.closest('[data-pane]')) return
  event.preventDefault()
  const body = new URLSearchParams(new FormData(form, event.submitter))
  const action = event.submitter?.getAttribute('formaction') ?? form.getAttribute('action')
  for (const button of form.querySelectorAll('button')) button.disabled = true
  const screen = form.closest('[data-pane]')
  // Sent is sent, also when the phone is drawn again before the answer comes; what was refused is put back.
  const sent = typed(form).map((field) => [keyOf(field), field.value])
  form.reset()
  document.activeElement?.blur()
  const response = await fetch(action, { method: 'POST', body, headers: { accept: 'text/plain' } })
  const refused = response.ok ? null : await response.text()
  await redraw(screen.dataset.pane)
  if (refused === null) return
  say(refused)
  const kept = new Map(sent)
  for (const field of typed(screen)) if (kept.has(keyOf(field))) field.value = kept.get(keyOf(field))
})

document.addEventListener('change', (event) => { if (event.target.closest('.switch')) event.target.form.submit() })

function say(words) {
  document.querySelector('.problem')?.remove()
  const note = Object.assign(document.createElement('p'), { className: 'problem', textContent: words })
  note.setAttribute('role', 'alert')
  document.body.append(note)
  setTimeout(() => note.remove(), 6000)
}

const events = new EventSource('/sandbox/events')
events.addEventListener('change', (event) => redraw(event.data))
events.addEventListener('open', () => { for (const name of screens.keys()) redraw(name) })
`
