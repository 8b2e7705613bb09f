// Keeps the main part of a page up to date: the server says what moved, the page fetches itself again.
const main = document.getElementById('main')
const sign = document.getElementById('live')
const kinds = new Set((main.dataset.kinds ?? '').split(' '))
const record = main.dataset.record
const PAUSE_MS = 1000

// On a phone the menu is wider than the screen. `scrollIntoView` would also have the first Tab begin behind the link.
for (const here of document.querySelectorAll('nav [aria-current]'))
  here.parentElement.scrollLeft = here.offsetLeft - (innerWidth - here.offsetWidth) / 2

let source = null
let timer = null

function listen() {
  if (source) return
  source = new EventSource('/events')
  source.addEventListener('moved', ({ data }) => {
    const { kind, ids } = JSON.parse(data)
    if (kinds.has(kind) && (!record || kind !== main.dataset.kind || ids.length > 40 || ids.includes(record))) soon()
  })
  source.addEventListener('again', soon)
  source.onopen = () => show('Live')
  source.onerror = () => show('Not live: reload the page')
}

function soon() {
  if (timer === null) timer = setTimeout(refresh, PAUSE_MS)
}

async function refresh() {
  timer = null
  if (isWriting()) return soon()
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null)
  if (!answer) return show('Not live: reload the page')
  if (!answer.ok) return location.reload()
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('main')
  if (!fresh || isWriting()) return
  const focused = main.contains(document.activeElement) ? document.activeElement : null
  const again = focused && (focused.value || focused.getAttribute('href'))
  main.replaceChildren(...fresh.childNodes)
  if (!again) return
  const same = [...main.querySelectorAll('a, button')].find((one) => (one.value || one.getAttribute('href')) === again)
  same?.focus({ preventScroll: true })
}

/** Nobody's words are taken away under their fingers. */
function isWriting() {
  return main.contains(document.activeElement) && document.activeElement.matches('input, textarea, select')
}

function show(text) {
  if (sign && sign.textContent !== text) sign.textContent = text
}

// A hidden page holds no connection: browsers allow six to one address.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    source?.close()
    source = null
    return
  }
  listen()
  soon()
})
if (!document.hidden) listen()
