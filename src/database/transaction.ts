import type { EntityManager } from '@mikro-orm/postgresql'
import type { Needs } from '#src/app.ts'

/** One unit of work: what it writes is committed together, the bells it rings sound afterwards. */
export type Tx = {
  em: EntityManager
  at: Date
  ring(step: string, at?: Date): void
}

export async function inTransaction<T>(app: Needs<'em' | 'clock' | 'ring'>, work: (tx: Tx) => Promise<T>): Promise<T> {
  const bells = new Map<string, Date | undefined>()
  const result = await app.em
    .fork()
    .transactional((em) =>
      work({ em, at: app.clock(), ring: (step, at) => bells.set(`${step} ${at?.getTime() ?? ''}`, at) }),
    )
  for (const [key, at] of bells) app.ring(key.slice(0, key.indexOf(' ')), at)
  return result
}
