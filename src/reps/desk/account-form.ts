import type { RepChannel } from '#entities/reps/rep-channel.ts'
import type { Answers, Form } from '#src/cards/form.ts'
import { readCapacity, readWall, zoneOf } from '../registry/save-rep-channel.ts'
import type { RepView } from './rep-view.ts'

type Held = Pick<RepChannel, 'username' | 'startTime' | 'endTime' | 'maxCapacity' | 'timezone' | 'sandbox'>

const usual: Held = {
  ...{ username: null, startTime: '09:00', endTime: '17:00', maxCapacity: 20, timezone: '', sandbox: false },
}

/** A rep gets an account in one of the channels they have none in. */
export function askAccount({ fullName, others }: RepView): Form {
  const choices = others.map(({ id, name }) => ({ value: id, label: name }))
  const channel = { name: 'channel', label: 'Channel', kind: 'choice' as const, choices }
  return { title: `Channel for ${fullName}`.slice(0, 24), submit: 'Give', fields: [channel, ...fieldsOf(usual)] }
}

export function askRepChannel(account: RepChannel): Form {
  return { title: 'Edit the account', submit: 'Save', fields: fieldsOf(account) }
}

/** What both forms ask. */
function fieldsOf({ username, startTime, endTime, maxCapacity, timezone, sandbox }: Held): Form['fields'] {
  const text = { kind: 'text' as const }
  return [
    { ...text, name: 'username', label: 'Account', value: username ?? '', hint: '@ada.quist', optional: true },
    { ...text, name: 'startTime', label: 'Hours begin', value: startTime.slice(0, 5) },
    {
      ...{ ...text, name: 'endTime', label: 'Hours end', value: endTime.slice(0, 5) },
      hint: 'At or before the begin: over midnight. 24:00 is midnight.',
    },
    { ...text, name: 'maxCapacity', label: 'Acts a day of each activity', value: String(maxCapacity) },
    { ...text, name: 'timezone', label: 'Zone', value: timezone, hint: 'America/Los_Angeles' },
    {
      ...{ name: 'sandbox', label: 'Sandbox', kind: 'choice', value: sandbox ? 'yes' : 'no' },
      choices: [
        { value: 'no', label: 'No: it writes to people' },
        { value: 'yes', label: 'Yes: nothing leaves' },
      ],
    },
  ]
}

export function editAccount(answers: Answers): Held {
  const { username = '', startTime = '', endTime = '', maxCapacity = '', timezone = '', sandbox = 'no' } = answers
  return {
    username: username.trim().replace(/^@/, '') || null,
    startTime: readWall(startTime, 'startTime'),
    endTime: readWall(endTime, 'endTime'),
    maxCapacity: readCapacity(maxCapacity.trim() ? Number(maxCapacity) : Number.NaN),
    timezone: zoneOf(timezone),
    sandbox: sandbox === 'yes',
  }
}
