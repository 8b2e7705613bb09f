import { Digest, digestFlow } from '#entities/operations/digest.ts'
import { defineSubject } from '#src/cards/subject.ts'
import { defineKind } from '#src/moves/kind.ts'

const digestKind = defineKind<Digest>({
  name: 'digest',
  prefix: 'DG',
  entity: Digest,
  table: 'digests',
  flow: digestFlow,
  pipeline: () => '*',
  waits: () => false,
  waitsSql: 'false',
})

/** The word of the morning: nothing to decide. */
export const digestSubject = defineSubject<Digest, Digest>({
  kind: digestKind,
  load: (em, ids) => em.find(Digest, { id: { $in: ids } }),
  card: ({ lines }) => {
    const [only, ...others] = lines
    if (only && others.length === 0) return { title: only.text, tone: 'done', facts: [] }
    return {
      title: 'Good morning',
      tone: 'done',
      facts: lines.map(({ pipeline, text }) => ({ label: pipeline, value: text })),
    }
  },
  offers: () => [],
  verbs: {},
  act: {},
  mayPress: ({ role }) => role === 'admin',
})
