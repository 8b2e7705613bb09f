import { type Line, listen } from '#src/database/listen.ts'
import type { Log } from '#src/log.ts'

/** What moved, for whoever watches; null: something may have been missed, look at everything. */
type News = { kind: string; ids: string[] } | null
export type Live = {
  /** Tells news until unsubscribed; `onClose` when there will be no more. */
  subscribe(listener: (news: News) => void, onClose: () => void): () => void
  close(): Promise<void>
}

const CHANNEL = 'moves'
/** News of the records by one LISTEN connection, opened when somebody first watches. */
export function createLive(databaseUrl: string, log: Log): Live {
  const listeners = new Map<(news: News) => void, () => void>()
  let line: Line | null = null
  const tell = (news: News) => {
    for (const listener of listeners.keys()) listener(news)
  }
  const open = () =>
    listen({
      url: databaseUrl,
      channels: [CHANNEL],
      onNotice: (_, payload) => tell(readNews(payload)),
      onListening: () => tell(null),
      onLost: (error) => log.warn({ operation: 'http.live', error }, 'the connection for live news was lost'),
    })
  return {
    subscribe(listener, onClose) {
      listeners.set(listener, onClose)
      line ??= open()
      return () => listeners.delete(listener)
    },
    async close() {
      for (const onClose of listeners.values()) onClose()
      listeners.clear()
      await line?.close()
      line = null
    },
  }
}

function readNews(payload: string): News {
  try {
    const { kind, ids } = JSON.parse(payload)
    return { kind: String(kind), ids: [ids].flat().map(String) }
  } catch {
    return null
  }
}
