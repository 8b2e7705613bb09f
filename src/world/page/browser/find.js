// Finds what an act of a step means, for the person's one click, for Play, and for the story tests alike.

const isSeen = (element) => element.getClientRects().length > 0
const wordsOf = (element) => element.textContent.trim().replace(/^[^\p{L}\p{N}$]+/u, '')

/** The field or button of this act that is on the page now; null while there is none. */
export function find(act) {
  const pane = document.querySelector(`[data-pane="${act.in}"]`)
  if (!pane) return null
  return 'put' in act ? findField(pane, act.into) : findButton(pane, act)
}

/** The button that sends what stands in this field. */
export function sendOf(field) {
  return [...field.form.querySelectorAll('button:not([type=button], .photo)')].at(-1) ?? null
}

function findField(pane, selector) {
  const field = pane.querySelector(selector)
  // A mail that is folded opens.
  for (let box = field?.closest('details:not([open])'); box; box = box.parentElement.closest('details:not([open])'))
    box.open = true
  return field
}

/** In the last message that holds these words and such a button; without words, the last such button of the pane. */
function findButton(pane, { press, on }) {
  const buttons = [...pane.querySelectorAll('button, summary')].filter((one) => wordsOf(one).startsWith(press))
  if (on === undefined) return buttons.at(-1) ?? null
  const around = (one) => one.closest('[role=dialog], li, article') ?? pane
  const meant = buttons.filter((one) => around(one).textContent.includes(on))
  const last = meant.at(-1)
  return last ? meant.find((one) => around(one) === around(last)) : null
}

/** On a phone only the pane one looks at is drawn. */
export function turnTo(name) {
  const pane = document.querySelector(`[data-pane="${name}"]`)
  if (pane && !isSeen(pane)) document.querySelector(`[data-tab="${name}"]`)?.click()
}

/** Brings it into view, and says so with a ring of light. */
export function show(element) {
  element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  element.classList.add('lit')
  setTimeout(() => element.classList.remove('lit'), 1200)
}

/** Types these words as they are. */
export function type(field, words) {
  field.value = words
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
