import type { Channel } from '#entities/reps/channel.ts'
import type { Lead } from '#entities/reps/lead.ts'
import type { Rep } from '#entities/reps/rep.ts'
import type { Answers, Form } from '#src/cards/form.ts'
import { Refusal } from '#src/errors.ts'
import { readLead } from '../registry/read-lead.ts'
import { readName, readUrl } from '../registry/save-channel.ts'
import { readFullName, readRepPhone } from '../registry/save-rep.ts'

const text = (name: string, label: string, value: string | null, optional = false) => ({
  ...{ name, label, kind: 'text' as const, value: value ?? '' },
  ...(optional && { optional }),
})
const form = (title: string, fields: Form['fields']): Form => ({ title, submit: 'Save', fields })

export function askChannel({ name, dockerUrl, externalUrl, description }: Channel): Form {
  return form('Edit the channel', [
    text('name', 'Name', name),
    text('dockerUrl', 'Address inside', dockerUrl),
    text('externalUrl', 'Address outside', externalUrl),
    text('description', 'Description', description, true),
  ])
}

export function editChannel({
  name = '',
  dockerUrl = '',
  externalUrl = '',
  description = '',
}: Answers): Partial<Channel> {
  return {
    name: readName(name, 'channel'),
    dockerUrl: readUrl(dockerUrl, 'dockerUrl'),
    externalUrl: readUrl(externalUrl, 'externalUrl'),
    description: description.trim() || null,
  }
}

export function askRep({ fullName, phoneNumber, country, city }: Rep): Form {
  return form('Edit the rep', [
    text('fullName', 'Full name', fullName),
    text('phoneNumber', 'Phone', phoneNumber, true),
    text('country', 'Country', country),
    text('city', 'City', city),
  ])
}

export function editRep({ fullName = '', phoneNumber = '', country = '', city = '' }: Answers): Partial<Rep> {
  return {
    fullName: readFullName(fullName),
    phoneNumber: readRepPhone(phoneNumber),
    country: country.trim(),
    city: city.trim(),
  }
}

export const askActivity: Form = {
  title: 'Add an activity',
  submit: 'Add',
  fields: [
    { name: 'name', label: 'Name', kind: 'text', hint: 'follow' },
    {
      ...{ name: 'contacts', label: 'Does it write to the lead?', kind: 'choice', value: 'yes' },
      choices: [
        { value: 'yes', label: 'Yes: one a day reaches a person' },
        { value: 'no', label: 'No: as a like does' },
      ],
    },
  ],
}

export function askLead({ name, phone, email }: Lead): Form {
  return form('Edit the lead', [
    text('name', 'Name', name, true),
    text('phone', 'Phone', phone, true),
    text('email', 'E-mail', email, true),
  ])
}

export function editLead({ name = '', phone = '', email = '' }: Answers): Partial<Lead> {
  if (!phone.trim() && !email.trim()) return { name: name.trim() || null, phone: null, email: null }
  const read = readLead({ name, phone, email })
  if ('refused' in read) throw new Refusal(read.refused, { phone: read.refused })
  return { name: read.entry.name, phone: read.entry.phone, email: read.entry.email }
}
