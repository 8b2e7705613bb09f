import { z } from 'zod'
import type { AddressedBy } from '#entities/reps/channel.ts'
import { readPhone } from '#src/basics/phone.ts'

/** A lead as somebody names them; what is not known is null. */
export type LeadEntry = {
  name: string | null
  handle: string | null
  phone: string | null
  email: string | null
}

export type ReadLead = { entry: LeadEntry } | { refused: string }

const MOST = 255

/** Reads the fields of one lead, or says what is wrong with them. */
export function readLead(fields: Partial<Record<keyof LeadEntry, string | null>>): ReadLead {
  const name = fields.name?.trim() || null
  const handle = readHandle(fields.handle ?? '')
  const email = fields.email?.trim().toLowerCase() || null
  const phone = fields.phone?.trim() ? readPhone(fields.phone) : null
  if (handle === undefined) return { refused: `'${fields.handle?.trim().slice(0, 40)}' is no handle.` }
  if (email && !z.email().max(MOST).safeParse(email).success)
    return { refused: `'${email.slice(0, 40)}' is no e-mail.` }
  if (fields.phone?.trim() && !phone) return { refused: `'${fields.phone.trim().slice(0, 40)}' is no phone number.` }
  if (!handle && !email && !phone) return { refused: 'It names no handle, phone or e-mail.' }
  return { entry: { name: name?.slice(0, MOST) ?? null, handle, email, phone } }
}

/** `@Tilly.F ` is `tilly.f`; null where there is none, undefined where it can be none. */
function readHandle(text: string): string | null | undefined {
  const handle = text.trim().replace(/^@/, '').toLowerCase()
  if (handle === '') return null
  return handle.length <= MOST && !/[\s@/\\,]/.test(handle) ? handle : undefined
}

/** A lead's address as a channel reads it: a handle, a number or a mail. */
export function readAddress(by: AddressedBy, text: string): ReadLead {
  return readLead({ [by]: text })
}

/** What someone who must be left alone is known by, whatever becomes of their row. */
export function contactKeys(lead: { handles: string[]; phone: string | null; email: string | null }): string[] {
  return [
    ...lead.handles.map((handle) => `handle:${handle}`),
    ...(lead.phone ? [`phone:${lead.phone}`] : []),
    ...(lead.email ? [`email:${lead.email}`] : []),
  ]
}
