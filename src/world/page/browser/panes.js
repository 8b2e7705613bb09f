// Keeps the panes alive: forms are sent in the background, and a pane is drawn again when something changed on it.

const screens = new Map([...document.querySelectorAll('[data-pane]')].map((screen) => [screen.dataset.pane, screen]))
const [pending, missed, stale] = [new Set(), new Set(), new Set()]
const banner = document.querySelector('.banner')
const listeners = new Set()
const typed = (screen) => [...screen.querySelectorAll('input:not([type=hidden]), textarea, select')]
const isSeen = (screen) => screen.getClientRects().length > 0
const keyOf = (field) => {
  const subject = field.form?.querySelector('[name=threadMessageId],[name=mediaId]')?.value
  return [field.form?.getAttribute('action'), subject, field.name].join(' ')
}

/** Calls back after a pane was drawn again. */
export function onDrawn(listener) {
  listeners.add(listener)
}

export async function redraw(name) {
  const screen = screens.get(name)
  if (!screen) return
  if (!isSeen(screen)) {
    stale.add(name)
    return document.querySelector(`[data-tab="${name}"]`)?.classList.add('fresh')
  }
  if (pending.has(name)) return void missed.add(name)
  pending.add(name)
  const text = await fetchPane(name)
  pending.delete(name)
  if (text !== null) {
    draw(screen, text)
    for (const listener of listeners) listener(name)
  }
  // What changed while it was being fetched may not be on it.
  if (missed.delete(name)) await redraw(name)
}

/** Null when it did not come whole: a connection that breaks off must not leave the pane as it is for ever. */
async function fetchPane(name) {
  const response = await ask(`/sandbox/pane/${name}`)
  return response?.ok ? response.text().catch(() => null) : null
}

/** What stood behind something else is drawn when it comes into view. */
export function redrawStale() {
  for (const name of [...stale]) {
    if (!isSeen(screens.get(name))) continue
    stale.delete(name)
    void redraw(name)
  }
}

/** What was typed, where one looked and what was open stays. */
function draw(screen, text) {
  const restore = [keepTyped(screen), keepOpen(screen), keepScroll(screen)]
  screen.innerHTML = text
  for (const put of restore) put()
}

/** What a field held before anybody touched it. */
function firstOf(field) {
  if (field.tagName !== 'SELECT') return field.defaultValue
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value
}

function keepTyped(screen) {
  const isKept = (field) => field.value !== firstOf(field) || field === document.activeElement
  const fields = typed(screen).filter((field) => isKept(field) && !/checkbox|radio/.test(field.type))
  const kept = new Map(fields.map((field) => [keyOf(field), field.value]))
  const { activeElement } = document
  const focused = screen.contains(activeElement) && activeElement.name ? keyOf(activeElement) : null
  // Who is typing goes on where they were, over what they had marked.
  const marked = [activeElement?.selectionStart, activeElement?.selectionEnd]
  return () => {
    for (const field of typed(screen)) {
      if (kept.has(keyOf(field))) field.value = kept.get(keyOf(field))
      if (!focused || keyOf(field) !== focused) continue
      field.focus({ preventScroll: true })
      if (Number.isInteger(marked[0])) field.setSelectionRange(...marked)
    }
  }
}

function keepOpen(screen) {
  const open = [...screen.querySelectorAll('details[open]')].map(({ id }) => id).filter(Boolean)
  return () => {
    for (const id of open) document.getElementById(id)?.setAttribute('open', '')
  }
}

/**
 * Who was at the end sees what came after it; where the newest stands first one stays, but for an answer below it; a
 * new page begins above.
 */
function keepScroll(screen) {
  const before = screen.firstElementChild
  if (!before) return () => {}
  const { scrollTop, scrollHeight, clientHeight, dataset } = before
  const wasAtEnd = dataset.newest === undefined && scrollHeight - clientHeight - scrollTop < 40
  const pageOf = (pane) => pane.querySelector(':scope > .page')?.textContent
  const page = pageOf(before)
  const answerOf = (pane) => pane.querySelector('[data-answer]')
  const answer = answerOf(before)?.dataset.answer
  return () => {
    const now = screen.firstElementChild
    if (!now) return
    const isNewPage = dataset.newest === 'page' && pageOf(now) !== page
    now.scrollTop = isNewPage ? 0 : wasAtEnd ? now.scrollHeight : scrollTop
    const came = answerOf(now)
    if (came && came.dataset.answer !== answer) showWhole(now, came)
  }
}

/** To its end where all of it fits, else from its beginning. */
function showWhole(pane, part) {
  const [frame, { top, bottom }] = [pane.getBoundingClientRect(), part.getBoundingClientRect()]
  pane.scrollTop += Math.min(top - frame.top, Math.max(0, bottom - frame.bottom))
}

document.addEventListener('submit', async (event) => {
  const form = event.target
  const screen = form.closest('[data-pane]')
  if (!screen) return
  event.preventDefault()
  const body = new URLSearchParams(new FormData(form, event.submitter))
  const action = event.submitter?.getAttribute('formaction') ?? form.getAttribute('action')
  for (const button of form.querySelectorAll('button')) button.disabled = true
  // Sent is sent, also when the pane is drawn again before the answer comes; what was refused is put back.
  const sent = typed(form).map((field) => [keyOf(field), field.value])
  form.reset()
  document.activeElement?.blur()
  const response = await ask(action, { method: 'POST', body, headers: { accept: 'text/plain' } })
  const words = response ? await response.text() : ''
  await redraw(screen.dataset.pane)
  if (words) say(words)
  if (response?.ok) return
  for (const button of form.querySelectorAll('button')) button.disabled = false
  const kept = new Map(sent)
  for (const field of typed(screen)) if (kept.has(keyOf(field))) field.value = kept.get(keyOf(field))
})

document.addEventListener('change', (event) => {
  if (event.target.closest('.switch')) event.target.form.submit()
})

/** Null when nobody answers: then the banner hangs. */
async function ask(address, options) {
  const response = await fetch(address, options).catch(() => null)
  banner.hidden = response !== null
  return response
}

/** A word to whoever plays, for three seconds. */
export function say(words) {
  document.querySelector('.problem')?.remove()
  const note = Object.assign(document.createElement('p'), { className: 'problem', textContent: words })
  note.setAttribute('role', 'alert')
  document.body.append(note)
  setTimeout(() => note.remove(), Math.max(3000, words.length * 45))
}

const events = new EventSource('/sandbox/events')
events.addEventListener('change', (event) => void redraw(event.data))
events.addEventListener('open', () => {
  banner.hidden = true
  for (const name of screens.keys()) void redraw(name)
})
events.addEventListener('error', () => {
  banner.hidden = false
})
