import type { EntityManager } from '@mikro-orm/postgresql'
import type { Answer } from '#entities/bookings/booking-message.ts'
import type { Musician } from '#entities/bookings/musician.ts'
import { zoned } from '#src/basics/zoned.ts'
import { heardText, helpText, plainAnswer, whichText } from '../offers/write-answers.ts'
import type { Given } from '../reading/decide-answers.ts'
import { readAnswer } from '../reading/read-answer.ts'
import { type AnsweringApp, findConflict } from './answer-offer.ts'
import { chooseOffer } from './choose-offer.ts'
import { asOffered, byCode, likeliestLast, loadOffers, type Offer, onePerBooking } from './offers-to-answer.ts'

/** `conflicts`: what is said of each yes that their own calendar speaks against. */
export type Answered = { given: { offer: Offer; answer: Answer }[]; conflicts?: string[] }

/** Nothing we understand, but something to read for whoever runs the booking. */
export type Words = { sentence: string; words: string; about: Offer[] }
export type Understood = 'stop' | 'not mine' | { sentence: string } | Words | Answered

/** What a musician's text means to the offers they have; nothing is written. */
export async function understand(
  app: AnsweringApp,
  em: EntityManager,
  musician: Musician,
  body: string,
): Promise<Understood> {
  const now = app.clock()
  const offers = await loadOffers(em, musician, now)
  const named = offers.map((offer) => asOffered(offer, musician, now))
  const { answer, code, codes, about, each } = readAnswer(body, named, {
    name: musician.name,
    today: zoned(now, musician.zone).toPlainDate(),
  })
  if (answer === 'stop') return 'stop'
  if (codes.some((one) => !byCode(offers, one))) return { sentence: plainAnswer(app.settings, 'unknown-code') }
  if (each) return several(app, offers, each)
  if (answer === 'unclear' || answer === 'each') return unclear(app, offers, { code, now, words: body })
  if (answer === 'none') return { given: onePerBooking(offers, now, code).map((offer) => ({ offer, answer })) }
  const meant = about ? offers.filter((offer) => about.includes(offer.code)) : offers
  const choice = code ? byCode(offers, code) : chooseOffer(meant, answer, now)
  if (!choice) return { sentence: helpText(app.settings, null) }
  if ('which' in choice) {
    const list = choice.which.toSorted(byStart).map((offer) => ({
      code: offer.code,
      time: { start: offer.startsAt, end: offer.endsAt },
      zone: musician.zone,
    }))
    return { sentence: whichText(app.settings, list) }
  }
  const conflict = await findConflict(app, choice.one, answer)
  return conflict ? { sentence: conflict } : { given: [{ offer: choice.one, answer }] }
}

/** Several offers, each with its answer: "YES K7Q2 and P4X9", "Friday yes, Saturday no". */
async function several(app: AnsweringApp, offers: Offer[], each: Given): Promise<Understood> {
  const given: Answered['given'] = []
  const conflicts: string[] = []
  for (const [code, answer] of Object.entries(each)) {
    const offer = byCode(offers, code)?.one
    const conflict = offer && (await findConflict(app, offer, answer))
    if (conflict) conflicts.push(conflict)
    else if (offer) given.push({ offer, answer })
  }
  return { given, conflicts }
}

type Unclear = { code: string | null; now: Date; words: string }

/** About what is asked, or what they are booked for; else nobody's, and a person sees it. */
function unclear({ settings }: AnsweringApp, offers: Offer[], { code, now, words }: Unclear): Understood {
  const coming = offers.filter(({ endsAt }) => endsAt > now)
  const standing = coming.filter((offer) => (offer.isOpen && offer.closedAt === null) || offer.closedAs === 'booked')
  const about = likeliestLast(
    standing.filter((offer) => code === null || offer.code === code),
    now,
  )
  const [first, ...others] = about
  if (!first) return 'not mine'
  if (others.length > 0) return { sentence: helpText(settings, null), words, about }
  const sentence = first.closedAs === 'booked' ? heardText(settings, first.code) : helpText(settings, first.code)
  return { sentence, words, about }
}

function byStart(a: Offer, b: Offer): number {
  return a.startsAt.getTime() - b.startsAt.getTime()
}
