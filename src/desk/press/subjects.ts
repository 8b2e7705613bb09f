import type { AnySubject } from '#src/cards/subject.ts'
import { pipelines } from '#src/pipelines.ts'
import { personSubject } from '../people/person-subject.ts'
import { createQueueSubject } from '../queue/queue-subject.ts'
import { alertSubject } from '../told/alert-subject.ts'
import { deliverySubject } from '../told/delivery-subject.ts'
import { digestSubject } from '../told/digest-subject.ts'

const ofDesk = [deliverySubject, personSubject, alertSubject, digestSubject, createQueueSubject(subjects)]

/** Every kind of record people decide about. */
export function subjects(): AnySubject[] {
  return [...pipelines.flatMap(({ kinds }) => kinds.map(({ subject }) => subject)), ...ofDesk]
}

export function subjectNamed(name: string): AnySubject {
  const subject = subjects().find(({ kind }) => kind.name === name)
  if (!subject) throw new Error(`no subject '${name}'`)
  return subject
}
