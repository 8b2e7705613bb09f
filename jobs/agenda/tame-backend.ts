import { setTimeout } from 'node:timers'
import type { AgendaBackend, JobRepository } from 'agenda'

/** The names, of those asked for, that have a job to lock: due until a time and free, or locked before another. */
export type FindDue = (names: string[], until: Date, lockedBefore: Date) => Promise<Set<string>>

export type Taming = {
  onError: (error: unknown) => void
  /** Makes Agenda look at its jobs of a name again. */
  nudge: (name: string) => void
}

/** A backend as it is handed to Agenda, and the end of it. */
export type Tamed = {
  backend: AgendaBackend
  /** Hands out no more jobs, and waits for those that are just being locked. */
  halt(): Promise<void>
}

/**
 * Agenda's view of a backend, with its sharp edges off. It counts as connected: a connect that fails inside Agenda is
 * a rejection nobody can catch, and so is a failed unlock, which Agenda does not wait for.
 */
export function tameBackend(backend: AgendaBackend, findDue: FindDue, { onError, nudge }: Taming): Tamed {
  const { repository } = backend
  const hasDue = createLook(findDue)
  const alarms = createAlarms(nudge)
  const locking = new Set<Promise<unknown>>()
  let halted = false

  const lock: JobRepository['getNextJobToRun'] = async (name, until, lockedBefore, now, options) => {
    if (halted || !(await hasDue(name, until, lockedBefore)) || halted) return undefined
    const locked = repository.getNextJobToRun(name, until, lockedBefore, now, options)
    const settled = locked.catch(() => undefined).finally(() => locking.delete(settled))
    locking.add(settled)
    const job = await locked
    if (job?.nextRunAt) alarms.set(String(job._id), name, job.nextRunAt)
    return job
  }
  const tamed: Partial<JobRepository> = {
    getNextJobToRun: lock,
    unlockJob: (job) => repository.unlockJob(job).catch(onError),
    saveJobState(job, options) {
      alarms.clear(String(job._id))
      return repository.saveJobState(job, options)
    },
  }
  return {
    backend: {
      name: backend.name,
      repository: Object.assign(Object.create(repository) as JobRepository, tamed),
      ownsConnection: false,
      connect: async () => undefined,
      disconnect: async () => undefined,
    },
    async halt() {
      halted = true
      await Promise.all(locking)
    },
  }
}

/** Agenda looks for jobs by one query per name; all names of one look are asked about in one. */
function createLook(findDue: FindDue) {
  let round: { names: string[]; due: Promise<Set<string>> } | null = null
  return async (name: string, until: Date, lockedBefore: Date): Promise<boolean> => {
    round ??= { names: [], due: Promise.resolve().then(() => close(until, lockedBefore)) }
    const mine = round
    mine.names.push(name)
    return (await mine.due).has(name)
  }

  function close(until: Date, lockedBefore: Date): Promise<Set<string>> | Set<string> {
    const names = round?.names ?? []
    round = null
    return names.length > 1 ? findDue(names, until, lockedBefore) : new Set(names)
  }
}

const ALARM_AFTER_MS = 5

/**
 * A job that is locked ahead of its time has one timer in Agenda; where that goes off a millisecond early, as timers
 * do, the job stays until the next look. So it is nudged, unless it has begun.
 */
function createAlarms(nudge: (name: string) => void) {
  const alarms = new Map<string, NodeJS.Timeout>()
  const clear = (id: string) => {
    clearTimeout(alarms.get(id))
    alarms.delete(id)
  }
  return {
    clear,
    set(id: string, name: string, at: Date) {
      const waitMs = at.getTime() - Date.now()
      if (waitMs <= 0) return
      const ring = () => {
        alarms.delete(id)
        nudge(name)
      }
      clear(id)
      alarms.set(id, setTimeout(ring, waitMs + ALARM_AFTER_MS).unref())
    },
  }
}
