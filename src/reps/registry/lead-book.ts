import type { LeadEntry } from './read-lead.ts'

/** A lead we know, or one that a list has just named. */
export type Known = {
  id: string
  number: number
  name: string | null
  phone: string | null
  email: string | null
  handles: { channelId: string; handle: string }[]
  isNew: boolean
  isChanged: boolean
}

/** Leads by all they are known by. */
export type Book = {
  find(entry: LeadEntry, channelId: string | null): Known[]
  keep(known: Known): void
  all(): Iterable<Known>
}

export function createBook(known: Known[]): Book {
  const byKey = new Map<string, Known>()
  const all = new Set<Known>()
  const keep = (lead: Known) => {
    all.add(lead)
    for (const key of keysOf(lead)) byKey.set(key, lead)
    // The same handle in two channels may be two people: the first one met stands for it.
    for (const { handle } of lead.handles) byKey.set(`any:${handle}`, byKey.get(`any:${handle}`) ?? lead)
  }
  for (const lead of known) keep(lead)
  return {
    keep,
    all: () => all,
    find({ phone, email, handle }, channelId) {
      const byHandle = handle && (byKey.get(`handle:${channelId}:${handle}`) ?? byKey.get(`any:${handle}`))
      const found = [phone && byKey.get(`phone:${phone}`), email && byKey.get(`email:${email}`), byHandle]
      return [...new Set(found.filter((lead): lead is Known => typeof lead === 'object' && lead !== null))]
    },
  }
}

function keysOf({ phone, email, handles }: Known): string[] {
  return [
    ...(phone ? [`phone:${phone}`] : []),
    ...(email ? [`email:${email}`] : []),
    ...handles.map(({ channelId, handle }) => `handle:${channelId}:${handle}`),
  ]
}
