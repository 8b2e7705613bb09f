import { Refusal } from '#src/errors.ts'
import { takePhoto } from '../../take-photo.ts'
import type { Typed } from '../api/typing.ts'
import type { SlackStandIn } from '../stand-in.ts'
import type { SlackAct } from './act.ts'

type Form = Record<string, string>

/** Does what a form of the pane asks. Refuses what is no act of Slack's. */
export async function handleSlackAct(standIn: SlackStandIn, name: string, form: Form): Promise<void> {
  await readSlackAct(name, form)(standIn.act)
}

/** The act behind a form of the pane: `press`, `submit`, `close`, `write`, `photo`, `look`, `delete` or `join`. */
function readSlackAct(name: string, form: Form): (act: SlackAct) => Promise<unknown> {
  const read = Object.hasOwn(acts, name) ? acts[name] : undefined
  if (!read || !form.user) throw new Refusal(`Nobody can "${name}" in Slack.`)
  return read(form, form.user)
}

const acts: Record<string, (form: Form, user: string) => (act: SlackAct) => Promise<unknown>> = {
  press: (form, user) => (act) => {
    const { channel, ts, viewId, actionId = '' } = form
    const where = { ...(channel && { channel }), ...(ts && { ts }), ...(viewId && { viewId }) }
    return act.press({ user, ...where, actionId, value: readValue(form, 'value'), values: readValues(form) })
  },
  submit: (form, user) => (act) => act.submit({ user, viewId: form.viewId ?? '', values: readValues(form) }),
  close: (form, user) => (act) => act.closeView({ user, viewId: form.viewId ?? '' }),
  write: (form, user) => (act) => {
    const words = { user, channel: form.channel ?? 'dm', text: form.text ?? '' }
    return words.text.startsWith('/') ? act.command(words) : act.say(words)
  },
  photo:
    ({ text = '' }, user) =>
    async (act) =>
      act.share({ user, text, files: [{ name: 'photo.jpg', bytes: await takePhoto(text) }] }),
  look:
    ({ place = 'home' }, user) =>
    (act) =>
      act.look({ user, place }),
  delete:
    ({ channel = '', ts = '' }, user) =>
    (act) =>
      act.deleteMessage({ user, channel, ts }),
  join:
    ({ channel = '' }, user) =>
    (act) =>
      act.join({ user, channel }),
}

/** The fields of a modal are called `v:<block>`, or `v:<block>#<n>` where several may be ticked. */
function readValues(form: Form): Record<string, Typed> {
  const blocks = new Set(Object.keys(form).flatMap((name) => /^v:(.+?)(?:#\d*)?$/.exec(name)?.[1] ?? []))
  return Object.fromEntries([...blocks].map((block) => [block, readValue(form, `v:${block}`)]))
}

function readValue(form: Form, name: string): Typed {
  const one = form[name]
  if (one !== undefined) return one
  const many = Object.entries(form).filter(([key, value]) => key.startsWith(`${name}#`) && value !== '')
  return many.map(([, value]) => value)
}
