import { checkView, findView, replaceView, showModal } from '../api/api-views.ts'
import { Rejection } from '../api/rejection.ts'
import type { Control, Typed } from '../api/typing.ts'
import { controlsOf, refuseTyped, standsIn, writeTyped } from '../api/typing.ts'
import type { Bag } from '../bag.ts'
import { asBag, asText, wordsOf } from '../bag.ts'
import { writeClosing, writePressOnMessage, writePressOnView, writeSubmission } from '../payloads.ts'
import type { Result, Stage } from '../stage.ts'
import { failed } from '../stage.ts'
import type { Message, Person, Place, View } from '../workspace.ts'
import { findPlace, openDm, topModal } from '../workspace.ts'

/** A control by its action id or by its words; without `ts`, the newest message that has it. */
export type Press = {
  user: string
  channel?: string
  ts?: string
  viewId?: string
  actionId?: string
  label?: string
  /** The choice made, for a menu; what was typed, for an input. */
  value?: Typed
  /** What stands in the other fields of the view meanwhile. */
  values?: Record<string, Typed>
}

const trouble = { acked: false, error: 'We had some trouble connecting. Try again?' }

/** Uses a button or a menu of a message, a modal or the Home. */
export async function press(stage: Stage, person: Person, press: Press): Promise<Result> {
  const payload = press.viewId === undefined ? onMessage(stage, person, press) : onView(stage, person, press)
  if (!payload) return { acked: false, error: 'That button is gone.' }
  const ack = await stage.deliver.once({ type: 'interactive', payload })
  return 'failure' in ack ? failed(ack.failure) : {}
}

/** Checks as Slack's own client does, sends, and does what the app answers. */
export async function submit(
  stage: Stage,
  person: Person,
  form: { viewId?: string; values: Record<string, Typed> },
): Promise<Result> {
  const view = openModal(stage, person, form.viewId)
  if (!view) return { acked: false, error: 'That form is gone.' }
  keepTyped(view, form.values)
  complain(view)
  if (view.errors) return { acked: false }
  const ack = await stage.deliver.once({ type: 'interactive', payload: writeSubmission(stage.core, person, view) })
  if ('failure' in ack) return trouble
  return followAnswer(stage, person, view, ack.body)
}

export async function closeView(stage: Stage, person: Person, viewId?: string): Promise<Result> {
  const view = openModal(stage, person, viewId)
  if (!view) return { acked: false, error: 'That form is gone.' }
  takeAway(stage, person, view, view.clear_on_close === true)
  if (view.notify_on_close !== true) return {}
  const ack = await stage.deliver.once({ type: 'interactive', payload: writeClosing(stage.core, person, view) })
  return 'failure' in ack ? failed(ack.failure) : {}
}

function onMessage({ core }: Stage, person: Person, press: Press): Bag | undefined {
  const place = press.channel ? findPlace(core.workspace, press.channel) : openDm(core.workspace, person.id)
  if (!place || !maySee(person, place)) return undefined
  const seen = place.messages.filter(({ ts, only }) => (press.ts ?? ts) === ts && (only ?? person.id) === person.id)
  for (const message of seen.toReversed()) {
    const control = findControl(message, press)
    if (control) return writePressOnMessage(core, person, place, message, writeAction(control, press))
  }
  return undefined
}

function onView({ core }: Stage, person: Person, press: Press): Bag | undefined {
  const home = core.workspace.homes[person.id]
  const view = press.viewId === 'home' ? home : findView(core, press.viewId ?? '')
  const control = view && findControl(view, press)
  if (!control) return undefined
  keepTyped(view, press.values ?? {})
  return writePressOnView(core, person, view, writeAction(control, press))
}

function findControl({ blocks = [] }: Pick<Message, 'blocks'>, { actionId, label }: Press): Control | undefined {
  return controlsOf(blocks).find(({ element }) => {
    return actionId === undefined ? wordsOf(element.text) === label : element.action_id === actionId
  })
}

function writeAction({ block, element }: Control, { value = '' }: Press): Bag {
  const { action_id, type, text, style } = element
  const own = { action_id, block_id: block.block_id }
  if (type !== 'button') return { ...own, ...writeTyped(element, value) }
  return { ...own, type, text, ...(style !== undefined && { style }), value: asText(element.value) }
}

/** Writes what was typed into the view. */
function keepTyped(view: View, values: Record<string, Typed>): void {
  for (const control of controlsOf(view.blocks)) {
    const { block, element } = control
    const typed = pick(values, control) ?? standsIn(view, control)
    const blockId = asText(block.block_id)
    const written = writeTyped(element, typed)
    view.state.values[blockId] = { ...view.state.values[blockId], [asText(element.action_id)]: written }
  }
}

/** What Slack's own client says under the fields, before the app hears of them. */
function complain(view: View): void {
  delete view.errors
  const inputs = controlsOf(view.blocks).filter(({ block }) => block.type === 'input')
  const errors = inputs.flatMap((control) => {
    const refusal = refuseTyped(control, standsIn(view, control))
    return refusal ? [[asText(control.block.block_id), refusal]] : []
  })
  if (errors.length > 0) view.errors = Object.fromEntries(errors)
}

function pick(values: Record<string, Typed>, { block, element }: Control): Typed | undefined {
  return values[asText(block.block_id)] ?? values[asText(element.action_id)] ?? values[wordsOf(block.label)]
}

/** https://docs.slack.dev/surfaces/modals#response_actions */
function followAnswer(stage: Stage, person: Person, view: View, answer: Bag): Result {
  try {
    if (answer.response_action === undefined) takeAway(stage, person, view, false)
    if (answer.response_action === 'clear') takeAway(stage, person, view, true)
    if (answer.response_action === 'update') replaceView(stage.core, view, checkView(answer.view, 'modal'))
    if (answer.response_action === 'push') showModal(stage.core, person.id, checkView(answer.view, 'modal'), 'push')
    return answer.response_action === 'errors' ? showErrors(view, asBag(answer.errors)) : {}
  } catch (error) {
    if (error instanceof Rejection) return trouble
    throw error
  }
}

/** Errors may only be shown under blocks that are inputs of this view. */
function showErrors(view: View, errors: Bag): Result {
  const inputs = view.blocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id)
  const entries = Object.entries(errors)
  if (entries.length === 0 || entries.some(([blockId]) => !inputs.includes(blockId))) return trouble
  view.errors = Object.fromEntries(entries.map(([blockId, words]) => [blockId, asText(words)]))
  return {}
}

function takeAway({ core }: Stage, person: Person, view: View, all: boolean): void {
  const left = (core.workspace.modals[person.id] ?? []).filter(({ id }) => id !== view.id)
  core.workspace.modals[person.id] = all ? [] : left
}

function openModal({ core }: Stage, person: Person, viewId?: string): View | undefined {
  const top = topModal(core.workspace, person.id)
  return viewId === undefined || top?.id === viewId ? top : undefined
}

/** A guest sees only the channels they are in; everyone else may look into every public one. */
function maySee(person: Person, place: Place): boolean {
  return place.members.includes(person.id) || (place.kind === 'channel' && !person.isRestricted)
}
