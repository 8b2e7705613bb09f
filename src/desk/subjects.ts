import { bookingSubject } from '#src/bookings/booking-subject.ts'
import type { AnySubject } from '#src/cards/subject.ts'
import { orderSubject } from '#src/orders/order-subject.ts'
import { saleSubject } from '#src/orders/sale-subject.ts'
import { alertSubject } from './alert-subject.ts'
import { deliverySubject } from './delivery-subject.ts'
import { digestSubject } from './digest-subject.ts'
import { personSubject } from './person-subject.ts'
import { createQueueSubject } from './queue-subject.ts'

const records: AnySubject[] = [orderSubject, saleSubject, bookingSubject, deliverySubject, personSubject, alertSubject]

/** Every kind of record people decide about. */
export const subjects: AnySubject[] = [...records, digestSubject, createQueueSubject(records)]

export function subjectNamed(name: string): AnySubject {
  const subject = subjects.find(({ kind }) => kind.name === name)
  if (!subject) throw new Error(`no subject '${name}'`)
  return subject
}
