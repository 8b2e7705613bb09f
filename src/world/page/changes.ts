import type { Controls } from '../controls.ts'
import type { World } from '../world.ts'
import { panes } from './panes.ts'

export type Changes = {
  tell(pane: string): void
  /** Answers how to stop. */
  listen(listener: (pane: string) => void): () => void
}

/** What a commit changes is on a card within this; a step is looked at once more then. */
const SETTLED_MS = 1_000
const TOGETHER_MS = 120

/** Which pane changed, for every open page. */
export function createChanges(world: World, { clock, worker }: Controls): Changes {
  const listeners = new Set<(pane: string) => void>()
  const tell = (pane: string) => {
    for (const listener of listeners) listener(pane)
  }
  const lookAgain = createBell(() => {
    tell('steps')
    tell('ledger')
  }, listeners)
  for (const pane of panes) {
    pane.watch(world, () => {
      tell(pane.name)
      lookAgain()
    })
  }
  clock.onWound(() => {
    tell('controls')
    lookAgain()
  })
  worker?.onChange(() => tell('controls'))
  return {
    tell,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Many changes at once are told once; nobody listening costs nothing. */
function createBell(ring: () => void, listeners: Set<unknown>): () => void {
  let soon: NodeJS.Timeout | undefined
  let later: NodeJS.Timeout | undefined
  return () => {
    if (listeners.size === 0) return
    clearTimeout(soon)
    soon = setTimeout(ring, TOGETHER_MS).unref()
    clearTimeout(later)
    later = setTimeout(ring, SETTLED_MS).unref()
  }
}
