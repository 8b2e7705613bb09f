import type { Answer } from '#entities/bookings/booking-message.ts'
import type { OptionQueue } from '#entities/bookings/booking-option.ts'
import { matchSeats } from '../plan/match-seats.ts'

export type AskedOffer = {
  musicianId: string
  instrument: string
  round: number
  answer: Answer | null
  /** It still counts: not closed, or booked. */
  counts: boolean
}

export type OpenOption = { id: string; queue: OptionQueue[]; offers: AskedOffer[] }

export type Cascade = {
  /** Possible, still to come and not lost, in the order of the plan. */
  options: OpenOption[]
  instruments: Record<string, number>
  round: number
  /** Not to be asked for this option: stopped, left, said no to all dates, booked elsewhere at that time. */
  isOut(musicianId: string, optionId: string): boolean
}

export type NextOffer = { optionId: string; instrument: string; musicianId: string }

/**
 * The next group of texts. For the first time that has anyone left to ask and can still be
 * filled: one more musician for each chair without a yes. Empty: the plan is used up.
 */
export function nextOffers(cascade: Cascade): NextOffer[] {
  for (const option of cascade.options) {
    const group = groupFor(cascade, option)
    if (group.length > 0) return group
  }
  return []
}

type Chair = { instrument: string; wishes: string[]; isPending: boolean }

function groupFor(cascade: Cascade, option: OpenOption): NextOffer[] {
  const chairs = openChairs(cascade, option)
  // A chair that nobody has left to say yes to: this time is lost, whoever else would come.
  if (chairs.some(({ wishes, isPending }) => wishes.length === 0 && !isPending)) return []
  const taken = matchSeats(chairs.map(({ wishes }) => wishes))
  return chairs.flatMap(({ instrument }, at) => {
    const musicianId = taken[at]
    return musicianId ? [{ optionId: option.id, instrument, musicianId }] : []
  })
}

function openChairs(cascade: Cascade, option: OpenOption): Chair[] {
  return option.queue.flatMap(({ instrument, musicians }) => {
    const own = option.offers.filter((offer) => offer.instrument === instrument && offer.counts)
    const open = (cascade.instruments[instrument] ?? 0) - own.filter(({ answer }) => answer === 'yes').length
    const silent = own.filter(({ answer }) => answer === null).length
    const wishes = musicians.filter((id) => !isAsked(cascade, option, id))
    return Array.from({ length: Math.max(0, open) }, (_, at) => ({ instrument, wishes, isPending: at < silent }))
  })
}

/** Someone is asked once for a time, and once more in every new round unless they said no. */
function isAsked({ isOut, round }: Cascade, option: OpenOption, musicianId: string): boolean {
  if (isOut(musicianId, option.id)) return true
  return option.offers.some((offer) => {
    if (offer.musicianId !== musicianId) return false
    return offer.answer !== null || offer.round === round
  })
}

/** A time is complete when every chair of it has a yes. */
export function isComplete(instruments: Record<string, number>, offers: readonly AskedOffer[]): boolean {
  const names = Object.keys(instruments)
  return names.length > 0 && names.every((name) => openSeats(instruments, offers, name) === 0)
}

/** Chairs of this instrument without a yes. */
export function openSeats(instruments: Record<string, number>, offers: readonly AskedOffer[], name: string): number {
  const yes = offers.filter(({ instrument, answer, counts }) => instrument === name && answer === 'yes' && counts)
  return Math.max(0, (instruments[name] ?? 0) - yes.length)
}
