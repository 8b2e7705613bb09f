// Plays the steps of the story at reading speed, with the same fields and buttons a person uses.
import { find, sendOf, show, turnTo, type } from './find.js'
import { say } from './panes.js'

const READ_MS_PER_LETTER = 38
const READ_MS = 900
const LETTER_MS = 22
const BEAT_MS = 800
const FIND_MS = 20_000
const HAPPEN_MS = 60_000

let run = 0
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const stepOf = (name) => document.querySelector(`[data-step="${name}"]`)
const nextStep = () => document.querySelector('[data-step][aria-current=step]')

let isPlaying = false
export const playing = () => isPlaying

export async function stop() {
  isPlaying = false
  run += 1
}

export async function play() {
  const mine = ++run
  isPlaying = true
  try {
    for (let step = nextStep(); step && mine === run; step = nextStep()) await playStep(step.dataset.step, mine)
  } catch (error) {
    say(error.message)
  }
  if (mine === run) isPlaying = false
}

async function playStep(name, mine) {
  turnTo(actsOf(name)[0]?.in)
  await pause(READ_MS + stepOf(name).querySelector('.told').textContent.trim().length * READ_MS_PER_LETTER)
  for (let at = 0; mine === run && at < actsOf(name).length; at += 1) await perform(name, at, mine)
  await until(
    () => mine !== run || stepOf(name).classList.contains('done'),
    HAPPEN_MS,
    'That did not happen yet. Look at the step, and press Play again.',
  )
  await pause(BEAT_MS)
}

const actsOf = (name) => JSON.parse(stepOf(name)?.dataset.acts ?? '[]')

/** The pane may be drawn again at any moment: what is acted on is looked up each time. */
async function perform(name, at, mine) {
  const act = actsOf(name)[at]
  turnTo(act.in)
  const found = await until(
    () => mine !== run || find(act),
    FIND_MS,
    `There is nothing like “${act.press ?? act.put}” to press yet.`,
  )
  if (mine !== run) return
  show(found)
  await pause(BEAT_MS)
  if ('press' in act) return find(act)?.click()
  for (let length = 1; length <= act.put.length && mine === run; length += 1) {
    const field = find(act)
    if (field) type(field, act.put.slice(0, length))
    await pause(LETTER_MS)
  }
  await pause(BEAT_MS)
  const field = mine === run && act.send ? find(act) : null
  if (field) sendOf(field)?.click()
}

async function until(look, ms, otherwise) {
  for (let waited = 0; waited < ms; waited += 100) {
    const found = look()
    if (found) return found
    await pause(100)
  }
  throw new Error(otherwise)
}
