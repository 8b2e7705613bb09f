import type { Rep } from '#entities/reps/rep.ts'
import { writeRef } from '#src/cards/ref.ts'
import { type Acting, defineSubject, type Effect, type Offer } from '#src/cards/subject.ts'
import { Refusal } from '#src/errors.ts'
import { repKind } from '../kinds.ts'
import { saveRepChannel } from '../registry/save-rep-channel.ts'
import { showStanding } from '../registry/switch.ts'
import { askAccount, editAccount } from './account-form.ts'
import { askRep, editRep } from './edits.ts'
import { loadReps, type RepView, tellAccount } from './rep-view.ts'
import { switching } from './switching.ts'
import { isOwn } from './whose.ts'

/** A rep: their profile, for all channels, and their accounts. */
export const repSubject = defineSubject<Rep, RepView>({
  kind: repKind,
  load: loadReps,
  card: (rep) => ({
    title: `${writeRef(repKind, rep)} ${rep.fullName}`,
    tone: rep.state === 'paused' ? 'bad' : 'done',
    facts: [
      { label: 'Lives in', value: `${rep.city}, ${rep.country}` },
      ...(rep.phoneNumber ? [{ label: 'Phone', value: rep.phoneNumber }] : []),
      { label: 'Works', value: rep.available ? 'on' : 'off' },
      ...rep.accounts.map((account) => ({ label: account.channel, value: tellAccount(account) })),
    ],
    footer: footerOf(rep),
  }),
  offers: offersOf,
  ask: (rep, verb) => (verb === 'edit' ? askRep(rep) : verb === 'give' ? askAccount(rep) : null),
  verbs: {
    give: { label: 'Give a channel', past: 'gave a channel to', style: 'primary' },
    pause: { label: 'Pause', past: 'paused', style: 'danger' },
    resume: { label: 'Resume', past: 'resumed', style: 'primary' },
    ...switching,
    edit: { label: 'Edit', past: 'edited' },
  },
  act: {
    give,
    pause: (acting) => stand(acting, 'is paused: nothing of theirs leaves.'),
    resume: (acting) => stand(acting, 'goes on.'),
    on: (acting) => stand(acting, 'is on.', { available: true, availableUntil: null }),
    off: (acting) => stand(acting, 'is off.', { available: false, availableUntil: null }),
    edit: ({ answers }) => ({ set: editRep(answers), edited: true, tell: 'Saved.' }),
  },
  mayPress: (member, view, verb) =>
    ['give', 'pause', 'resume', 'edit'].includes(verb) ? member.role === 'admin' : isOwn(member, view.personId),
})

async function stand({ tx, view }: Acting<RepView>, words: string, set: Partial<Rep> = {}): Promise<Effect<Rep>> {
  await showStanding(tx, { repId: view.id })
  return { set, tell: `${view.fullName} ${words}` }
}

function offersOf({ state, available, accounts, others }: RepView): Offer[] {
  const give = others.length > 0 ? [{ verb: 'give', quiet: accounts.length > 0 }] : []
  return [
    ...give,
    { verb: state === 'active' ? 'pause' : 'resume' },
    { verb: available ? 'off' : 'on', quiet: true },
    { verb: 'edit', quiet: true },
  ]
}

/** An account in a channel: hours, capacity and zone are asked, the password is not: chats remember. */
async function give({ tx, app, view, answers }: Acting<RepView>): Promise<Effect<Rep>> {
  const channel = view.others.find(({ id }) => id === answers.channel)
  if (!channel)
    throw new Refusal('There is no such channel, or the rep has it already.', { channel: 'unknown, or taken' })
  await saveRepChannel(tx, app, { ...editAccount(answers), repId: view.id, channelId: channel.id, password: null })
  const tell = `${view.fullName} has ${channel.name} now. A new account starts small and grows day by day.`
  return { note: channel.name, tell }
}

function footerOf({ state, personId, accounts, others }: RepView): string {
  if (state === 'paused') return 'Paused by an admin: nothing of theirs leaves.'
  if (personId === null) return 'Nobody who works here yet: let them in as a rep, then write rep add again.'
  if (accounts.length > 0) return 'At work.'
  return others.length > 0 ? 'No channel yet: give one.' : 'No channel yet. Write: channel add Instagram <address>'
}
