import type { EntityManager } from '@mikro-orm/postgresql'
import type { Needs } from '#src/app.ts'

/** One unit of work: what it writes is committed together, the bells it rings sound afterwards. */
export type Tx = {
  em: EntityManager
  at: Date
  ring(step: string, at?: Date): void
}

/** Two that wait for each other: Postgres ends one of them, and it takes its turn again. */
const TAKES_ANOTHER_TURN = /^(40P01|40001)$/
const TURNS = 4

export async function inTransaction<T>(app: Needs<'em' | 'clock' | 'ring'>, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await takeTurn(app, work)
    } catch (error) {
      if (turn === TURNS || !TAKES_ANOTHER_TURN.test(codeOf(error))) throw error
    }
  }
}

async function takeTurn<T>(app: Needs<'em' | 'clock' | 'ring'>, work: (tx: Tx) => Promise<T>): Promise<T> {
  const bells = new Map<string, Date | undefined>()
  const result = await app.em
    .fork()
    .transactional((em) =>
      work({ em, at: app.clock(), ring: (step, at) => bells.set(`${step} ${at?.getTime() ?? ''}`, at) }),
    )
  for (const [key, at] of bells) app.ring(key.slice(0, key.indexOf(' ')), at)
  return result
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
