import type { RepChannel } from '#entities/reps/rep-channel.ts'
import type { Answers, Form } from '#src/cards/form.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type Acting, defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import { writeCity } from '#src/cards/times.ts'
import { Refusal } from '#src/errors.ts'
import { repChannelKind } from '../kinds.ts'
import { hoursOf } from '../plan/why.ts'
import { readCapacity, saveSetting } from '../registry/save-rep-channel.ts'
import { showStanding } from '../registry/switch.ts'
import { DISPATCH } from '../steps.ts'
import { askRepChannel, editAccount } from './account-form.ts'
import { loadRepChannels, type RepChannelView, type Setting } from './rep-channel-view.ts'
import { switching } from './switching.ts'
import { isOwn } from './whose.ts'

const OF_ADMINS = ['lift', 'ramp', 'edit', 'hours']

/** A rep's account in a channel. */
export const repChannelSubject = defineSubject<RepChannel, RepChannelView>({
  kind: repChannelKind,
  load: loadRepChannels,
  card: (view) => ({
    title: titleOf(view),
    tone: view.available ? 'good' : 'bad',
    facts: [
      ...(view.username ? [{ label: 'Account', value: view.username }] : []),
      { label: 'Hours', value: hoursIn(view, { start: view.startTime, end: view.endTime }) },
      { label: 'Capacity', value: `${view.maxCapacity} a day of each activity` },
      ...view.settings.flatMap((setting) => tellSetting(view, setting)),
      { label: 'Password', value: view.password ? 'kept, encrypted' : 'none' },
    ],
    footer: view.rampLifted ? 'An established account: no ramp.' : 'The allowance grows day by day.',
  }),
  offers: offersOf,
  ask: (view, verb) =>
    verb === 'edit' ? askRepChannel(view) : verb === 'hours' ? askHours(view) : verb === 'password' ? PASSWORD : null,
  verbs: {
    ...switching,
    lift: { label: 'Lift the ramp', past: 'lifted the ramp of' },
    ramp: { label: 'Use the ramp', past: 'brought the ramp back for' },
    edit: { label: 'Edit', past: 'edited' },
    hours: { label: 'One activity', past: 'set the hours of one activity of' },
    password: { label: 'Password', past: 'set the password of' },
  },
  act: {
    on: (acting) => turn(acting, true),
    off: (acting) => turn(acting, false),
    lift: ({ tx, view }) => {
      tx.ring(DISPATCH)
      return { set: { rampLifted: true }, tell: `${view.rep} may do ${view.maxCapacity} a day at once.` }
    },
    ramp: () => ({ set: { rampLifted: false }, tell: 'The allowance grows day by day again.' }),
    edit: ({ tx, answers }) => {
      tx.ring(DISPATCH)
      return { set: editAccount(answers), edited: true, tell: 'Saved.' }
    },
    hours: setHours,
    password: setPassword,
  },
  mayPress: (member, view, verb) => (OF_ADMINS.includes(verb) ? member.role === 'admin' : isOwn(member, view.personId)),
})

async function turn({ tx, view }: Acting<RepChannelView>, on: boolean): Promise<Effect<RepChannel>> {
  await showStanding(tx, { repChannelId: view.id })
  return { set: { available: on, availableUntil: null }, tell: `${view.channel} is ${on ? 'on' : 'off'}.` }
}

function offersOf({ available, rampLifted }: RepChannelView): Offer[] {
  return [
    { verb: available ? 'off' : 'on' },
    { verb: rampLifted ? 'ramp' : 'lift', quiet: true },
    ...['hours', 'edit', 'password'].map((verb) => ({ verb, quiet: true })),
  ]
}

function titleOf(view: RepChannelView): string {
  const badge = view.sandbox ? ' (SANDBOX: nothing leaves)' : ''
  return `${writeRef(repChannelKind, view)} ${view.rep} on ${view.channel}${badge}`
}

function hoursIn({ timezone }: RepChannelView, hours: { start: string; end: string }): string {
  return `${hoursOf(hours)}, ${writeCity(timezone)}`
}

/** Said only where it differs from the account. */
function tellSetting(view: RepChannelView, { name, start, end, capacity }: Setting) {
  const hours = start || end ? [hoursIn(view, { start: start ?? view.startTime, end: end ?? view.endTime })] : []
  const value = [...hours, ...(capacity === null ? [] : [`${capacity} a day`])].join(' · ')
  return value ? [{ label: name, value }] : []
}

function askHours({ settings, startTime, endTime, maxCapacity }: RepChannelView): Form {
  const text = { kind: 'text' as const, optional: true }
  return {
    title: 'One activity',
    submit: 'Save',
    fields: [
      {
        ...{ name: 'activity', label: 'Activity', kind: 'choice' },
        choices: settings.map(({ id, name }) => ({ value: id, label: name })),
      },
      { ...text, name: 'startTime', label: 'Hours begin', hint: `Empty: ${startTime.slice(0, 5)}, as the account` },
      { ...text, name: 'endTime', label: 'Hours end', hint: `Empty: ${endTime.slice(0, 5)}, as the account` },
      { ...text, name: 'maxCapacity', label: 'A day at most', hint: `Empty: ${maxCapacity}, as the account` },
    ],
  }
}

async function setHours({ tx, view, answers }: Acting<RepChannelView>): Promise<Effect<RepChannel>> {
  const { activity = '', startTime = '', endTime = '', maxCapacity = '' } = answers
  const named = view.settings.find(({ id, name }) => id === activity || name.toLowerCase() === activity.toLowerCase())
  if (!named) throw new Refusal('That activity is not of this channel.', { activity: 'another channel\u2019s' })
  await saveSetting(tx, {
    ...{ repChannelId: view.id, activityId: named.id, startTime: startTime.trim() || null },
    ...{ endTime: endTime.trim() || null },
    maxCapacity: maxCapacity.trim() ? readCapacity(Number(maxCapacity)) : null,
  })
  return { note: named.name, tell: `${named.name}: saved.` }
}

const PASSWORD: Form = {
  title: 'Password',
  submit: 'Keep it',
  fields: [
    {
      ...{ name: 'password', label: 'Password of the account', kind: 'text' },
      hint: 'Kept encrypted, never shown again. In Telegram delete your message afterwards.',
    },
  ],
}

function setPassword({ app, view, answers }: Acting<RepChannelView>): Effect<RepChannel> {
  const { password }: Answers = answers
  if (!password) throw new Refusal('A password is needed.', { password: 'nothing was typed' })
  const sealed = app.keys.seal(password, { table: 'rep_channels', id: view.id })
  return { set: { password: sealed }, tell: 'Kept, encrypted. Nobody is shown it again.' }
}
